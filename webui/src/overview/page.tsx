import { useQuery } from "@tanstack/react-query"
import type { Status } from "../api/types"
import { t } from "../text"
import { bytes } from "../text/format"
import { Badge } from "../ui/badge"
import { Card } from "../ui/card"
import { Fact } from "../ui/fact"
import { Failure, sentence } from "../ui/failure"
import { healthTones, type Tone } from "../ui/notice"
import { doctor, status } from "./queries"
import { Trust } from "./trust"

const conditionTones = {
  not_set_up: "calm",
  starting: "warning",
  good: "good",
  degraded: "warning",
  down: "bad",
} as const
const severityTones: Record<"note" | "warning" | "problem", Tone> = { note: "calm", warning: "warning", problem: "bad" }
const dots = { good: "bg-good", warning: "bg-warning", bad: "bg-bad", calm: "bg-soft" }

function Findings() {
  const found = useQuery(doctor)
  const findings = found.data?.findings ?? []
  return (
    <Card title={t.overview.findings}>
      <Failure error={found.error} />
      {found.data && findings.length === 0 && <p className="text-soft">{t.overview.noFindings}</p>}
      <ul className="grid gap-2">
        {findings.map((finding) => (
          <li key={finding.id}>
            <details className="rounded-xl border border-line px-4 py-3">
              <summary className="cursor-pointer">
                <Badge tone={severityTones[finding.severity]}>{finding.subject}</Badge>{" "}
                <span className="font-medium">{sentence(finding.what)}</span>
              </summary>
              <dl className="mt-3 grid gap-2">
                <dt className="text-sm text-soft">{t.overview.why}</dt>
                <dd>{sentence(finding.why)}</dd>
                <dt className="text-sm text-soft">{t.overview.remedy}</dt>
                <dd>{sentence(finding.remedy)}</dd>
              </dl>
            </details>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Servers({ servers }: { servers: Status["servers"] }) {
  return (
    <Card title={t.overview.servers}>
      <ul>
        {servers.map((server) => {
          const name = server.unit.replace(".service", "")
          return (
            <li key={server.unit} className="border-b border-line py-2.5 last:border-0">
              <div className="flex items-center justify-between gap-4">
                <span className="font-medium">{t.overview.names[name] ?? name}</span>
                <span className="flex items-center gap-4">
                  {server.memory > 0 && <span className="text-sm text-soft">{bytes(server.memory)}</span>}
                  <Badge tone={healthTones[server.health]}>{t.overview.health[server.health]}</Badge>
                </span>
              </div>
              {server.message && <p className="mt-1 text-sm text-soft">{sentence(server.message)}</p>}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

export default function Overview() {
  const cell = useQuery(status)
  if (!cell.data) return <Failure error={cell.error} />
  const { condition, summary, connected, peers } = cell.data
  return (
    <>
      <header className="mb-8">
        <h1 className="flex items-baseline gap-3 text-3xl font-bold tracking-tight sm:text-4xl">
          <span aria-hidden className={`size-[0.5em] shrink-0 rounded-full ${dots[conditionTones[condition]]}`} />
          {t.overview.conditions[condition]}
        </h1>
        <p className="mt-2 text-lg text-soft">{sentence(summary)}</p>
      </header>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Findings />
        <Card title={t.overview.reach}>
          {cell.data.reach_text && <p className="mb-2 text-soft">{sentence(cell.data.reach_text)}</p>}
          <dl>
            <Fact name={t.nav.peers}>{t.overview.devices(connected, peers)}</Fact>
            <Fact name={t.overview.endpoint}>{cell.data.endpoint || t.common.nothing}</Fact>
            <Fact name={t.overview.vpn}>
              {cell.data.ipv4 ?? t.common.nothing}
              <br />
              {cell.data.ipv6 ?? t.common.nothing}
            </Fact>
          </dl>
        </Card>
        <Servers servers={cell.data.servers} />
        <Trust />
      </div>
    </>
  )
}
