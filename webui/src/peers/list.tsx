import { useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { lazy, Suspense, useDeferredValue, useState } from "react"
import type { Peer } from "../api/types"
import { me } from "../session/me"
import { t } from "../text"
import { ago, bytes } from "../text/format"
import { Badge } from "../ui/badge"
import { Button } from "../ui/button"
import { Failure } from "../ui/failure"
import { peers } from "./queries"
import { stateOf } from "./state"

const AddPeer = lazy(() => import("./add"))

function Row({ peer }: { peer: Peer }) {
  const state = stateOf(peer)
  return (
    <li>
      <Link
        to="/devices/$id"
        params={{ id: peer.id }}
        className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-0.5 border-b border-line px-5 py-3.5
          hover:bg-sunken sm:grid-cols-[2fr_1.5fr_1fr_1.2fr]"
      >
        <span className="min-w-0 truncate font-semibold">
          {peer.name}
          {peer.owner_name && <span className="ml-2 font-normal text-soft">{peer.owner_name}</span>}
        </span>
        <span className="col-start-1 row-start-2 truncate text-sm text-soft sm:col-start-2 sm:row-start-1">
          {peer.ipv4}
        </span>
        <span className="col-start-2 row-start-2 text-right text-sm text-soft sm:col-start-3 sm:row-start-1">
          {peer.received + peer.sent > 0 && bytes(peer.received + peer.sent)}
        </span>
        <span
          className="col-start-2 row-start-1 text-right sm:col-start-4"
          title={ago(peer.last_handshake, t.common.never)}
        >
          <Badge tone={state.tone}>{state.text}</Badge>
        </span>
      </Link>
    </li>
  )
}

function Empty({ words, onAdd }: { words: string; onAdd?: () => void }) {
  if (words) return <p className="px-5 py-8 text-center text-soft">{t.peers.noMatch(words)}</p>
  return (
    <div className="grid justify-items-center gap-3 px-6 py-12 text-center">
      <h2 className="text-xl font-semibold">{t.peers.emptyTitle}</h2>
      <p className="max-w-sm text-soft">{onAdd ? t.peers.emptyText : t.peers.emptyForUsers}</p>
      {onAdd && (
        <Button look="primary" onClick={onAdd}>
          {t.peers.add}
        </Button>
      )}
    </div>
  )
}

export default function Peers() {
  const [words, setWords] = useState("")
  const [adding, setAdding] = useState(false)
  const admin = useQuery(me).data?.role === "admin"
  const list = useInfiniteQuery(peers(useDeferredValue(words)))
  const shown = list.data?.pages.flatMap((page) => page.peers) ?? []
  const total = list.data?.pages[0]?.total ?? 0
  return (
    <>
      <header className="mb-5 flex items-center justify-between gap-4">
        <h1 className="text-3xl font-bold tracking-tight">{t.peers.title}</h1>
        {admin && (
          <Button look="primary" onClick={() => setAdding(true)}>
            {t.peers.add}
          </Button>
        )}
      </header>
      <input
        type="search"
        aria-label={t.peers.search}
        placeholder={t.peers.search}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        className="mb-4 min-h-11 w-full rounded-xl border border-line bg-card px-4 text-base"
      />
      <Failure error={list.error} />
      {list.data && (
        <section className="overflow-hidden rounded-2xl border border-line bg-card">
          {shown.length === 0 ? (
            <Empty words={words} {...(admin && { onAdd: () => setAdding(true) })} />
          ) : (
            <ul className="-mb-px">
              {shown.map((peer) => (
                <Row key={peer.id} peer={peer} />
              ))}
            </ul>
          )}
        </section>
      )}
      <p className="mt-3 flex items-center justify-between text-sm text-soft">
        {total > 0 && t.peers.count(shown.length, total)}
        {list.hasNextPage && (
          <Button look="quiet" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t.peers.more}
          </Button>
        )}
      </p>
      <Suspense>{adding && <AddPeer onClose={() => setAdding(false)} />}</Suspense>
    </>
  )
}
