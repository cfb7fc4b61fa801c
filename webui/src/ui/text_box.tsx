import { useId, type ComponentProps, type ReactNode } from "react"

type Props = ComponentProps<"textarea"> & { label: ReactNode; hint?: ReactNode }

export function TextBox({ label, hint, ...rest }: Props) {
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <textarea
        rows={3}
        spellCheck={false}
        {...rest}
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="w-full rounded-xl border border-line bg-card px-3 py-2 font-mono text-sm placeholder:text-soft/70"
      />
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
    </div>
  )
}
