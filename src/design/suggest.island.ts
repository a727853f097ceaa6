// Suggestions below the search field while typing; without this file the field is a plain form.
// @standard WAI-ARIA APG, editable combobox with list autocomplete

type Suggestion = { title: string; url: string /** Already in words: `Leistung`. */; kind: string }

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-suggest]')) {
  const input = form.querySelector<HTMLInputElement>('input[name=q]')
  if (input) suggestIn(form, input)
}

function suggestIn(form: HTMLFormElement, input: HTMLInputElement) {
  const list = document.createElement('ul')
  const status = document.createElement('p')
  let items: Suggestion[] = []
  let active = -1
  let timer = 0
  let running: AbortController | undefined

  list.className = 'suggestions'
  list.id = `${input.id}-list`
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', form.dataset.suggestLabel ?? '')
  status.className = 'hidden'
  status.setAttribute('role', 'status')
  form.append(list, status)
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': list.id,
  })) {
    input.setAttribute(name, value)
  }

  const close = () => {
    list.hidden = true
    active = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }

  const activate = (index: number) => {
    active = index
    for (const [at, option] of [...list.children].entries()) option.setAttribute('aria-selected', String(at === index))
    if (index < 0) input.removeAttribute('aria-activedescendant')
    else input.setAttribute('aria-activedescendant', `${list.id}-${index}`)
    list.children[index]?.scrollIntoView({ block: 'nearest' })
  }

  const show = (found: Suggestion[]) => {
    items = found
    list.replaceChildren(
      ...found.map(({ title, kind }, index) => {
        const option = document.createElement('li')
        const note = document.createElement('span')
        option.id = `${list.id}-${index}`
        option.setAttribute('role', 'option')
        option.setAttribute('aria-selected', 'false')
        note.className = 'meta'
        note.textContent = kind
        option.append(`${title} `, note)
        return option
      }),
    )
    status.textContent = found.length > 0 ? `${found.length} ${form.dataset.suggestLabel ?? ''}` : ''
    if (found.length === 0) return close()
    list.hidden = false
    input.setAttribute('aria-expanded', 'true')
    activate(-1)
  }

  const ask = async (query: string) => {
    running?.abort()
    running = new AbortController()
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(query)}`, { signal: running.signal })
      if (answer.ok && input.value.trim() === query) show((await answer.json()) as Suggestion[])
    } catch {
      // No suggestions: the form still searches.
    }
  }

  const open = (index: number) => {
    const chosen = items[index]
    if (chosen) location.assign(chosen.url)
  }

  input.addEventListener('input', () => {
    clearTimeout(timer)
    const query = input.value.trim()
    if (query.length < 2) {
      running?.abort()
      return show([])
    }
    timer = window.setTimeout(() => ask(query), 120)
  })

  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    const { key } = event
    if (key === 'Escape' && !list.hidden) {
      event.preventDefault()
      close()
    } else if ((key === 'ArrowDown' || key === 'ArrowUp') && items.length > 0) {
      event.preventDefault()
      const wasActive = active
      if (list.hidden) show(items)
      const last = items.length - 1
      activate(key === 'ArrowDown' ? (wasActive >= last ? -1 : wasActive + 1) : wasActive < 0 ? last : wasActive - 1)
    } else if (key === 'Enter' && active >= 0 && !list.hidden) {
      event.preventDefault()
      open(active)
    }
  })

  // Keeps the focus in the field, so that a press on a suggestion is not lost to the list closing.
  list.addEventListener('pointerdown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => {
    const option = (event.target as Element).closest('[role=option]')
    if (option) open([...list.children].indexOf(option))
  })
  input.addEventListener('blur', close)
}
