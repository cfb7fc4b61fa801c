import { useEffect, useRef, type ReactNode } from "react"
import { t } from "../text"

// `kept`: a stray press or Escape must not close it.
type Props = { title: ReactNode; open: boolean; onClose: () => void; children: ReactNode; kept?: boolean }

// The browser's own: it keeps the focus inside, makes the rest inert, and gives the focus back.
// From below on a phone, in the middle of a desk.
export function Dialog({ title, open, onClose, children, kept = false }: Props) {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open) element.current?.showModal()
    else element.current?.close()
  }, [open])
  return (
    <dialog
      ref={element}
      aria-label={typeof title === "string" ? title : undefined}
      onCancel={(event) => {
        event.preventDefault()
        if (!kept) onClose()
      }}
      onClose={() => open && onClose()} // the browser insisted
      onPointerDown={(event) => !kept && event.target === element.current && onClose()}
      className="fixed inset-x-0 top-auto bottom-0 m-0 w-full max-w-none overflow-hidden rounded-t-3xl
        border border-line bg-card p-0 text-ink backdrop:bg-black/50 sm:inset-0 sm:m-auto sm:max-w-md sm:rounded-3xl"
    >
      {open && (
        <div className="max-h-[92dvh] overflow-y-auto p-5 pb-8 sm:p-7">
          <header className="mb-4 flex items-center justify-between gap-4">
            <h2 className="text-xl font-semibold tracking-tight">{title}</h2>
            <button
              type="button"
              aria-label={t.common.close}
              onClick={onClose}
              className="grid size-11 place-items-center rounded-full text-soft hover:bg-sunken hover:text-ink"
            >
              <svg viewBox="0 0 20 20" className="size-5" aria-hidden>
                <path d="M5 5l10 10M15 5L5 15" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
              </svg>
            </button>
          </header>
          {children}
        </div>
      )}
    </dialog>
  )
}
