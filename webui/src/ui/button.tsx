import type { ComponentProps } from "react"
import { Spinner } from "./spinner"

type Look = "primary" | "plain" | "quiet" | "danger"

const looks: Record<Look, string> = {
  primary: "bg-accent text-on-accent border-transparent hover:brightness-110",
  plain: "bg-card text-ink border-line hover:border-soft",
  quiet: "bg-transparent text-accent border-transparent hover:bg-sunken",
  danger: "bg-card text-bad border-bad/40 hover:border-bad",
}

type Props = ComponentProps<"button"> & { look?: Look; busy?: boolean }

// Tall enough for a thumb. While it is busy it keeps its place and its focus, and does nothing.
export function Button({ look = "plain", busy = false, className = "", children, onClick, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={`inline-flex min-h-11 items-center justify-center gap-2 rounded-xl border px-4 font-semibold
        whitespace-nowrap transition disabled:cursor-not-allowed disabled:opacity-50 ${looks[look]} ${className}`}
    >
      {busy && <Spinner />}
      {children}
    </button>
  )
}
