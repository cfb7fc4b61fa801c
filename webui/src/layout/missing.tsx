import { Link } from "@tanstack/react-router"
import { t } from "../text"
import { Alone } from "./alone"

export function Missing() {
  return (
    <Alone title={t.missing.title}>
      <p className="mb-4 text-soft">{t.missing.text}</p>
      <Link to="/" className="font-semibold text-accent">
        {t.missing.home}
      </Link>
    </Alone>
  )
}
