import { useInfiniteQuery, useMutation } from "@tanstack/react-query"
import { useState } from "react"
import { answered, api } from "../api/client"
import type { Answer } from "../api/types"
import { t } from "../text"
import { moment } from "../text/format"
import { Button } from "../ui/button"
import { Failure } from "../ui/failure"
import { Choice } from "../ui/field"
import { Heading } from "../ui/heading"
import { Notice } from "../ui/notice"

type Entry = Answer<"audit.list">["entries"][number]

function Row({ entry }: { entry: Entry }) {
  const ok = entry.result === "done" || entry.result === ""
  return (
    <li className="grid gap-x-4 border-b border-line px-5 py-3 sm:grid-cols-[11rem_1fr_auto]">
      <time dateTime={entry.time} className="text-sm text-soft">
        {moment(entry.time, "")}
      </time>
      <span className="wrap-anywhere">
        <span className="font-semibold">{entry.actor}</span> <span>{entry.action}</span>{" "}
        <span className="font-medium">{entry.target}</span>
        {entry.address && <span className="text-soft"> {entry.address}</span>}
      </span>
      <span className={`text-sm ${ok ? "text-soft" : "text-bad"}`}>{entry.result}</span>
    </li>
  )
}

function Verify() {
  const check = useMutation({ mutationFn: () => answered(api.GET("/api/audit/verify")) })
  return (
    <>
      <Button busy={check.isPending} onClick={() => check.mutate()}>
        {t.activity.verify}
      </Button>
      <Failure error={check.error} />
      {check.data &&
        (check.data.intact ? (
          <Notice tone="good" title={t.activity.intact(check.data.entries)} />
        ) : (
          <Notice tone="bad" urgent title={t.activity.broken(check.data.broken ?? 0)} />
        ))}
    </>
  )
}

export default function Activity() {
  const [kind, setKind] = useState("")
  const list = useInfiniteQuery({
    queryKey: ["audit", kind],
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/audit", {
          params: { query: { limit: 50, ...(kind && { action: kind }), ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  })
  const entries = list.data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <>
      <Heading>{t.activity.title}</Heading>
      <div className="mb-4 flex flex-wrap items-end gap-3">
        <div className="min-w-48">
          <Choice label={t.activity.filter} value={kind} onChange={(event) => setKind(event.target.value)}>
            {Object.entries(t.activity.kinds).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </Choice>
        </div>
        <Verify />
        <a
          href={`/api/audit.csv${kind ? `?action=${kind}` : ""}`}
          download
          className="inline-flex min-h-11 items-center rounded-xl border border-line bg-card px-4 font-semibold hover:border-soft"
        >
          {t.activity.csv}
        </a>
      </div>
      <Failure error={list.error} />
      {list.data && (
        <section className="overflow-hidden rounded-2xl border border-line bg-card">
          {entries.length === 0 && <p className="p-6 text-center text-soft">{t.activity.empty}</p>}
          <ul className="-mb-px">
            {entries.map((entry) => (
              <Row key={entry.number} entry={entry} />
            ))}
          </ul>
        </section>
      )}
      {list.hasNextPage && (
        <Button look="quiet" className="mt-3" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t.activity.older}
        </Button>
      )}
    </>
  )
}
