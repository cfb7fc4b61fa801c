import { t } from "../text"
import { Card } from "../ui/card"

const link = `flex min-h-11 flex-1 items-center justify-center rounded-xl border border-line px-4 text-center
  font-semibold text-accent hover:border-accent`

// The one root certificate of the cell, as each kind of device takes it.
export function Trust() {
  return (
    <Card title={t.overview.trust}>
      <p className="mb-4 text-soft">{t.overview.trustWhy}</p>
      <p className="flex flex-wrap gap-3">
        <a className={link} href="/api/ca/root.mobileconfig" download>
          {t.overview.trustApple}
        </a>
        <a className={link} href="/api/ca/root.crt" download>
          {t.overview.trustOthers}
        </a>
      </p>
    </Card>
  )
}
