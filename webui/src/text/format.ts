// Numbers and times as a person reads them, in the browser's own manner.
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" })
const steps = [
  { unit: "day", seconds: 86400 },
  { unit: "hour", seconds: 3600 },
  { unit: "minute", seconds: 60 },
  { unit: "second", seconds: 1 },
] as const

export function ago(time: string | null, never: string, now = Date.now()): string {
  if (!time) return never
  const seconds = Math.round((Date.parse(time) - now) / 1000)
  const step = steps.find((each) => Math.abs(seconds) >= each.seconds) ?? { unit: "second", seconds: 1 }
  return relative.format(Math.trunc(seconds / step.seconds), step.unit)
}

export function moment(time: string | null, none: string): string {
  if (!time) return none
  return new Date(time).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })
}

const units = ["B", "KiB", "MiB", "GiB", "TiB"]

export function bytes(count: number): string {
  const power = count < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(count) / 10))
  const value = count / 1024 ** power
  return `${value.toLocaleString(undefined, { maximumFractionDigits: power === 0 || value >= 100 ? 0 : 1 })} ${units[power]}`
}
