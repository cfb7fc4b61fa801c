import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { answered, api } from "../api/client"
import type { Input } from "../api/types"

export const peers = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["peers", "list", q],
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/peers", { params: { query: { q, limit: 100, ...(pageParam && { cursor: pageParam }) } } }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  })

export const peer = (id: string) =>
  queryOptions({
    queryKey: ["peers", id],
    queryFn: () => answered(api.GET("/api/peers/{id}", { params: { path: { id } } })),
  })

export type PeerPatch = Input<"peer.update">

export function useUpdatePeer(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: PeerPatch) => answered(api.PATCH("/api/peers/{id}", { params: { path: { id } }, body })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["peers"] }),
  })
}
