import { useQuery } from "@tanstack/react-query"
import { Link, Outlet } from "@tanstack/react-router"
import { status } from "../overview/queries"
import { me } from "../session/me"
import { t } from "../text"
import { Mark } from "../ui/mark"
import { Connection } from "./connection"
import { Menu } from "./menu"
import { Pending } from "./pending"

const pages = [
  { to: "/", text: t.nav.overview, icon: "M4 11.5 12 4.5l8 7V20h-5.5v-5h-5v5H4z" },
  {
    to: "/devices",
    text: t.nav.peers,
    icon: "M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3zM11 18h2",
  },
  {
    to: "/network",
    text: t.nav.network,
    icon: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3.5 12h17M12 3.2c5 5.2 5 12.4 0 17.6M12 3.2c-5 5.2-5 12.4 0 17.6",
  },
  { to: "/servers", text: t.nav.units, icon: "M4 5h16v5.5H4zM4 13.5h16V19H4zM7.5 7.75h.5M7.5 16.25h.5" },
  { to: "/activity", text: t.nav.activity, icon: "M4 6h16M4 12h16M4 18h10" },
  {
    to: "/people",
    text: t.nav.users,
    icon: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c0-4 3.4-6 7.5-6s7.5 2 7.5 6",
  },
] as const

// A user who is no administrator has devices and himself.
const everybodys: readonly string[] = ["/devices"]

function Pages({ admin }: { admin: boolean }) {
  const shown = admin ? pages : pages.filter((page) => everybodys.includes(page.to))
  return shown.map((page) => (
    <Link
      key={page.to}
      to={page.to}
      activeOptions={{ exact: page.to === "/" }}
      className="flex min-h-13 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 rounded-xl px-0.5 text-[0.6875rem]
        font-semibold text-soft aria-[current=page]:text-accent sm:flex-none sm:flex-row sm:justify-start sm:gap-3 sm:px-3
        sm:text-base sm:hover:bg-sunken sm:hover:text-ink sm:aria-[current=page]:bg-sunken"
    >
      <svg
        viewBox="0 0 24 24"
        aria-hidden
        className="size-6 fill-none stroke-current stroke-2 [stroke-linecap:round] [stroke-linejoin:round]"
      >
        <path d={page.icon} />
      </svg>
      {page.text}
    </Link>
  ))
}

// Beside the content on a desk, below the thumb on a phone.
export default function Shell() {
  const admin = useQuery(me).data?.role === "admin"
  const name = useQuery({ ...status, enabled: admin }).data?.name
  return (
    <div className="sm:grid sm:min-h-dvh sm:grid-cols-[15rem_1fr]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:z-40 focus:m-2 focus:rounded-xl focus:bg-card focus:p-3"
      >
        {t.common.skip}
      </a>
      <div className="sm:sticky sm:top-0 sm:flex sm:h-dvh sm:flex-col sm:border-r sm:border-line sm:p-4">
        <header className="flex items-center justify-between gap-3 px-5 pt-5 sm:mb-6 sm:px-2 sm:pt-2">
          <Link to="/" className="flex min-w-0 items-center gap-3">
            <Mark />
            <span className="truncate text-lg font-bold tracking-tight">{name ?? location.hostname}</span>
          </Link>
          <Menu />
        </header>
        <nav
          aria-label={t.nav.label}
          className="fixed inset-x-0 bottom-0 z-10 flex border-t border-line bg-card/95 px-2
            pb-[env(safe-area-inset-bottom)] backdrop-blur sm:static sm:grid sm:gap-1 sm:border-0 sm:bg-transparent sm:p-0"
        >
          <Pages admin={admin} />
        </nav>
      </div>
      <main id="content" className="mx-auto w-full max-w-5xl px-5 pt-4 pb-28 sm:px-8 sm:py-10">
        <Connection />
        {admin && <Pending />}
        <Outlet />
      </main>
    </div>
  )
}
