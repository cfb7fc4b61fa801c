import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { useState, type FormEvent } from "react"
import { answered, api } from "../api/client"
import { t } from "../text"
import { Alone } from "../layout/alone"
import { Trust } from "../overview/trust"
import { Button } from "../ui/button"
import { Card } from "../ui/card"
import { Field } from "../ui/field"
import { Failure } from "../ui/failure"

export default function Login() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState("")
  const [password, setPassword] = useState("")
  const signIn = useMutation({
    mutationFn: () => answered(api.POST("/api/auth/login", { body: { name, password } })),
    onSuccess: async () => {
      queries.clear()
      await navigate({ to: "/" })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  return (
    <Alone title={t.login.title}>
      <Card>
        <form onSubmit={submit} className="grid gap-4">
          <Field
            label={t.login.name}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            required
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Field
            label={t.login.password}
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <Failure error={signIn.error} />
          <Button type="submit" look="primary" busy={signIn.isPending}>
            {t.login.submit}
          </Button>
        </form>
      </Card>
      <p className="my-4 text-sm text-soft">{t.login.forgotten}</p>
      <Trust />
    </Alone>
  )
}
