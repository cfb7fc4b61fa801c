import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState, type FormEvent } from "react"
import { answered, api } from "../api/client"
import { t } from "../text"
import { ago } from "../text/format"
import { Button } from "../ui/button"
import { Card } from "../ui/card"
import { errorOf, Failure } from "../ui/failure"
import { Field } from "../ui/field"
import { Heading } from "../ui/heading"
import { Notice } from "../ui/notice"

function Password() {
  const [old, setOld] = useState("")
  const [password, setPassword] = useState("")
  const change = useMutation({
    mutationFn: () => answered(api.POST("/api/auth/change-password", { body: { old_password: old, password } })),
    onSuccess: () => {
      setOld("")
      setPassword("")
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate()
  }
  return (
    <Card title={t.account.password}>
      <form onSubmit={submit} className="grid gap-4">
        <Field
          label={t.account.old}
          type="password"
          autoComplete="current-password"
          required
          error={errorOf(change.error, "/old_password")}
          value={old}
          onChange={(event) => setOld(event.target.value)}
        />
        <Field
          label={t.account.new}
          type="password"
          autoComplete="new-password"
          hint={t.setup.passwordHint}
          required
          error={errorOf(change.error, "/password")}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Failure error={change.error} fields={["/old_password", "/password"]} />
        {change.isSuccess && <Notice tone="good" title={t.account.changed} />}
        <Button type="submit" busy={change.isPending}>
          {t.account.change}
        </Button>
      </form>
    </Card>
  )
}

function Sessions() {
  const queries = useQueryClient()
  const found = useQuery({
    queryKey: ["sessions", "list"],
    queryFn: () => answered(api.GET("/api/auth/sessions", { params: { query: { limit: 100 } } })),
  })
  const end = useMutation({
    mutationFn: (id: string) => answered(api.DELETE("/api/auth/sessions/{id}", { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["sessions", "list"] }),
  })
  return (
    <Card title={t.account.sessions}>
      <Failure error={found.error ?? end.error} />
      <ul>
        {found.data?.sessions.map((session) => (
          <li
            key={session.id}
            className="flex items-center justify-between gap-3 border-b border-line py-2 last:border-0"
          >
            <span className="min-w-0">
              <span className="block truncate font-medium">{session.agent || session.address}</span>
              <span className="text-sm text-soft">
                {session.address} · {ago(session.last_used, "")}
              </span>
            </span>
            {session.current ? (
              <span className="text-sm whitespace-nowrap text-soft">{t.account.this}</span>
            ) : (
              <Button look="quiet" onClick={() => end.mutate(session.id)}>
                {t.account.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

export default function Account() {
  return (
    <>
      <Heading>{t.account.title}</Heading>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Password />
        <Sessions />
      </div>
    </>
  )
}
