import encode from "qr"
import { t } from "../text"

// Dark on light in both themes: cameras read no other. Four modules of quiet around (ISO 18004).
export function QrCode({ text }: { text: string }) {
  const rows = modules(text)
  if (!rows) return <p className="rounded-xl border border-warning/40 p-4 text-warning">{t.file.tooLong}</p>
  const size = rows.length
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("")
  return (
    <svg
      role="img"
      aria-label={t.file.qr}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="mx-auto w-full max-w-80 rounded-2xl bg-white"
    >
      <path d={path} fill="#000" />
    </svg>
  )
}

function modules(text: string): boolean[][] | undefined {
  try {
    return encode(text, "raw", { ecc: "low", border: 4 })
  } catch {
    return undefined // more than the largest code holds
  }
}
