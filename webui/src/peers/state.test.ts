import { expect, test } from "vitest"
import type { Peer } from "../api/types"
import { t } from "../text"
import { isConnected, stateOf } from "./state"

const now = Date.parse("2026-12-01T12:00:00Z")
const fine = {
  enabled: true,
  expired: false,
  reissue_needed: false,
  blocked: [] as string[],
  last_handshake: "2026-12-01T11:58:00Z",
} as Peer

test("what keeps a device out is said first", () => {
  expect(stateOf(fine, now).text).toBe(t.peers.connected)
  expect(stateOf({ ...fine, reissue_needed: true }, now).text).toBe(t.peers.reissue)
  expect(stateOf({ ...fine, reissue_needed: true, blocked: ["ufw"] }, now).text).toBe(t.peers.blocked)
  expect(stateOf({ ...fine, expired: true, blocked: ["ufw"] }, now).text).toBe(t.peers.expired)
  expect(stateOf({ ...fine, enabled: false, expired: true }, now).text).toBe(t.peers.disabled)
})

test("a session lasts three minutes", () => {
  expect(isConnected(fine, now)).toBe(true)
  expect(isConnected(fine, now + 59_000)).toBe(true)
  expect(isConnected(fine, now + 60_000)).toBe(false)
  expect(stateOf({ ...fine, last_handshake: null }, now).text).toBe(t.peers.neverSeen)
})
