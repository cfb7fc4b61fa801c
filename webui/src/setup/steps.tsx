import type { ReactNode } from "react"
import { t } from "../text"
import { errorOf } from "../ui/failure"
import { Field } from "../ui/field"
import { strength } from "./strength"
import type { Wishes } from "./wishes"

export type StepProps = { wishes: Wishes; wish: (part: Partial<Wishes>) => void; error: unknown }
type Step = { title: string; fields: readonly string[]; form: (props: StepProps) => ReactNode }

const zones = Intl.supportedValuesOf("timeZone")

function Ownership({ wishes, wish, error }: StepProps) {
  return (
    <>
      <p className="text-soft">{t.setup.fingerprint}</p>
      <Field
        label={t.setup.code}
        hint={t.setup.codeHint}
        error={errorOf(error, "/code")}
        className="font-mono tracking-wider"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={wishes.code}
        onChange={(event) => wish({ code: event.target.value.trim() })}
      />
    </>
  )
}

function Cell({ wishes, wish, error }: StepProps) {
  return (
    <>
      <Field
        label={t.setup.name}
        hint={t.setup.nameHint(wishes.name)}
        error={errorOf(error, "/name")}
        placeholder="home"
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        required
        value={wishes.name}
        onChange={(event) => wish({ name: event.target.value.toLowerCase() })}
      />
      <Field
        label={t.setup.zone}
        error={errorOf(error, "/time_zone")}
        list="zones"
        required
        value={wishes.time_zone}
        onChange={(event) => wish({ time_zone: event.target.value })}
      />
      <datalist id="zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  )
}

const bars = ["bg-line", "bg-bad", "bg-warning", "bg-good", "bg-good"]

function Strength({ password }: { password: string }) {
  const score = strength(password)
  return (
    <p className="flex items-center gap-3 text-sm text-soft" aria-live="polite">
      <span aria-hidden className="grid h-1.5 flex-1 grid-cols-4 gap-1">
        {[1, 2, 3, 4].map((each) => (
          <span key={each} className={`rounded-full ${each <= score ? bars[score] : "bg-line"}`} />
        ))}
      </span>
      <span className="w-20 text-right">{password && t.setup.strength[score]}</span>
    </p>
  )
}

function Administrator({ wishes, wish, error }: StepProps) {
  return (
    <>
      <Field
        label={t.setup.admin}
        error={errorOf(error, "/admin")}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={wishes.admin}
        onChange={(event) => wish({ admin: event.target.value.toLowerCase() })}
      />
      <Field
        label={t.setup.password}
        hint={t.setup.passwordHint}
        error={errorOf(error, "/password")}
        type="password"
        autoComplete="new-password"
        minLength={12}
        required
        value={wishes.password}
        onChange={(event) => wish({ password: event.target.value })}
      />
      <Strength password={wishes.password} />
    </>
  )
}

function Network({ wishes, wish, error }: StepProps) {
  return (
    <>
      <p className="text-soft">{t.setup.networkText}</p>
      <Field
        label={t.setup.ipv4}
        error={errorOf(error, "/ipv4")}
        required
        value={wishes.ipv4}
        onChange={(event) => wish({ ipv4: event.target.value.trim() })}
      />
      <Field
        label={t.setup.ipv6}
        error={errorOf(error, "/ipv6")}
        required
        value={wishes.ipv6}
        onChange={(event) => wish({ ipv6: event.target.value.trim() })}
      />
      <Field
        label={t.setup.port}
        error={errorOf(error, "/port")}
        type="number"
        inputMode="numeric"
        required
        value={wishes.port}
        onChange={(event) => wish({ port: event.target.valueAsNumber })}
      />
    </>
  )
}

export const steps: readonly Step[] = [
  { title: t.setup.codeTitle, fields: ["/code"], form: Ownership },
  { title: t.setup.cellTitle, fields: ["/name", "/time_zone"], form: Cell },
  { title: t.setup.adminTitle, fields: ["/admin", "/password"], form: Administrator },
  { title: t.setup.networkTitle, fields: ["/ipv4", "/ipv6", "/port"], form: Network },
]
