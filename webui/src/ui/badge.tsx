import type { ReactNode } from "react"
import type { Tone } from "./notice"

const tones: Record<Tone, string> = {
  good: "text-good before:bg-good",
  warning: "text-warning before:bg-warning",
  bad: "text-bad before:bg-bad",
  calm: "text-soft before:bg-soft",
}

export function Badge({ tone = "calm", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 text-sm font-medium whitespace-nowrap before:size-2
        before:rounded-full ${tones[tone]}`}
    >
      {children}
    </span>
  )
}
