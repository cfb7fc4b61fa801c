// What is wished for the cell, while it is asked step by step. A reload keeps it; what is secret is
// never written down.
import type { Answer, Input } from "../api/types"

export type Wishes = Required<Input<"cell.setup">>
type Kept = Omit<Wishes, "code" | "password">

const key = "setup"

export function wishesOf(proposal: Answer<"cell.proposal">): Wishes {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const proposed: Kept = {
    name: "",
    time_zone: proposal.time_zone && proposal.time_zone !== "Etc/UTC" ? proposal.time_zone : here,
    ipv4: proposal.ipv4 ?? "",
    ipv6: proposal.ipv6 ?? "",
    port: proposal.port ?? 0,
    admin: "",
  }
  return { ...proposed, ...(kept() ?? {}), code: "", password: "" }
}

function kept(): Kept | undefined {
  const text = sessionStorage.getItem(key)
  return text ? (JSON.parse(text) as Kept) : undefined
}

export function keep({ name, time_zone, ipv4, ipv6, port, admin }: Wishes): void {
  sessionStorage.setItem(key, JSON.stringify({ name, time_zone, ipv4, ipv6, port, admin } satisfies Kept))
}

export function forget(): void {
  sessionStorage.removeItem(key)
}
