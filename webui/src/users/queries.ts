import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { answered, api } from "../api/client"
import type { Input } from "../api/types"

export const users = queryOptions({
  queryKey: ["users"],
  queryFn: () => answered(api.GET("/api/auth/users", { params: { query: { limit: 1000 } } })),
})

function useUsers<Body, Data>(call: (body: Body) => Promise<{ data?: Data }>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Body) => answered(call(body)),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["users"] }),
  })
}

export const useAddUser = () => useUsers((body: Input<"user.add">) => api.POST("/api/auth/users", { body }))

export const useUpdateUser = (id: string) =>
  useUsers((body: Input<"user.update">) => api.PATCH("/api/auth/users/{id}", { params: { path: { id } }, body }))

export const useResetPassword = (id: string) =>
  useUsers((body: Input<"user.reset_password">) =>
    api.POST("/api/auth/users/{id}/reset-password", { params: { path: { id } }, body }),
  )

export const useRemoveUser = (id: string) =>
  useUsers((_: undefined) => api.DELETE("/api/auth/users/{id}", { params: { path: { id } } }))
