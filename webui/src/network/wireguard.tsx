import { useQuery } from "@tanstack/react-query"
import type { Answer } from "../api/types"
import { t } from "../text"
import { Card } from "../ui/card"
import { useDraft } from "../ui/draft"
import { errorOf, Failure } from "../ui/failure"
import { Field } from "../ui/field"
import { Form } from "../ui/form"
import { useWireguard, wireguard } from "./queries"

const fields = ["/ipv4", "/ipv6", "/port", "/mtu"] as const

function Editor({ said }: { said: Answer<"wireguard.show"> }) {
  const { value, changes, changed, set, drop } = useDraft(said)
  const change = useWireguard()
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
      <Field
        label={t.setup.ipv4}
        error={errorOf(change.error, "/ipv4")}
        required
        value={value.ipv4}
        onChange={(event) => set({ ipv4: event.target.value.trim() })}
      />
      <Field
        label={t.setup.ipv6}
        error={errorOf(change.error, "/ipv6")}
        required
        value={value.ipv6}
        onChange={(event) => set({ ipv6: event.target.value.trim() })}
      />
      <div className="grid grid-cols-2 gap-4">
        <Field
          label={t.setup.port}
          type="number"
          error={errorOf(change.error, "/port")}
          required
          value={value.port}
          onChange={(event) => set({ port: event.target.valueAsNumber })}
        />
        <Field
          label={t.network.mtu}
          type="number"
          placeholder={t.network.automatic}
          error={errorOf(change.error, "/mtu")}
          value={value.mtu ?? ""}
          onChange={(event) => set({ mtu: event.target.value === "" ? null : event.target.valueAsNumber })}
        />
      </div>
      <p className="text-sm text-soft">
        {t.peers.key}: <code className="font-mono wrap-anywhere text-ink">{said.public_key}</code>
      </p>
    </Form>
  )
}

export function Wireguard() {
  const found = useQuery(wireguard)
  return (
    <Card title={t.network.wireguard}>
      {found.data ? <Editor said={found.data} /> : <Failure error={found.error} />}
    </Card>
  )
}
