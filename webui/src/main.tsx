import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { RouterProvider } from "@tanstack/react-router"
import { createRoot } from "react-dom/client"
import { Problem } from "./api/problem"
import { apply } from "./layout/theme"
import { makeRouter } from "./routes"
import "./style.css"

apply()

// What the cell refused, it refuses again; what did not reach it may the next time.
const tries = 2

// Whose session has ended is asked who he is; who is just signing in knows why he was refused.
function refused(error: unknown): void {
  if (!(error instanceof Problem) || error.status !== 401 || router.state.location.pathname === "/login") return
  queries.clear()
  void router.navigate({ to: "/login" })
}

const queries = new QueryClient({
  queryCache: new QueryCache({ onError: refused }),
  mutationCache: new MutationCache({ onError: refused }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => !(error instanceof Problem) && count < tries,
    },
    mutations: { gcTime: 0 }, // their inputs and answers hold passwords and keys
  },
})
const router = makeRouter(queries)

createRoot(document.getElementById("root") as HTMLElement).render(
  <QueryClientProvider client={queries}>
    <RouterProvider router={router} />
  </QueryClientProvider>,
)
