import type { ReactNode } from "react"

// The name of a page, with what is done first there.
export function Heading({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <header className="mb-5 flex flex-wrap items-center justify-between gap-4">
      <h1 className="text-3xl font-bold tracking-tight wrap-anywhere">{children}</h1>
      {action}
    </header>
  )
}
