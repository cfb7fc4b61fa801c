import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import type { User } from "../api/types"
import { t } from "../text"
import { Badge } from "../ui/badge"
import { Button } from "../ui/button"
import { Failure } from "../ui/failure"
import { Heading } from "../ui/heading"
import { AddUser } from "./add"
import { EditUser } from "./edit"
import { users } from "./queries"

function Row({ user, onEdit }: { user: User; onEdit: () => void }) {
  const facts = [t.users[user.role], user.peers > 0 && t.users.devices(user.peers)].filter(Boolean)
  return (
    <li className="border-b border-line">
      <button
        type="button"
        onClick={onEdit}
        className="flex min-h-14 w-full cursor-pointer items-center justify-between gap-4 px-5 py-3 text-left hover:bg-sunken"
      >
        <span className="min-w-0">
          <span className="block truncate font-semibold">{user.name}</span>
          <span className="text-sm text-soft">{facts.join(" · ")}</span>
        </span>
        {!user.enabled && <Badge>{t.users.disabled}</Badge>}
        {user.enabled && !user.has_password && <Badge tone="warning">{t.users.noPassword}</Badge>}
      </button>
    </li>
  )
}

export default function Users() {
  const found = useQuery(users)
  const [adding, setAdding] = useState(false)
  const [editing, setEditing] = useState("")
  const edited = found.data?.users.find((user) => user.id === editing)
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      {t.users.add}
    </Button>
  )
  return (
    <>
      <Heading action={add}>{t.users.title}</Heading>
      <Failure error={found.error} />
      {found.data && (
        <ul className="overflow-hidden rounded-2xl border border-line bg-card [&>li:last-child]:border-0">
          {found.data.users.map((user) => (
            <Row key={user.id} user={user} onEdit={() => setEditing(user.id)} />
          ))}
        </ul>
      )}
      {adding && <AddUser onClose={() => setAdding(false)} />}
      {edited && <EditUser user={edited} onClose={() => setEditing("")} />}
    </>
  )
}
