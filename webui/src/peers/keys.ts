// A pair of keys for WireGuard (RFC 7748), made in this browser. The private one goes nowhere but
// into the file that is shown; WebCrypto makes it, or a library where the browser cannot.
export type Keys = { privateKey: string; publicKey: string }

const base64 = (raw: Uint8Array) => btoa(String.fromCharCode(...raw))

function fromUrl(text: string): string {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/")
  return plain + "=".repeat((4 - (plain.length % 4)) % 4)
}

async function native(): Promise<Keys> {
  const pair = (await crypto.subtle.generateKey({ name: "X25519" }, true, ["deriveBits"])) as CryptoKeyPair
  const { d, x } = await crypto.subtle.exportKey("jwk", pair.privateKey)
  if (!d || !x) throw new Error("no key")
  return { privateKey: fromUrl(d), publicKey: fromUrl(x) }
}

export async function makeKeys(): Promise<Keys> {
  try {
    return await native()
  } catch {
    const { x25519 } = await import("@noble/curves/ed25519.js")
    const secret = x25519.utils.randomSecretKey()
    return { privateKey: base64(secret), publicKey: base64(x25519.getPublicKey(secret)) }
  }
}

// The cell's file of a device whose key it never saw, made whole.
export function complete(conf: string, privateKey: string): string {
  return conf.replace(/^(?:#\s*)?PrivateKey\s*=.*$/m, `PrivateKey = ${privateKey}`)
}
