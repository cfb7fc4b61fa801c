import { useQuery } from "@tanstack/react-query"
import type { Peer } from "../api/types"
import { endpoint } from "../network/queries"
import { t } from "../text"
import { sentence } from "../ui/failure"
import { Spinner } from "../ui/spinner"
import { peer as onePeer } from "./queries"

const stages: readonly Peer["arrival"][] = ["silent", "unanswered", "connected", "arrived"]

function Stage({ text, state }: { text: string; state: "done" | "now" | "later" }) {
  return (
    <li className={`flex items-center gap-3 ${state === "later" ? "text-soft" : ""}`}>
      <span className={`grid size-6 shrink-0 place-items-center ${state === "done" ? "text-good" : "text-soft"}`}>
        {state === "now" && <Spinner />}
        {state === "done" && (
          <svg viewBox="0 0 20 20" className="size-5" role="img" aria-label={t.arrival.done}>
            <path
              d="M4 10.5l4 4 8-9"
              fill="none"
              stroke="currentColor"
              strokeWidth="2.5"
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          </svg>
        )}
        {state === "later" && <span className="size-2 rounded-full bg-line" />}
      </span>
      {text}
    </li>
  )
}

// What to do about what it waits for. Where nothing arrives, how the cell can be reached decides.
function Advice({ at }: { at: Peer["arrival"] }) {
  const way = useQuery({ ...endpoint, enabled: at === "silent" })
  const advice = at === "silent" && way.data?.advice ? sentence(way.data.advice) : ""
  return (
    <p className="text-soft">
      {t.arrival.advice[at]} {advice}
    </p>
  )
}

// How far a device has got that was just handed its file: live, with what to do where it is stuck.
export function Arrival({ id }: { id: string }) {
  const at = useQuery(onePeer(id)).data?.arrival
  if (!at) return null
  const reached = stages.indexOf(at)
  return (
    <section aria-live="polite" className="grid gap-3 rounded-2xl bg-sunken p-4">
      <h3 className="font-semibold">{at === "arrived" ? t.arrival.arrived : t.arrival.title}</h3>
      <ul className="grid gap-2">
        {t.arrival.stages.map((text, stage) => (
          <Stage key={text} text={text} state={stage < reached ? "done" : stage === reached ? "now" : "later"} />
        ))}
      </ul>
      <Advice at={at} />
    </section>
  )
}
