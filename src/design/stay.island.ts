// Warns two minutes before a session ends, without taking the focus; any key or click says "I am still here".

const line = document.querySelector<HTMLElement>('[data-stay]')
const warnMs = 120_000
const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('stay') : undefined

if (line) watch(line)

function watch(line: HTMLElement): void {
  const { stay = '', stayAtMost = '', staySoon = '', stayEnd = '', stayButton = '', stayOver = '' } = line.dataset
  const atMost = Date.parse(stayAtMost)
  let until = Date.parse(line.dataset.stayUntil ?? '')
  let notice: HTMLElement | undefined
  let timer = 0
  let asking = false

  const hide = (): void => {
    notice?.remove()
    notice = undefined
  }
  const show = (words: string, canStay: boolean): void => {
    hide()
    notice = document.createElement('div')
    notice.className = 'wrap'
    const box = document.createElement('div')
    box.className = 'notice warn'
    box.setAttribute('role', 'status')
    const inner = document.createElement('div')
    const text = document.createElement('p')
    inner.append(text)
    if (canStay) {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'button secondary'
      button.textContent = stayButton
      inner.append(button)
    }
    box.append(inner)
    notice.append(box)
    document.querySelector('main')?.prepend(notice)
    // Into a live region that is there already: only then it is read out.
    setTimeout(() => {
      text.textContent = words
    }, 50)
  }
  const plan = (): void => {
    clearTimeout(timer)
    hide()
    timer = window.setTimeout(warn, Math.max(0, until - warnMs - Date.now()))
  }
  const warn = (): void => {
    show(until < atMost ? staySoon : stayEnd, until < atMost)
    timer = window.setTimeout(() => show(stayOver, false), Math.max(0, until - Date.now()))
  }
  const extend = async (): Promise<void> => {
    if (!notice || asking || until >= atMost || Date.now() >= until) return
    asking = true
    try {
      const answer = await fetch(stay, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: '',
      })
      if (!answer.ok || answer.redirected) return
      until = Date.parse(((await answer.json()) as { until: string }).until)
      tabs?.postMessage(until)
      plan()
    } catch {
      // Without a connection the notice stays, and the next key tries again.
    } finally {
      asking = false
    }
  }
  addEventListener('keydown', () => void extend())
  addEventListener('click', () => void extend())
  tabs?.addEventListener('message', ({ data }: MessageEvent<number>) => {
    if (data > until) {
      until = data
      plan()
    }
  })
  tabs?.postMessage(until)
  plan()
}
