import type { ReactNode } from "react"
import { t } from "../text"
import { Button } from "./button"
import { Failure } from "./failure"
import { Notice } from "./notice"

type Props = {
  children: ReactNode
  changed: boolean
  busy: boolean
  error: unknown
  fields: readonly string[]
  notes?: readonly string[] | undefined
  onSave: () => void
  onDrop: () => void
}

// Fields that are saved together. What there is to press appears with the first change.
export function Form({ children, changed, busy, error, fields, notes = [], onSave, onDrop }: Props) {
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        onSave()
      }}
    >
      {children}
      <Failure error={error} fields={fields} />
      {notes.map((note) => (
        <Notice key={note}>{note}</Notice>
      ))}
      {changed && (
        <div className="flex justify-end gap-3">
          <Button look="quiet" onClick={onDrop}>
            {t.common.cancel}
          </Button>
          <Button type="submit" look="primary" busy={busy}>
            {t.common.save}
          </Button>
        </div>
      )}
    </form>
  )
}
