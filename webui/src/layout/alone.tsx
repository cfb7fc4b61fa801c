import type { ReactNode } from "react"
import { Mark } from "../ui/mark"

// A page that stands by itself, before anybody is let in.
export function Alone({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main id="content" className="mx-auto grid min-h-dvh max-w-lg content-start px-5 py-10 sm:py-20">
      <header className="mb-6 flex items-center gap-3">
        <Mark className="size-10" />
        <h1 className="text-3xl font-bold tracking-tight">{title}</h1>
      </header>
      {children}
    </main>
  )
}
