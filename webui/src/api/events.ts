// What changes in the cell, as it changes: each event makes what is shown of its noun be read anew, and
// what follows from that. Where the stream breaks off it is opened again, and what was missed is read.
import type { QueryClient } from "@tanstack/react-query"

type Event = { noun: string; id: string; generation: number }
type Listener = (connected: boolean) => void

const pause = 3000 // ms, where the browser does not come back by itself

// A device's file follows from all of these, and its owner's name from the users.
const ofPeers = ["wireguard", "endpoint", "dns", "firewall", "users"]

function reread(queries: QueryClient, noun: string): void {
  const keys = [noun, "cell", "audit"]
  if (ofPeers.includes(noun)) keys.push("peers")
  if (noun === "peers") keys.push("users")
  for (const key of keys) void queries.invalidateQueries({ queryKey: [key] })
}

export function follow(queries: QueryClient, onConnection: Listener): () => void {
  let stream: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  let missed = false
  const open = () => {
    stream = new EventSource("/api/events")
    stream.onopen = () => {
      onConnection(true)
      if (missed) void queries.invalidateQueries()
      missed = false
    }
    stream.onerror = () => {
      missed = true
      onConnection(false)
      // After an answer that is no stream (a restart, a session that ended) it gives up.
      if (stream.readyState !== EventSource.CLOSED) return
      void queries.invalidateQueries({ queryKey: ["sessions", "me"] })
      timer = setTimeout(open, pause)
    }
    stream.onmessage = (message: MessageEvent<string>) => reread(queries, (JSON.parse(message.data) as Event).noun)
  }
  open()
  return () => {
    clearTimeout(timer)
    stream.close()
  }
}
