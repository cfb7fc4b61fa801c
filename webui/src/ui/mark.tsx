// The cell: a wall with one room in it.
export function Mark({ className = "size-8" }: { className?: string }) {
  return (
    <svg viewBox="0 0 48 48" aria-hidden className={`${className} text-accent`}>
      <path
        d="M24 3.5 41.8 13.8v20.4L24 44.5 6.2 34.2V13.8Z"
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinejoin="round"
      />
      <circle cx="24" cy="24" r="7.5" fill="currentColor" />
    </svg>
  )
}
