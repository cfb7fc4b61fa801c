import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { t } from "../text"
import { Ask } from "../ui/ask"
import { Card } from "../ui/card"
import { Failure } from "../ui/failure"
import { Switch } from "../ui/field"
import { useWeb, web } from "./queries"

export function Web() {
  const found = useQuery(web)
  const change = useWeb()
  const [asked, setAsked] = useState(false)
  const said = found.data
  return (
    <Card title={t.network.web}>
      <Failure error={found.error ?? change.error} />
      {said && (
        <>
          <Switch
            label={t.network.localName}
            hint={t.network.localNameHint}
            checked={said.local_name}
            disabled={change.isPending}
            onChange={(local_name) => change.mutate({ local_name })}
          />
          <Switch
            label={t.network.publicAccess}
            hint={said.public_access_forbidden ? t.network.fixed : t.network.publicAccessHint}
            checked={said.public_access}
            disabled={change.isPending || said.public_access_forbidden}
            onChange={(on) => (on ? setAsked(true) : change.mutate({ public_access: false }))}
          />
        </>
      )}
      <Ask
        title={t.network.publicTitle}
        text={t.network.publicText}
        action={t.network.publicYes}
        open={asked}
        busy={change.isPending}
        error={change.error}
        onYes={() => change.mutate({ public_access: true, confirm: true }, { onSuccess: () => setAsked(false) })}
        onClose={() => setAsked(false)}
      />
    </Card>
  )
}
