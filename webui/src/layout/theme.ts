// The colours: the device's, or those that were chosen, kept in this browser.
export const themes = ["auto", "light", "dark"] as const
export type Theme = (typeof themes)[number]

const key = "theme"
const dark = matchMedia("(prefers-color-scheme: dark)")

export function chosenTheme(): Theme {
  const kept = localStorage.getItem(key)
  return themes.find((theme) => theme === kept) ?? "auto"
}

export function choose(theme: Theme): void {
  localStorage.setItem(key, theme)
  apply()
}

export function apply(): void {
  const theme = chosenTheme()
  const isDark = theme === "dark" || (theme === "auto" && dark.matches)
  document.documentElement.dataset.theme = isDark ? "dark" : "light"
}

dark.addEventListener("change", apply)
