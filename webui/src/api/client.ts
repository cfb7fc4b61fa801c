// The one way to the API. Every function here throws a Problem, or what fetch throws where the
// cell is not reached.
import createClient, { type Middleware } from "openapi-fetch"
import { Problem } from "./problem"
import type { paths } from "./schema"

// Over TLS the cookie has the prefix that binds it to this host.
function csrfToken(): string {
  return /(?:^|; )(?:__Host-)?pic_csrf=([^;]*)/.exec(document.cookie)?.[1] ?? ""
}

const asTheCellExpects: Middleware = {
  onRequest({ request }) {
    if (request.method !== "GET") request.headers.set("X-CSRF-Token", csrfToken())
  },
  async onResponse({ response }) {
    if (!response.ok) throw await Problem.of(response)
  },
}

export const api = createClient<paths>({ credentials: "same-origin" })
api.use(asTheCellExpects)

// What a trial (dry_run) answers.
export type Trial = { changes?: string[]; steps: string[] }

// The answer of a call that did not throw, and was no trial.
export async function answered<Data>(call: Promise<{ data?: Data }>): Promise<Exclude<Data, Trial>> {
  return (await call).data as Exclude<Data, Trial>
}
