import type { ReactNode } from "react"

type Props = { title?: ReactNode; aside?: ReactNode; children: ReactNode; className?: string }

export function Card({ title, aside, children, className = "" }: Props) {
  return (
    <section className={`rounded-2xl border border-line bg-card p-5 sm:p-6 ${className}`}>
      {title && (
        <header className="mb-3 flex items-baseline justify-between gap-4">
          <h2 className="text-[1.0625rem] font-semibold">{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  )
}
