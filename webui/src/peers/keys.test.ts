import { expect, test, vi } from "vitest"
import { complete, makeKeys } from "./keys"

const length = 44 // 32 bytes in base64

test("keys are WireGuard's, and no two are the same", async () => {
  const [one, other] = [await makeKeys(), await makeKeys()]
  for (const key of [one.privateKey, one.publicKey]) {
    expect(key).toMatch(/^[A-Za-z0-9+/]{43}=$/)
    expect(key).toHaveLength(length)
  }
  expect(one.privateKey).not.toBe(other.privateKey)
})

test("a browser without X25519 makes them by the library", async () => {
  const { x25519 } = await import("@noble/curves/ed25519.js")
  const refused = vi.spyOn(crypto.subtle, "generateKey").mockRejectedValue(new Error("NotSupportedError"))
  const { privateKey, publicKey } = await makeKeys()
  expect(refused).toHaveBeenCalledOnce()
  refused.mockRestore()
  const secret = Uint8Array.from(atob(privateKey), (char) => char.charCodeAt(0))
  expect(btoa(String.fromCharCode(...x25519.getPublicKey(secret)))).toBe(publicKey)
})

test("both ways agree on the public key", async () => {
  const { x25519 } = await import("@noble/curves/ed25519.js")
  const { privateKey, publicKey } = await makeKeys()
  const secret = Uint8Array.from(atob(privateKey), (char) => char.charCodeAt(0))
  expect(btoa(String.fromCharCode(...x25519.getPublicKey(secret)))).toBe(publicKey)
})

test("the cell's file gets the key that the cell never saw", () => {
  const conf = "[Interface]\n# PrivateKey = (the private key that stayed on this device)\nAddress = 10.0.0.2/32\n"
  expect(complete(conf, "k=")).toBe("[Interface]\nPrivateKey = k=\nAddress = 10.0.0.2/32\n")
})
