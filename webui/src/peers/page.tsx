import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { Link, useNavigate, useParams } from "@tanstack/react-router"
import { useState } from "react"
import { answered, api } from "../api/client"
import type { Peer, Permissions } from "../api/types"
import { me } from "../session/me"
import { t } from "../text"
import { ago, bytes, moment } from "../text/format"
import { Ask } from "../ui/ask"
import { Badge } from "../ui/badge"
import { Button } from "../ui/button"
import { Card } from "../ui/card"
import { Dialog } from "../ui/dialog"
import { Fact } from "../ui/fact"
import { Failure } from "../ui/failure"
import { Choice, Switch } from "../ui/field"
import { DeviceFile, type Issued } from "./device_file"
import { complete, makeKeys } from "./keys"
import { peer as onePeer, useUpdatePeer } from "./queries"
import { stateOf } from "./state"

function Facts({ peer }: { peer: Peer }) {
  return (
    <Card>
      <dl>
        <Fact name={t.peers.address}>
          {peer.ipv4}
          <br />
          {peer.ipv6}
        </Fact>
        {peer.connected_from && <Fact name={t.peers.from}>{peer.connected_from}</Fact>}
        <Fact name={t.peers.lastSeen}>{ago(peer.last_handshake, t.common.never)}</Fact>
        <Fact name={t.peers.traffic}>
          {bytes(peer.received)} {t.peers.received}, {bytes(peer.sent)} {t.peers.sent}
        </Fact>
        {peer.owner_name && <Fact name={t.peers.owner}>{peer.owner_name}</Fact>}
        {peer.expires && <Fact name={t.peers.expires}>{moment(peer.expires, t.common.never)}</Fact>}
        <Fact name={t.peers.created}>{moment(peer.created, t.common.nothing)}</Fact>
        <Fact name={t.peers.key}>
          <code className="font-mono text-sm">{peer.public_key}</code>
        </Fact>
      </dl>
    </Card>
  )
}

const permissions: { key: keyof Permissions; text: string }[] = [
  { key: "internet", text: t.peers.internet },
  { key: "lan", text: t.peers.lan },
  { key: "peers", text: t.peers.others },
  { key: "services", text: t.peers.services },
]

function Rights({ peer }: { peer: Peer }) {
  const update = useUpdatePeer(peer.id)
  // What was just asked for is shown until the cell has answered.
  const asked = update.isPending ? update.variables : undefined
  const now = { ...peer.permissions, ...asked?.permissions }
  return (
    <Card title={t.peers.permissions}>
      {permissions.map(({ key, text }) => (
        <Switch
          key={key}
          label={text}
          checked={now[key]}
          disabled={update.isPending}
          onChange={(on) => update.mutate({ permissions: { [key]: on } })}
        />
      ))}
      <div className="mt-3 grid gap-3 border-t border-line pt-4">
        <Choice
          label={t.peers.tunnel}
          value={asked?.tunnel ?? peer.tunnel}
          disabled={update.isPending}
          onChange={(event) => update.mutate({ tunnel: event.target.value as Peer["tunnel"] })}
        >
          <option value="full">{t.peers.full}</option>
          <option value="split">{t.peers.split}</option>
        </Choice>
        <Switch
          label={t.peers.enabled}
          checked={asked?.enabled ?? peer.enabled}
          disabled={update.isPending}
          onChange={(enabled) => update.mutate({ enabled })}
        />
        <Failure error={update.error} />
      </div>
    </Card>
  )
}

type Asked = "nothing" | "issue" | "remove"

// Whose key was made in a browser gets another such one: the cell must not see it this time either.
async function issue(peer: Peer): Promise<Issued> {
  const own = peer.key_origin === "caller" ? await makeKeys() : undefined
  const body = own ? { public_key: own.publicKey } : { keep_key: peer.key_origin === "kept" }
  const issued = await answered(api.POST("/api/peers/{id}/issue", { params: { path: { id: peer.id } }, body }))
  return own ? { ...issued, config: complete(issued.config, own.privateKey) } : issued
}

function useIssue(peer: Peer, onIssued: (issued: Issued) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => issue(peer),
    onSuccess: (issued) => {
      void queries.invalidateQueries({ queryKey: ["peers"] })
      onIssued(issued)
    },
  })
}

function useShowFile(peer: Peer, onShown: (issued: Issued) => void) {
  return useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/peers/{id}/config", {
          params: { path: { id: peer.id } },
          body: { format: "conf" },
          parseAs: "text",
        }),
      ),
    onSuccess: (config) => onShown({ peer, config }),
  })
}

// `onLeave`: the device is about to be gone, and must not be asked for any more.
function Actions({ peer, onLeave }: { peer: Peer; onLeave: (leaves: boolean) => void }) {
  const navigate = useNavigate()
  const admin = useQuery(me).data?.role === "admin"
  const [asked, setAsked] = useState<Asked>("nothing")
  const [file, setFile] = useState<Issued>()
  const close = () => setAsked("nothing")
  const issuing = useIssue(peer, (issued) => {
    close()
    setFile(issued)
  })
  const show = useShowFile(peer, setFile)
  const remove = useMutation({
    mutationFn: () => answered(api.DELETE("/api/peers/{id}", { params: { path: { id: peer.id } } })),
    onMutate: () => onLeave(true),
    onError: () => onLeave(false),
    onSuccess: () => navigate({ to: "/devices" }),
  })
  return (
    <div className="flex flex-wrap gap-3">
      {peer.key_origin === "kept" && (
        <Button look="primary" busy={show.isPending} onClick={() => show.mutate()}>
          {t.peers.showFile}
        </Button>
      )}
      <Button onClick={() => setAsked("issue")}>{t.peers.issue}</Button>
      {admin && (
        <Button look="danger" onClick={() => setAsked("remove")}>
          {t.peers.remove}
        </Button>
      )}
      <Failure error={show.error} />
      <Ask
        title={t.peers.issueTitle(peer.name)}
        text={t.peers.issueText}
        action={t.peers.issue}
        open={asked === "issue"}
        busy={issuing.isPending}
        error={issuing.error}
        onYes={() => issuing.mutate()}
        onClose={close}
      />
      <Ask
        danger
        title={t.peers.removeTitle(peer.name)}
        text={t.peers.removeText(peer.name)}
        action={t.peers.remove}
        open={asked === "remove"}
        busy={remove.isPending}
        error={remove.error}
        onYes={() => remove.mutate()}
        onClose={close}
      />
      {file && (
        <Dialog open kept title={t.file.title(peer.name)} onClose={() => setFile(undefined)}>
          <DeviceFile issued={file} onDone={() => setFile(undefined)} />
        </Dialog>
      )}
    </div>
  )
}

export default function PeerPage() {
  const { id } = useParams({ from: "/shell/devices/$id" })
  const admin = useQuery(me).data?.role === "admin"
  const [leaving, setLeaving] = useState(false)
  const found = useQuery({ ...onePeer(id), enabled: !leaving })
  if (!found.data) return <Failure error={found.error} />
  const peer = found.data
  const state = stateOf(peer)
  return (
    <>
      <Link to="/devices" className="mb-3 inline-flex min-h-11 items-center font-semibold text-accent">
        ← {t.peers.title}
      </Link>
      <header className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-3xl font-bold tracking-tight wrap-anywhere">{peer.name}</h1>
        <Badge tone={state.tone}>{state.text}</Badge>
      </header>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid gap-4">
          <Facts peer={peer} />
          <Actions peer={peer} onLeave={setLeaving} />
        </div>
        {admin && <Rights peer={peer} />}
      </div>
    </>
  )
}
