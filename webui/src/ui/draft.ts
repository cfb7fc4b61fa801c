// A document that a person edits: what the cell said, with what was typed over it and is not saved.
import { useState } from "react"

export type Draft<T> = {
  value: T
  changes: Partial<T>
  changed: boolean
  set: (part: Partial<T>) => void
  drop: () => void
}

export function useDraft<T extends object>(said: T): Draft<T> {
  const [changes, setChanges] = useState<Partial<T>>({})
  return {
    value: { ...said, ...changes },
    changes,
    changed: Object.keys(changes).length > 0,
    set: (part) => setChanges((before) => ({ ...before, ...part })),
    drop: () => setChanges({}),
  }
}
