// What changes in the cell, as it changes: each event makes what is shown of its noun be read anew.
// The browser comes back by itself when the stream breaks off; what was missed meanwhile is read
// again when it does.
import type { QueryClient } from "@tanstack/react-query"

type Event = { noun: string; id: string; generation: number }
type Listener = (connected: boolean) => void

export function follow(queries: QueryClient, onConnection: Listener): () => void {
  const stream = new EventSource("/api/events")
  let missed = false
  stream.onopen = () => {
    onConnection(true)
    if (missed) void queries.invalidateQueries()
    missed = false
  }
  stream.onerror = () => {
    missed = true
    onConnection(false)
  }
  stream.onmessage = (message: MessageEvent<string>) => {
    const event = JSON.parse(message.data) as Event
    void queries.invalidateQueries({ queryKey: [event.noun] })
    void queries.invalidateQueries({ queryKey: ["cell"] })
  }
  return () => stream.close()
}
