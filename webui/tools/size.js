// size.js FOLDER: what a browser loads before it shows the first page, compressed, against its bound.
import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { brotliCompressSync } from "node:zlib"

const bound = 120 * 1024 // bytes of script
const folder = process.argv[2]
const manifest = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8"))
rmSync(join(folder, ".vite"), { recursive: true })

const loaded = new Set()
function load(name) {
  if (loaded.has(name)) return
  loaded.add(name)
  for (const needed of manifest[name].imports ?? []) load(needed)
}
for (const name of ["index.html", "src/layout/shell.tsx", "src/overview/page.tsx"]) load(name)

const size = (name) => brotliCompressSync(readFileSync(join(folder, manifest[name].file))).length
const total = [...loaded].reduce((sum, name) => sum + size(name), 0)
console.log(`first load: ${(total / 1024).toFixed(1)} of ${bound / 1024} KiB of script, compressed`)
process.exitCode = total <= bound ? 0 : 1
