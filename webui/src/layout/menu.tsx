import { useQuery, useQueryClient } from "@tanstack/react-query"
import { Link, useNavigate } from "@tanstack/react-router"
import { useState } from "react"
import { api } from "../api/client"
import { me } from "../session/me"
import { t } from "../text"
import { choose, chosenTheme, themes } from "./theme"

const item = "flex min-h-11 w-full cursor-pointer items-center gap-3 rounded-lg px-3 text-left hover:bg-sunken"

function Colours() {
  const [chosen, setChosen] = useState(chosenTheme)
  return (
    <fieldset>
      <legend className="px-3 pt-1 text-sm text-soft">{t.nav.theme}</legend>
      {themes.map((theme) => (
        <label key={theme} className={item}>
          <input
            type="radio"
            name="theme"
            className="accent-accent"
            checked={chosen === theme}
            onChange={() => {
              choose(theme)
              setChosen(theme)
            }}
          />
          {t.nav.themes[theme]}
        </label>
      ))}
    </fieldset>
  )
}

// What belongs to the person and not to the cell. The browser opens and closes it.
export function Menu() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const name = useQuery(me).data?.name ?? ""
  const signOut = async () => {
    await api.POST("/api/auth/logout").catch(() => undefined) // a session that is over is none to end
    queries.clear()
    await navigate({ to: "/login" })
  }
  const close = () => document.getElementById("menu")?.hidePopover()
  return (
    <div className="relative">
      <button
        type="button"
        popoverTarget="menu"
        aria-label={t.nav.menu(name)}
        className="grid size-11 shrink-0 cursor-pointer place-items-center rounded-full border border-line bg-card
          font-bold text-accent uppercase"
      >
        {name.slice(0, 1)}
      </button>
      <div
        id="menu"
        popover="auto"
        className="fixed inset-auto top-18 right-5 m-0 min-w-56 rounded-2xl border border-line bg-card p-2 text-ink
          shadow-lg sm:right-auto sm:left-4"
      >
        <p className="truncate px-3 py-2 font-semibold">{name}</p>
        <hr className="my-1 border-line" />
        <Colours />
        <hr className="my-1 border-line" />
        <Link to="/account" className={item} onClick={close}>
          {t.nav.account}
        </Link>
        <button type="button" className={item} onClick={() => void signOut()}>
          {t.nav.signOut}
        </button>
      </div>
    </div>
  )
}
