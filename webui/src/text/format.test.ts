import { expect, test } from "vitest"
import { bytes } from "./format"

test("bytes are rounded to what a person reads", () => {
  expect(bytes(0)).toBe("0 B")
  expect(bytes(1023)).toBe("1,023 B")
  expect(bytes(1024)).toBe("1 KiB")
  expect(bytes(1536)).toBe("1.5 KiB")
  expect(bytes(5 * 1024 ** 3)).toBe("5 GiB")
  expect(bytes(3 * 1024 ** 6)).toBe("3,145,728 TiB")
})
