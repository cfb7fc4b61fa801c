// What the API answers instead of what was asked for (RFC 9457), and what stands in for it where
// no answer came at all.
import type { components } from "./schema"

type Body = components["schemas"]["Problem"]

export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | undefined // "/permissions/lan" (RFC 6901)
  readonly remedy: string | undefined

  constructor(body: Partial<Body> & { detail: string; status: number }) {
    super(body.detail)
    this.status = body.status
    this.code = body.code ?? ""
    this.field = body.pointer
    this.remedy = body.remedy
  }

  // Whoever answers JSON of this media type is the cell; anything else comes from in between.
  static async of(response: Response): Promise<Problem> {
    const media = response.headers.get("content-type") ?? ""
    if (!media.startsWith("application/problem+json"))
      return new Problem({ status: response.status, detail: response.statusText || `HTTP ${response.status}` })
    return new Problem((await response.json()) as Body)
  }
}
