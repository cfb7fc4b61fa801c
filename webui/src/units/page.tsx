import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { answered, api } from "../api/client"
import type { Answer } from "../api/types"
import { t } from "../text"
import { ago, bytes } from "../text/format"
import { Badge } from "../ui/badge"
import { Button } from "../ui/button"
import { Card } from "../ui/card"
import { Failure, sentence } from "../ui/failure"
import { Heading } from "../ui/heading"
import { healthTones } from "../ui/notice"

const units = queryOptions({
  queryKey: ["cell", "units"],
  queryFn: () => answered(api.GET("/api/units")),
})

const log = (unit: string) =>
  queryOptions({
    queryKey: ["log", unit],
    queryFn: () => answered(api.GET("/api/units/{unit}/log", { params: { path: { unit }, query: { lines: 50 } } })),
    staleTime: 0,
  })

type Unit = Answer<"unit.list">["units"][number]
type Act = "start" | "stop" | "restart"

function Log({ unit }: { unit: string }) {
  const said = useQuery(log(unit))
  if (!said.data) return <Failure error={said.error} />
  if (said.data.lines.length === 0) return <p className="mt-3 text-soft">{t.units.quiet}</p>
  return (
    <pre
      tabIndex={0}
      className="mt-3 max-h-80 overflow-auto rounded-xl bg-sunken p-3 font-mono text-xs leading-relaxed"
    >
      {said.data.lines.map((line) => `${line.time.slice(5, 19).replace("T", " ")}  ${line.text}\n`)}
    </pre>
  )
}

function Commands({ unit }: { unit: Unit }) {
  const queries = useQueryClient()
  const command = useMutation({
    mutationFn: async (act: Act) => {
      const params = { path: { unit: unit.unit } }
      if (act === "start") await api.POST("/api/units/{unit}/start", { params })
      else if (act === "stop") await api.POST("/api/units/{unit}/stop", { params })
      else await api.POST("/api/units/{unit}/restart", { params })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["cell"] }),
  })
  const acts: Act[] = unit.state.startsWith("active") ? ["restart", "stop"] : ["start"]
  return (
    <>
      <div className="mt-3 flex flex-wrap gap-3">
        {acts.map((act) => (
          <Button key={act} busy={command.isPending && command.variables === act} onClick={() => command.mutate(act)}>
            {t.units[act]}
          </Button>
        ))}
      </div>
      <Failure error={command.error} />
    </>
  )
}

function One({ unit }: { unit: Unit }) {
  const [open, setOpen] = useState(false)
  const name = unit.unit.replace(".service", "")
  const facts = [
    unit.state,
    unit.since && t.units.since(ago(unit.since, "")),
    unit.memory > 0 && bytes(unit.memory),
    unit.restarts > 0 && t.units.restarts(unit.restarts),
    unit.overridden && t.units.overridden,
  ].filter(Boolean)
  return (
    <Card
      title={t.overview.names[name] ?? name}
      aside={<Badge tone={healthTones[unit.health]}>{t.overview.health[unit.health]}</Badge>}
    >
      <p className="text-sm text-soft">{facts.join(" · ")}</p>
      {unit.message && <p className="mt-2">{sentence(unit.message)}</p>}
      <Commands unit={unit} />
      <details className="mt-3" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="cursor-pointer py-2 font-semibold text-accent">{t.units.log}</summary>
        {open && <Log unit={unit.unit} />}
      </details>
    </Card>
  )
}

export default function Units() {
  const found = useQuery(units)
  return (
    <>
      <Heading>{t.units.title}</Heading>
      <Failure error={found.error} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {found.data?.units.map((unit) => (
          <One key={unit.unit} unit={unit} />
        ))}
      </div>
    </>
  )
}
