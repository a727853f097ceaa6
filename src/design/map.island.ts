// Loads the moving map only when somebody asks for it; until then the list beside it is all there is.

type MapView = { showMap: (frame: HTMLElement) => Promise<void> }

async function open(frame: HTMLElement): Promise<void> {
  const { mapScript, mapStyle, mapFailed = '' } = frame.dataset
  if (!mapScript || frame.dataset.mapState === 'open') return
  frame.dataset.mapState = 'open'
  const before = [...frame.childNodes]
  const asked = frame.contains(document.activeElement)
  if (mapStyle) {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = mapStyle
    document.head.append(link)
  }
  try {
    const view = (await import(mapScript)) as MapView
    await view.showMap(frame)
    // The link that had the focus is gone.
    if (asked) frame.querySelector('canvas')?.focus({ preventScroll: true })
  } catch {
    const sorry = document.createElement('p')
    sorry.setAttribute('role', 'status')
    frame.replaceChildren(...before, sorry)
    sorry.textContent = mapFailed
    delete frame.dataset.mapState
  }
}

for (const frame of document.querySelectorAll<HTMLElement>('[data-map]')) {
  frame.querySelector('[data-map-show]')?.addEventListener('click', (event) => {
    event.preventDefault()
    void open(frame)
  })
  if ('mapOpen' in frame.dataset) void open(frame)
}
