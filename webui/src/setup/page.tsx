import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { Navigate, useNavigate } from "@tanstack/react-router"
import { useState, type FormEvent } from "react"
import { answered, api } from "../api/client"
import { Problem } from "../api/problem"
import type { Answer } from "../api/types"
import { Alone } from "../layout/alone"
import { t } from "../text"
import { Button } from "../ui/button"
import { Card } from "../ui/card"
import { Failure } from "../ui/failure"
import { proposal } from "./queries"
import { steps } from "./steps"
import { forget, keep, wishesOf, type Wishes } from "./wishes"

// The cell, and its administrator signed in: whether the latter came about.
async function found(wishes: Wishes): Promise<boolean> {
  await answered(api.POST("/api/setup", { body: wishes }))
  forget()
  const credentials = { name: wishes.admin, password: wishes.password }
  return answered(api.POST("/api/auth/login", { body: credentials })).then(
    () => true,
    () => false,
  )
}

function Wizard({ proposed }: { proposed: Answer<"cell.proposal"> }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [wishes, setWishes] = useState(() => wishesOf(proposed))
  const [at, setAt] = useState(0)
  const founding = useMutation({
    mutationFn: found,
    onSuccess: async (signedIn) => {
      queries.clear()
      await navigate({ to: signedIn ? "/setup/device" : "/login" })
    },
    onError: (error) => {
      if (!(error instanceof Problem)) return
      const step = steps.findIndex(({ fields }) => error.field !== undefined && fields.includes(error.field))
      if (step >= 0) setAt(step) // where it can be mended
    },
  })
  const step = steps[at]
  if (!step) return null
  const last = at === steps.length - 1
  const submit = (event: FormEvent) => {
    event.preventDefault()
    keep(wishes)
    if (last) founding.mutate(wishes)
    else setAt(at + 1)
  }
  return (
    <Card title={step.title} aside={<span className="text-sm text-soft">{t.setup.step(at + 1, steps.length)}</span>}>
      <form onSubmit={submit} className="grid gap-5">
        <step.form
          wishes={wishes}
          wish={(part) => setWishes((before) => ({ ...before, ...part }))}
          error={founding.error}
        />
        <Failure error={founding.error} fields={steps.flatMap(({ fields }) => fields)} />
        <div className="flex justify-between gap-3">
          <Button look="quiet" disabled={at === 0} onClick={() => setAt(at - 1)}>
            {t.common.back}
          </Button>
          <Button type="submit" look="primary" busy={founding.isPending}>
            {last ? t.setup.submit : t.common.next}
          </Button>
        </div>
      </form>
    </Card>
  )
}

export default function Setup() {
  const proposed = useQuery(proposal)
  if (proposed.data?.set_up) return <Navigate to="/" />
  return (
    <Alone title={t.setup.title}>
      {proposed.data ? <Wizard proposed={proposed.data} /> : <Failure error={proposed.error} />}
    </Alone>
  )
}
