import { queryOptions } from "@tanstack/react-query"
import { answered, api } from "../api/client"

export const proposal = queryOptions({
  queryKey: ["cell", "proposal"],
  queryFn: () => answered(api.GET("/api/setup")),
  staleTime: Infinity, // each asking proposes other ranges
})
