import { useState, type FormEvent } from "react"
import type { User } from "../api/types"
import { t } from "../text"
import { Button } from "../ui/button"
import { Dialog } from "../ui/dialog"
import { errorOf, Failure } from "../ui/failure"
import { Choice, Field } from "../ui/field"
import { useAddUser } from "./queries"

export function AddUser({ onClose }: { onClose: () => void }) {
  const add = useAddUser()
  const [name, setName] = useState("")
  const [role, setRole] = useState<User["role"]>("peer")
  const [password, setPassword] = useState("")
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate({ name: name.trim().toLowerCase(), role, password }, { onSuccess: onClose })
  }
  return (
    <Dialog open title={t.users.add} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-5">
        <Field
          label={t.login.name}
          autoFocus
          autoCapitalize="none"
          autoComplete="off"
          required
          error={errorOf(add.error, "/name")}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Choice label={t.users.role} value={role} onChange={(event) => setRole(event.target.value as User["role"])}>
          <option value="peer">{t.users.rolePeer}</option>
          <option value="admin">{t.users.roleAdmin}</option>
        </Choice>
        <Field
          label={t.login.password}
          type="password"
          autoComplete="new-password"
          hint={t.setup.passwordHint}
          required
          error={errorOf(add.error, "/password")}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Failure error={add.error} fields={["/name", "/password"]} />
        <Button type="submit" look="primary" busy={add.isPending}>
          {t.add.submit}
        </Button>
      </form>
    </Dialog>
  )
}
