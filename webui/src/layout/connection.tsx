import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { follow } from "../api/events"
import { t } from "../text"
import { Notice } from "../ui/notice"

const patience = 3000 // ms: a reload of the server is none of a person's business

// Follows the cell, and says when it cannot.
export function Connection() {
  const queries = useQueryClient()
  const [connected, setConnected] = useState(true)
  const [lost, setLost] = useState(false)
  useEffect(() => follow(queries, setConnected), [queries])
  useEffect(() => {
    if (connected) return setLost(false)
    const timer = setTimeout(() => setLost(true), patience)
    return () => clearTimeout(timer)
  }, [connected])
  const plain = location.protocol === "http:" && !["localhost", "127.0.0.1", "[::1]"].includes(location.hostname)
  if (!lost && !plain) return null
  return (
    <div className="mb-5 grid gap-3">
      {lost && <Notice tone="warning" title={t.common.offline} />}
      {plain && <Notice tone="warning" title={t.common.plainHttp} />}
    </div>
  )
}
