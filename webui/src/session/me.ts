import { queryOptions } from "@tanstack/react-query"
import { answered, api } from "../api/client"
import { Problem } from "../api/problem"

// Who is signed in; null for nobody.
export const me = queryOptions({
  queryKey: ["sessions", "me"],
  queryFn: async () => {
    try {
      return await answered(api.GET("/api/auth/me"))
    } catch (error) {
      if (error instanceof Problem && (error.status === 401 || error.status === 428)) return null
      throw error
    }
  },
})

export const health = queryOptions({
  queryKey: ["cell", "health"],
  queryFn: () => answered(api.GET("/api/health")),
})
