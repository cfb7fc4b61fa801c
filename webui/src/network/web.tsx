import { useQuery } from "@tanstack/react-query"
import { t } from "../text"
import { Card } from "../ui/card"
import { Failure } from "../ui/failure"
import { Switch } from "../ui/field"
import { useWeb, web } from "./queries"

export function Web() {
  const found = useQuery(web)
  const change = useWeb()
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
            onChange={(public_access) => change.mutate({ public_access })}
          />
        </>
      )}
    </Card>
  )
}
