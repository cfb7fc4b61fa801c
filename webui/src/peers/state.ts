// What is to be said of a device first, in the order of what keeps it out.
import type { Peer } from "../api/types"
import { t } from "../text"
import type { Tone } from "../ui/notice"

// As WireGuard has it: a session is made anew every two minutes, and lasts three.
const alive = 180_000 // ms

export function isConnected(peer: Peer, now = Date.now()): boolean {
  return peer.last_handshake !== null && now - Date.parse(peer.last_handshake) < alive
}

export function stateOf(peer: Peer, now = Date.now()): { tone: Tone; text: string } {
  if (!peer.enabled) return { tone: "calm", text: t.peers.disabled }
  if (peer.expired) return { tone: "calm", text: t.peers.expired }
  if (peer.blocked.length > 0) return { tone: "bad", text: t.peers.blocked }
  if (peer.reissue_needed) return { tone: "warning", text: t.peers.reissue }
  if (isConnected(peer, now)) return { tone: "good", text: t.peers.connected }
  return { tone: "calm", text: peer.last_handshake ? t.peers.disconnected : t.peers.neverSeen }
}
