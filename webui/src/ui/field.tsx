import { useId, type ComponentProps, type ReactNode } from "react"

type Wrapped = { label: ReactNode; hint?: ReactNode | undefined; error?: string | undefined }

const box = `min-h-11 w-full rounded-xl border bg-card px-3 text-base placeholder:text-soft/70
  disabled:bg-sunken disabled:text-soft`

function Frame({ id, label, hint, error, children }: Wrapped & { id: string; children: ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-sm font-semibold text-bad">
          {error}
        </p>
      )}
    </div>
  )
}

function described(id: string, hint: unknown, error: unknown): string | undefined {
  return [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined
}

// A line of text with its name, what is known about it, and what the cell says against it.
export function Field({ label, hint, error, className = "", ...rest }: Wrapped & ComponentProps<"input">) {
  const id = useId()
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input
        {...rest}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={described(id, hint, error)}
        className={`${box} ${error ? "border-bad" : "border-line"} ${className}`}
      />
    </Frame>
  )
}

export function Choice({ label, hint, error, children, ...rest }: Wrapped & ComponentProps<"select">) {
  const id = useId()
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <select {...rest} id={id} aria-describedby={described(id, hint, error)} className={`${box} border-line`}>
        {children}
      </select>
    </Frame>
  )
}

type SwitchProps = { label: ReactNode; hint?: ReactNode; checked: boolean; disabled?: boolean }

export function Switch({
  label,
  hint,
  checked,
  disabled = false,
  onChange,
}: SwitchProps & { onChange: (on: boolean) => void }) {
  const id = useId()
  return (
    <label htmlFor={id} className="flex min-h-11 cursor-pointer items-center justify-between gap-4 py-1">
      <span>
        <span className="font-medium">{label}</span>
        {hint && <span className="block text-sm text-soft">{hint}</span>}
      </span>
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        className="relative h-7 w-12 shrink-0 cursor-pointer appearance-none rounded-full border border-line
          bg-sunken transition before:absolute before:top-0.5 before:left-0.5 before:size-[1.375rem]
          before:rounded-full before:bg-soft before:transition checked:border-accent checked:bg-accent
          checked:before:translate-x-5 checked:before:bg-on-accent disabled:opacity-50"
      />
    </label>
  )
}
