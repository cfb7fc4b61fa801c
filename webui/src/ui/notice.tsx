import type { ReactNode } from "react"

export type Tone = "good" | "warning" | "bad" | "calm"

// Of a server's health.
export const healthTones = { unknown: "calm", good: "good", starting: "warning", bad: "bad", stopped: "calm" } as const

const tones: Record<Tone, string> = {
  good: "border-good/40 text-good",
  warning: "border-warning/40 text-warning",
  bad: "border-bad/40 text-bad",
  calm: "border-line text-soft",
}

type Props = { tone?: Tone; title?: ReactNode; children?: ReactNode; urgent?: boolean }

// `urgent` interrupts a screen reader; the rest waits its turn.
export function Notice({ tone = "calm", title, children, urgent = false }: Props) {
  return (
    <div role={urgent ? "alert" : "status"} className={`rounded-xl border bg-card px-4 py-3 ${tones[tone]}`}>
      {title && <p className="font-semibold">{title}</p>}
      {children && <div className="text-ink">{children}</div>}
    </div>
  )
}
