// Name servers as a person types them: one a line, "ADDRESS" or "ADDRESS TLS-NAME".
export type Upstream = { address: string; tls_name: string }

export function readUpstreams(text: string): Upstream[] {
  return text
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([address]) => address)
    .map(([address = "", tls_name = ""]) => ({ address, tls_name }))
}

export function writeUpstreams(upstreams: readonly Upstream[]): string {
  return upstreams.map(({ address, tls_name }) => `${address} ${tls_name}`.trim()).join("\n")
}
