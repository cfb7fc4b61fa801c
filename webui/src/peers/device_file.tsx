import type { Peer } from "../api/types"
import { t } from "../text"
import { Button } from "../ui/button"
import { Notice } from "../ui/notice"
import { QrCode } from "../ui/qr_code"
import { Arrival } from "./arrival"

export type Issued = { peer: Peer; config: string; notes?: string[] }

const whole = (config: string) => /^PrivateKey\s*=\s*\S{44}/m.test(config)

function save({ peer, config }: Issued) {
  const address = URL.createObjectURL(new Blob([config], { type: "text/plain" }))
  const link = Object.assign(document.createElement("a"), { href: address, download: `${peer.name}.conf` })
  link.click()
  URL.revokeObjectURL(address)
}

// A device's configuration, on its way to the device: as a code to scan, or as a file.
// `waits`: it is new, and shown how far it got.
export function DeviceFile({ issued, onDone, waits = false }: { issued: Issued; onDone: () => void; waits?: boolean }) {
  const kept = issued.peer.key_origin === "kept"
  return (
    <div className="grid gap-4">
      {whole(issued.config) ? (
        <>
          <p className="text-soft">{t.file.scan}</p>
          <QrCode text={issued.config} />
        </>
      ) : (
        <p className="text-soft">{t.file.own}</p>
      )}
      {!kept && whole(issued.config) && <Notice tone="warning">{t.file.once}</Notice>}
      {issued.notes?.map((note) => (
        <Notice key={note}>{note}</Notice>
      ))}
      {waits && <Arrival id={issued.peer.id} />}
      <Button onClick={() => save(issued)}>{t.file.download}</Button>
      <Button look="primary" onClick={onDone}>
        {t.file.done}
      </Button>
    </div>
  )
}
