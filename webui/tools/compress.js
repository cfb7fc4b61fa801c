// compress.js FOLDER: beside each file that gets smaller by it, its forms for browsers (NAME.br, NAME.gz).
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { brotliCompressSync, gzipSync } from "node:zlib"

for (const name of readdirSync(process.argv[2], { recursive: true })) {
  const path = join(process.argv[2], name)
  if (!statSync(path).isFile()) continue
  const content = readFileSync(path)
  const forms = { br: brotliCompressSync(content), gz: gzipSync(content, { level: 9 }) }
  for (const [suffix, form] of Object.entries(forms))
    if (form.length < content.length) writeFileSync(`${path}.${suffix}`, form)
}
