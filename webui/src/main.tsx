import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { RouterProvider } from "@tanstack/react-router"
import { createRoot } from "react-dom/client"
import { Problem } from "./api/problem"
import { apply } from "./layout/theme"
import { makeRouter } from "./routes"
import "./style.css"

apply()

// What the cell refused, it refuses again; what did not reach it may the next time.
const tries = 2

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => !(error instanceof Problem) && count < tries,
    },
  },
})
const router = makeRouter(queries)

// Whose session has ended is asked who he is.
queries.getQueryCache().subscribe(({ query }) => {
  const error = query.state.error
  if (error instanceof Problem && error.status === 401) {
    queries.clear()
    void router.navigate({ to: "/login" })
  }
})

createRoot(document.getElementById("root") as HTMLElement).render(
  <QueryClientProvider client={queries}>
    <RouterProvider router={router} />
  </QueryClientProvider>,
)
