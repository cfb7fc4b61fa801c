import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { api } from "../api/client"
import { status } from "../overview/queries"
import { t } from "../text"
import { Button } from "../ui/button"
import { Failure } from "../ui/failure"

const second = 1000

function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), second)
    return () => clearInterval(timer)
  }, [])
  return now
}

type Change = { id: string; operation: string; deadline: string }

function Countdown({ change }: { change: Change }) {
  const queries = useQueryClient()
  const left = Math.max(0, Math.round((Date.parse(change.deadline) - useNow()) / second))
  const answer = useMutation({
    mutationFn: async (way: "confirm" | "revert") => {
      const params = { path: { id: change.id } }
      await (way === "confirm" ? api.POST("/api/confirm/{id}", { params }) : api.POST("/api/revert/{id}", { params }))
    },
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <section role="alert" className="mb-5 grid gap-3 rounded-2xl border border-warning/50 bg-card p-5">
      <h2 className="font-semibold text-warning">
        {t.pending.title} <span aria-hidden>{t.pending.left(left)}</span>
      </h2>
      <p className="text-soft">{t.pending.text}</p>
      <Failure error={answer.error} />
      <div className="flex flex-wrap gap-3">
        <Button look="primary" busy={answer.isPending} onClick={() => answer.mutate("confirm")}>
          {t.pending.confirm}
        </Button>
        <Button busy={answer.isPending} onClick={() => answer.mutate("revert")}>
          {t.pending.revert}
        </Button>
      </div>
    </section>
  )
}

// Changes that could lock out who made them: they are undone unless somebody says that he is still there.
export function Pending() {
  const cell = useQuery(status)
  return cell.data?.pending.map((change) => <Countdown key={change.id} change={change} />)
}
