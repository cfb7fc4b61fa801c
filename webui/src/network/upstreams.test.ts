import { expect, test } from "vitest"
import { readUpstreams, writeUpstreams } from "./upstreams"

test("one a line, with or without a name", () => {
  const upstreams = [
    { address: "9.9.9.9", tls_name: "dns.quad9.net" },
    { address: "fd00::1", tls_name: "" },
  ]
  expect(readUpstreams("  9.9.9.9   dns.quad9.net\n\n fd00::1\n")).toEqual(upstreams)
  expect(readUpstreams(writeUpstreams(upstreams))).toEqual(upstreams)
  expect(readUpstreams(" \n")).toEqual([])
})
