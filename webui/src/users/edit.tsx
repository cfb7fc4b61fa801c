import { useState } from "react"
import type { User } from "../api/types"
import { t } from "../text"
import { Ask } from "../ui/ask"
import { Button } from "../ui/button"
import { Dialog } from "../ui/dialog"
import { errorOf, Failure } from "../ui/failure"
import { Choice, Field, Switch } from "../ui/field"
import { Notice } from "../ui/notice"
import { useRemoveUser, useResetPassword, useUpdateUser } from "./queries"

function Password({ user }: { user: User }) {
  const reset = useResetPassword(user.id)
  const [password, setPassword] = useState("")
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        reset.mutate({ password }, { onSuccess: () => setPassword("") })
      }}
    >
      <Field
        label={t.users.newPassword}
        type="password"
        autoComplete="new-password"
        hint={t.setup.passwordHint}
        required
        error={errorOf(reset.error, "/password")}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Failure error={reset.error} fields={["/password"]} />
      <Button type="submit" busy={reset.isPending}>
        {t.users.setPassword}
      </Button>
    </form>
  )
}

export function EditUser({ user, onClose }: { user: User; onClose: () => void }) {
  const update = useUpdateUser(user.id)
  const remove = useRemoveUser(user.id)
  const [removing, setRemoving] = useState(false)
  if (removing)
    return (
      <Ask
        open
        danger
        title={t.users.removeTitle(user.name)}
        text={t.users.removeText}
        action={t.users.remove}
        busy={remove.isPending}
        error={remove.error}
        onYes={() => remove.mutate(undefined, { onSuccess: onClose })}
        onClose={() => setRemoving(false)}
      />
    )
  return (
    <Dialog open title={user.name} onClose={onClose}>
      <div className="grid gap-5">
        <Choice
          label={t.users.role}
          value={user.role}
          disabled={update.isPending}
          onChange={(event) => update.mutate({ role: event.target.value as User["role"] })}
        >
          <option value="peer">{t.users.rolePeer}</option>
          <option value="admin">{t.users.roleAdmin}</option>
        </Choice>
        <Switch
          label={t.users.enabled}
          checked={user.enabled}
          disabled={update.isPending}
          onChange={(enabled) => update.mutate({ enabled })}
        />
        <Failure error={update.error} />
        {update.data?.notes?.map((note) => (
          <Notice key={note}>{note}</Notice>
        ))}
        <Password user={user} />
        <Button look="danger" onClick={() => setRemoving(true)}>
          {t.users.remove}
        </Button>
      </div>
    </Dialog>
  )
}
