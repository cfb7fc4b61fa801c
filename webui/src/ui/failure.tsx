import { Problem } from "../api/problem"
import { t } from "../text"
import { Notice } from "./notice"

// What went wrong, in the cell's own words. `fields` are those whose errors stand beside them.
export function Failure({ error, fields = [] }: { error: unknown; fields?: readonly string[] }) {
  if (!error) return null
  if (!(error instanceof Problem)) return <Notice tone="bad" urgent title={t.common.notReached} />
  if (error.field !== undefined && fields.includes(error.field)) return null
  return (
    <Notice tone="bad" urgent title={sentence(error.message)}>
      {error.remedy && <p>{sentence(error.remedy)}</p>}
    </Notice>
  )
}

// The error of one field, to stand beside it.
export function errorOf(error: unknown, field: string): string | undefined {
  if (!(error instanceof Problem) || error.field !== field) return undefined
  return sentence(error.message) + (error.remedy ? ` ${sentence(error.remedy)}` : "")
}

// The cell's sentences end without a full stop, and begin small, often with a name.
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
