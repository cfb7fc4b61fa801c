import type { ReactNode } from "react"
import { Button } from "./button"
import { Dialog } from "./dialog"
import { Failure } from "./failure"

type Props = {
  title: string
  text: ReactNode
  action: string
  danger?: boolean
  open: boolean
  busy: boolean
  error: unknown
  onYes: () => void
  onClose: () => void
}

// What cannot be taken back is said before it is done.
export function Ask({ title, text, action, danger = false, open, busy, error, onYes, onClose }: Props) {
  return (
    <Dialog title={title} open={open} onClose={onClose}>
      <div className="grid gap-5">
        <p className="text-soft">{text}</p>
        <Failure error={error} />
        <Button look={danger ? "danger" : "primary"} busy={busy} onClick={onYes}>
          {action}
        </Button>
      </div>
    </Dialog>
  )
}
