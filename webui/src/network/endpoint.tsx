import { useQuery } from "@tanstack/react-query"
import type { Answer } from "../api/types"
import { t } from "../text"
import { Button } from "../ui/button"
import { Card } from "../ui/card"
import { useDraft } from "../ui/draft"
import { errorOf, Failure, sentence } from "../ui/failure"
import { Field, Switch } from "../ui/field"
import { Form } from "../ui/form"
import { endpoint, useCheck, useEndpoint } from "./queries"

const fields = ["/address", "/stun", "/stun_servers"] as const

function Editor({ said }: { said: Answer<"endpoint.show"> }) {
  const { value, changes, changed, set, drop } = useDraft({ address: said.address, stun: said.stun })
  const change = useEndpoint()
  const save = () => change.mutate(changes, { onSuccess: drop })
  return (
    <Form
      changed={changed}
      busy={change.isPending}
      error={change.error}
      fields={fields}
      notes={change.data?.notes}
      onSave={save}
      onDrop={drop}
    >
      <div>
        <p className="text-lg font-semibold wrap-anywhere">{said.endpoint || t.network.notKnown}</p>
        {said.how && <p className="text-sm text-soft">{sentence(said.how)}</p>}
        {said.advice && <p className="mt-2">{sentence(said.advice)}</p>}
      </div>
      <Field
        label={t.network.address}
        hint={t.network.addressHint}
        placeholder={t.network.automatic}
        error={errorOf(change.error, "/address")}
        value={value.address ?? ""}
        onChange={(event) => set({ address: event.target.value.trim() || null })}
      />
      <Switch
        label={t.network.stun}
        hint={said.stun_forbidden ? t.network.fixed : t.network.stunHint}
        checked={value.stun}
        disabled={said.stun_forbidden}
        onChange={(stun) => set({ stun })}
      />
    </Form>
  )
}

export function Endpoint() {
  const found = useQuery(endpoint)
  const check = useCheck()
  const again = (
    <Button look="quiet" busy={check.isPending} onClick={() => check.mutate(undefined)}>
      {t.network.checkAgain}
    </Button>
  )
  return (
    <Card title={t.network.endpoint} aside={again}>
      {found.data ? <Editor said={found.data} /> : <Failure error={found.error} />}
      <Failure error={check.error} />
    </Card>
  )
}
