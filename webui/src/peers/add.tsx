import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState, type FormEvent } from "react"
import { answered, api } from "../api/client"
import type { Input } from "../api/types"
import { t } from "../text"
import { Button } from "../ui/button"
import { Dialog } from "../ui/dialog"
import { errorOf, Failure } from "../ui/failure"
import { Choice, Field } from "../ui/field"
import { users } from "../users/queries"
import { DeviceFile, type Issued } from "./device_file"
import { complete, makeKeys } from "./keys"

const origins = ["browser", "forgotten", "kept", "own"] as const
type Origin = (typeof origins)[number]
const spans = { always: 0, day: 1, week: 7, month: 30 } as const
type Span = keyof typeof spans
const fields = ["/name", "/owner", "/public_key"]

type Wishes = { name: string; owner: string; origin: Origin; publicKey: string; span: Span }

function until(span: Span): string | null {
  const days = spans[span]
  if (days === 0) return null
  return new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d+Z$/, "Z")
}

// The device's file, with the key that was made here where it was.
async function add(wishes: Wishes): Promise<Issued> {
  const own = wishes.origin === "browser" ? await makeKeys() : undefined
  const publicKey = own?.publicKey ?? (wishes.origin === "own" ? wishes.publicKey.trim() : "")
  const body: Input<"peer.add"> = {
    name: wishes.name.trim(),
    owner: wishes.owner,
    expires: until(wishes.span),
    keep_key: wishes.origin === "kept",
    ...(publicKey && { public_key: publicKey }),
  }
  const issued = await answered(api.POST("/api/peers", { body }))
  return { ...issued, config: own ? complete(issued.config, own.privateKey) : issued.config }
}

function Form({ onAdded }: { onAdded: (issued: Issued) => void }) {
  const queries = useQueryClient()
  const people = useQuery(users)
  const [wishes, setWishes] = useState<Wishes>({
    name: "",
    owner: "",
    origin: "browser",
    publicKey: "",
    span: "always",
  })
  const wish = (part: Partial<Wishes>) => setWishes((before) => ({ ...before, ...part }))
  const adding = useMutation({
    mutationFn: add,
    onSuccess: (issued) => {
      void queries.invalidateQueries({ queryKey: ["peers"] })
      onAdded(issued)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    adding.mutate(wishes)
  }
  return (
    <form onSubmit={submit} className="grid gap-5">
      <Field
        label={t.add.name}
        hint={t.add.nameHint}
        error={errorOf(adding.error, "/name")}
        placeholder="phone"
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        autoFocus
        required
        value={wishes.name}
        onChange={(event) => wish({ name: event.target.value })}
      />
      <details className="group">
        <summary className="cursor-pointer font-semibold text-accent">{t.add.more}</summary>
        <div className="mt-4 grid gap-5">
          <Choice
            label={t.add.owner}
            error={errorOf(adding.error, "/owner")}
            value={wishes.owner}
            onChange={(event) => wish({ owner: event.target.value })}
          >
            <option value="">{t.add.nobody}</option>
            {people.data?.users.map((user) => (
              <option key={user.id} value={user.id}>
                {user.name}
              </option>
            ))}
          </Choice>
          <Choice
            label={t.add.until}
            value={wishes.span}
            onChange={(event) => wish({ span: event.target.value as Span })}
          >
            {(Object.keys(spans) as Span[]).map((span) => (
              <option key={span} value={span}>
                {t.add[span]}
              </option>
            ))}
          </Choice>
          <Choice
            label={t.add.key}
            hint={t.add.keyHints[wishes.origin]}
            value={wishes.origin}
            onChange={(event) => wish({ origin: event.target.value as Origin })}
          >
            {origins.map((origin) => (
              <option key={origin} value={origin}>
                {t.add[origin]}
              </option>
            ))}
          </Choice>
          {wishes.origin === "own" && (
            <Field
              label={t.add.publicKey}
              error={errorOf(adding.error, "/public_key")}
              className="font-mono text-sm"
              spellCheck={false}
              required
              value={wishes.publicKey}
              onChange={(event) => wish({ publicKey: event.target.value })}
            />
          )}
        </div>
      </details>
      <Failure error={adding.error} fields={fields} />
      <Button type="submit" look="primary" busy={adding.isPending}>
        {t.add.submit}
      </Button>
    </form>
  )
}

export default function AddPeer({ onClose }: { onClose: () => void }) {
  const [issued, setIssued] = useState<Issued>()
  return (
    <Dialog
      open
      kept={issued !== undefined}
      title={issued ? t.file.title(issued.peer.name) : t.add.title}
      onClose={onClose}
    >
      {issued ? <DeviceFile issued={issued} onDone={onClose} waits /> : <Form onAdded={setIssued} />}
    </Dialog>
  )
}
