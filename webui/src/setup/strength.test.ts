import { expect, test } from "vitest"
import { strength } from "./strength"

test("length counts, repetition does not", () => {
  expect(strength("Ab3$efg")).toBe(0)
  expect(strength("aaaaaaaaaaaaaaaa")).toBe(1)
  expect(strength("correct horse battery")).toBeGreaterThanOrEqual(3)
  expect(strength("the quick brown fox jumps over")).toBe(4)
})
