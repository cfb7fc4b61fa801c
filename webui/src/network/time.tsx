import { useQuery } from "@tanstack/react-query"
import type { Answer } from "../api/types"
import { t } from "../text"
import { Card } from "../ui/card"
import { useDraft } from "../ui/draft"
import { errorOf, Failure } from "../ui/failure"
import { Field } from "../ui/field"
import { Form } from "../ui/form"
import { TextBox } from "../ui/text_box"
import { time, useTime } from "./queries"

function Editor({ said }: { said: Answer<"time.show"> }) {
  const { value, changes, changed, set, drop } = useDraft({ servers: said.nts_servers.join("\n"), pool: said.pool })
  const change = useTime()
  const save = () => {
    const { servers, pool } = changes
    change.mutate(
      {
        ...(servers !== undefined && { nts_servers: servers.split(/\s+/).filter(Boolean) }),
        ...(pool !== undefined && { pool: pool.trim() }),
      },
      { onSuccess: drop },
    )
  }
  return (
    <Form
      changed={changed}
      busy={change.isPending}
      error={change.error}
      fields={["/pool"]}
      notes={change.data?.notes}
      onSave={save}
      onDrop={drop}
    >
      <TextBox
        label={t.network.nts}
        hint={t.network.ntsHint}
        value={value.servers}
        onChange={(event) => set({ servers: event.target.value })}
      />
      <Field
        label={t.network.pool}
        hint={t.network.poolHint}
        error={errorOf(change.error, "/pool")}
        value={value.pool}
        onChange={(event) => set({ pool: event.target.value })}
      />
    </Form>
  )
}

export function Time() {
  const found = useQuery(time)
  return (
    <Card title={t.network.time}>{found.data ? <Editor said={found.data} /> : <Failure error={found.error} />}</Card>
  )
}
