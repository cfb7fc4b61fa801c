import { queryOptions } from "@tanstack/react-query"
import { answered, api } from "../api/client"

export const status = queryOptions({
  queryKey: ["cell", "status"],
  queryFn: () => answered(api.GET("/api/status")),
})

export const doctor = queryOptions({
  queryKey: ["cell", "doctor"],
  queryFn: () => answered(api.GET("/api/doctor")),
})
