// Keeps the chosen light or dark view on this device; without a choice, and without JavaScript, the system decides.
// @law § 25 Abs. 2 Nr. 2 TDDDG: stored only on the reader's own wish, sent to nobody.

const root = document.documentElement
const dark = matchMedia('(prefers-color-scheme: dark)')

const chosen = () => {
  try {
    return localStorage.getItem('view')
  } catch {
    return null
  }
}

const choose = (view: string | null) => {
  if (view) root.dataset.theme = view
  else delete root.dataset.theme
}

choose(chosen())

addEventListener('DOMContentLoaded', () => {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-switch]')
  if (!button?.parentElement) return
  const isDark = () => (root.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark'
  const label = () => {
    button.textContent = (isDark() ? button.dataset.themeLight : button.dataset.themeSwitch) ?? ''
  }
  button.addEventListener('click', () => {
    const view = isDark() ? 'light' : 'dark'
    const asSystem = view === (dark.matches ? 'dark' : 'light')
    choose(asSystem ? null : view)
    try {
      if (asSystem) localStorage.removeItem('view')
      else localStorage.setItem('view', view)
    } catch {
      // A browser that stores nothing keeps the view for this page.
    }
    label()
  })
  dark.addEventListener('change', label)
  button.parentElement.hidden = false
  label()
})
