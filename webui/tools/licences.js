// What is bundled asks that its licence goes with the copy: those of all that is no tool.
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"))
const bundled = Object.entries(lock.packages).filter(([path, entry]) => path && !entry.dev && !entry.optional)

for (const [path, entry] of bundled) {
  const texts = readdirSync(path).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name))
  if (texts.length === 0) throw new Error(`${path} says nothing of its licence`)
  console.log(`\n==== ${path.replace(/^.*node_modules\//, "")} ${entry.version}`)
  for (const name of texts) console.log(`\n-- ${name}\n\n${readFileSync(join(path, name), "utf8")}`)
}
