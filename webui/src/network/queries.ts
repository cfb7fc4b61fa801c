import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { answered, api } from "../api/client"
import type { Input } from "../api/types"

const said = <Data>(key: string, call: () => Promise<{ data?: Data }>) =>
  queryOptions({ queryKey: [key], queryFn: () => answered(call()) })

export const wireguard = said("wireguard", () => api.GET("/api/wireguard"))
export const endpoint = said("endpoint", () => api.GET("/api/endpoint"))
export const dns = said("dns", () => api.GET("/api/dns"))
export const records = said("records", () => api.GET("/api/dns/records"))
export const time = said("time", () => api.GET("/api/time"))
export const web = said("web", () => api.GET("/api/web"))

function useChange<Body, Data>(key: string, call: (body: Body) => Promise<{ data?: Data }>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Body) => answered(call(body)),
    onSuccess: () =>
      Promise.all([queries.invalidateQueries({ queryKey: [key] }), queries.invalidateQueries({ queryKey: ["cell"] })]),
  })
}

export const useWireguard = () =>
  useChange("wireguard", (body: Input<"wireguard.update">) => api.PATCH("/api/wireguard", { body }))
export const useEndpoint = () =>
  useChange("endpoint", (body: Input<"endpoint.set">) => api.PATCH("/api/endpoint", { body }))
export const useCheck = () => useChange("endpoint", (_: undefined) => api.POST("/api/endpoint/check"))
export const useDns = () => useChange("dns", (body: Input<"dns.update">) => api.PATCH("/api/dns", { body }))
export const useTime = () => useChange("time", (body: Input<"time.update">) => api.PATCH("/api/time", { body }))
export const useWeb = () => useChange("web", (body: Input<"web.update">) => api.PATCH("/api/web", { body }))
export const useAddRecord = () =>
  useChange("records", (body: Input<"record.add">) => api.POST("/api/dns/records", { body }))
export const useRemoveRecord = () =>
  useChange("records", (id: string) => api.DELETE("/api/dns/records/{id}", { params: { path: { id } } }))
