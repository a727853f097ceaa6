// Keys for work lists, and how many rows are selected; every list works without this file.

for (const list of document.querySelectorAll<HTMLElement>('.work-list')) {
  countSelected(list)
  if (list.dataset.keys !== undefined) listenTo(list)
}

// The opened list of further rooms hides nothing that has the focus.
for (const more of document.querySelectorAll<HTMLDetailsElement>('.desk-more')) {
  more.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !more.contains(relatedTarget)) more.open = false
  })
  more.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !more.open) return
    more.open = false
    more.querySelector('summary')?.focus()
  })
}

function countSelected(list: HTMLElement) {
  const said = list.querySelector<HTMLElement>('[data-count-word]')
  if (!said) return
  const renew = () => {
    said.textContent = `${list.querySelectorAll('input[name=pick]:checked').length} ${said.dataset.countWord ?? ''}`
  }
  list.addEventListener('change', renew)
  list.addEventListener('reset', () => setTimeout(renew))
  renew()
}

function listenTo(list: HTMLElement) {
  const rows = [...list.querySelectorAll<HTMLTableRowElement>('.work-table tbody tr')]
  const shown = list.querySelector<HTMLElement>('.keys')
  if (shown) shown.hidden = false
  let current = -1

  const go = (to: number) => {
    rows[current]?.classList.remove('current')
    current = Math.max(0, Math.min(rows.length - 1, to))
    const row = rows[current]
    row?.classList.add('current')
    // The link gets the focus, so that a screen reader says where we are and Enter opens it.
    row?.querySelector<HTMLElement>('th a')?.focus()
  }

  const does: Record<string, () => void> = {
    j: () => go(current + 1),
    k: () => go(current < 0 ? 0 : current - 1),
    x: () => rows[current]?.querySelector<HTMLInputElement>('input[name=pick]')?.click(),
    enter: () => rows[current]?.querySelector<HTMLElement>('th a')?.click(),
    z: () => {
      const button = list.querySelector<HTMLElement>('[data-key=z]')
      if (list.querySelector('input[name=pick]:checked')) button?.click()
    },
    '/': () => document.querySelector<HTMLElement>('main input[type=search]')?.focus(),
    '?': () => {
      shown?.scrollIntoView({ block: 'nearest' })
      list.querySelector<HTMLElement>('#keys-switch')?.focus()
    },
  }

  document.addEventListener('keydown', (event) => {
    const { target, key } = event
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (!(target instanceof HTMLElement) || target.isContentEditable) return
    const typing = target.matches('select, textarea, input:not([type=checkbox])')
    // Enter on a link, a button or a box already does what people expect.
    const own = key === 'Enter' && target.matches('a, button, input, summary')
    const action = does[key.toLowerCase()]
    if (typing || own || !action) return
    event.preventDefault()
    action()
  })
}
