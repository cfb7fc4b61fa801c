import { useQuery } from "@tanstack/react-query"
import type { Answer } from "../api/types"
import { t } from "../text"
import { Card } from "../ui/card"
import { useDraft } from "../ui/draft"
import { Failure } from "../ui/failure"
import { Switch } from "../ui/field"
import { Form } from "../ui/form"
import { TextBox } from "../ui/text_box"
import { dns, useDns } from "./queries"
import { readUpstreams, writeUpstreams } from "./upstreams"

function Editor({ said }: { said: Answer<"dns.show"> }) {
  const { value, changes, changed, set, drop } = useDraft({ upstreams: writeUpstreams(said.upstreams), lan: said.lan })
  const change = useDns()
  const save = () => {
    const { upstreams, lan } = changes
    change.mutate(
      { ...(upstreams !== undefined && { upstreams: readUpstreams(upstreams) }), ...(lan !== undefined && { lan }) },
      { onSuccess: drop },
    )
  }
  return (
    <Form
      changed={changed}
      busy={change.isPending}
      error={change.error}
      fields={[]}
      notes={change.data?.notes}
      onSave={save}
      onDrop={drop}
    >
      <TextBox
        label={t.network.upstreams}
        hint={t.network.upstreamsHint}
        placeholder={writeUpstreams(said.asked)}
        value={value.upstreams}
        onChange={(event) => set({ upstreams: event.target.value })}
      />
      <Switch
        label={t.network.dnsLan}
        hint={said.lan_forbidden ? t.network.fixed : t.network.dnsLanHint}
        checked={value.lan}
        disabled={said.lan_forbidden}
        onChange={(lan) => set({ lan })}
      />
    </Form>
  )
}

export function Dns() {
  const found = useQuery(dns)
  return (
    <Card title={t.network.names}>{found.data ? <Editor said={found.data} /> : <Failure error={found.error} />}</Card>
  )
}
