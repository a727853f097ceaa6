// Sends files as soon as they are chosen or dropped, shows how far they are, and goes on after an interruption.
// Without this file the plain field works as it does everywhere.
import { addressFor, forget, moment, sendBytes, tus } from './upload-sender.ts'

type Words = Record<
  | 'files'
  | 'waits'
  | 'progress'
  | 'paused'
  | 'checking'
  | 'done'
  | 'failed'
  | 'busy'
  | 'removed'
  | 'wait'
  | 'remove'
  | 'cancel'
  | 'drop',
  string
>
type State = { state: 'arriving' | 'checking' | 'ready' | 'quarantined' | 'refused'; name: string; message: string }

for (const place of document.querySelectorAll<HTMLElement>('[data-upload-url]')) {
  const input = place.querySelector<HTMLInputElement>('input[type=file]')
  if (input) takeFiles(place, input)
}

function takeFiles(place: HTMLElement, input: HTMLInputElement): void {
  const { uploadUrl: url = '', uploadThen: then } = place.dataset
  const words = JSON.parse(place.dataset.uploadWords ?? '{}') as Words
  const list = place.querySelector<HTMLUListElement>('.upload-list') ?? emptyList(place, words)
  const status = document.createElement('p')
  status.className = 'hidden'
  status.setAttribute('role', 'status')
  const hint = document.createElement('p')
  hint.className = 'upload-drop hint'
  hint.textContent = words.drop
  input.after(hint)
  place.append(status)
  const say = (text: string): void => {
    status.textContent = text
  }
  let last: Promise<void> = Promise.resolve()
  let running = 0

  const add = (files: readonly File[]): void => {
    for (const file of input.multiple ? files : files.slice(0, 1)) {
      const line = lineFor(file.name, words)
      list.append(line.item)
      list.hidden = false
      running += 1
      // One after the other: on a slow line each is done sooner.
      last = last
        .then(() => sendFile(url, file, line, words, say))
        .finally(() => {
          running -= 1
          const shown = [...list.children]
          const allThere = shown.every(
            (item) => item instanceof HTMLElement && item.dataset.uploadId && !item.classList.contains('wrong'),
          )
          if (running === 0 && then !== undefined && shown.length > 0 && allThere) pressButton(input.form, then)
        })
    }
  }
  input.addEventListener('change', () => {
    add([...(input.files ?? [])])
    // The form must not send them once more.
    input.value = ''
  })
  for (const name of ['dragenter', 'dragover'])
    place.addEventListener(name, (event) => {
      event.preventDefault()
      place.classList.add('over')
    })
  for (const name of ['dragleave', 'drop']) place.addEventListener(name, () => place.classList.remove('over'))
  place.addEventListener('drop', (event) => {
    event.preventDefault()
    add([...(event.dataTransfer?.files ?? [])])
  })
  list.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : undefined
    const item = button?.closest<HTMLElement>('[data-upload-id]')
    if (!item) return
    event.preventDefault()
    void removeFile(url, item, list, input, () => say(`${nameIn(item)}: ${words.removed}`))
  })
  input.form?.addEventListener('submit', (event) => {
    if (running === 0) return
    event.preventDefault()
    say(words.wait)
    hint.textContent = words.wait
  })
}

function emptyList(place: HTMLElement, words: Words): HTMLUListElement {
  const list = document.createElement('ul')
  list.className = 'upload-list'
  list.setAttribute('aria-label', words.files)
  list.hidden = true
  place.append(list)
  return list
}

/** The form shows what has arrived. */
function pressButton(form: HTMLFormElement | null, value: string): void {
  const button = [...(form?.querySelectorAll<HTMLButtonElement>('button[name=do]') ?? [])].find((one) => one.value === value)
  if (button) form?.requestSubmit(button)
}

type Line = {
  item: HTMLLIElement
  note: (text: string) => void
  /** From now on the button takes the file back instead of breaking off. */
  complete: (id: string, state: State) => void
  cancelled: AbortSignal
}

function lineFor(name: string, words: Words): Line {
  const item = document.createElement('li')
  const [shown, note, button, whose] = [
    document.createElement('span'),
    document.createElement('span'),
    document.createElement('button'),
    document.createElement('span'),
  ]
  const stop = new AbortController()
  shown.className = 'upload-name'
  shown.textContent = name
  note.className = 'upload-note'
  note.textContent = words.waits
  button.type = 'button'
  button.className = 'link-button'
  whose.className = 'hidden'
  whose.textContent = ` ${name}`
  button.append(words.cancel, whose)
  button.addEventListener('click', () => {
    if (item.dataset.uploadId !== undefined) return
    stop.abort()
    item.remove()
  })
  item.append(shown, note, button)
  return {
    item,
    note: (text) => {
      note.textContent = text
    },
    complete: (id, { state, name: kept }) => {
      item.dataset.uploadId = id
      item.classList.toggle('wrong', state === 'refused')
      shown.textContent = kept
      button.replaceChildren(words.remove, whose)
    },
    cancelled: stop.signal,
  }
}

const nameIn = (item: HTMLElement): string => item.querySelector('.upload-name')?.textContent ?? ''

async function removeFile(
  url: string,
  item: HTMLElement,
  list: HTMLElement,
  input: HTMLElement,
  then: () => void,
): Promise<void> {
  const answer = await fetch(`${url}/${item.dataset.uploadId}`, { method: 'DELETE', headers: tus }).catch(() => undefined)
  if (!answer || (!answer.ok && answer.status !== 404)) return
  item.remove()
  list.hidden = list.children.length === 0
  input.focus()
  then()
}

async function sendFile(url: string, file: File, line: Line, words: Words, say: (text: string) => void): Promise<void> {
  if (line.cancelled.aborted) return
  const tell = progressTeller(file, line, words, say)
  const fail = (why: string): void => {
    line.note(why || words.failed)
    line.item.classList.add('wrong')
    say(`${file.name}: ${why || words.failed}`)
  }
  try {
    const found = await addressFor(url, file, line.cancelled)
    if ('refused' in found) return fail(found.refused)
    const id = found.address.split('/').at(-1) ?? ''
    // The line of the part that had arrived gives way to the one that shows how it goes on.
    document.querySelector(`[data-upload-id="${id}"]`)?.remove()
    const refused = await sendBytes(found.address, file, line.cancelled, { sent: tell, waits: (why) => line.note(words[why]) })
    forget(url, file)
    if (refused === undefined) await showResult(found.address, id, file, line, words, say)
    else fail(refused)
  } catch {
    if (!line.cancelled.aborted) fail('')
  }
}

/** Seen all the time, heard at every quarter. */
function progressTeller(file: File, line: Line, words: Words, say: (text: string) => void): (sent: number) => void {
  let heard = -25
  return (sent) => {
    const percent = Math.floor((sent / Math.max(file.size, 1)) * 100)
    const text = words.progress.replace('{percent}', String(percent)).replace('{size}', sizeInWords(file.size))
    line.note(text)
    if (percent < heard + 25) return
    heard = percent
    say(`${file.name}: ${text}`)
  }
}

/** Until the check is over, which takes a while for a large file. */
async function showResult(
  address: string,
  id: string,
  file: File,
  line: Line,
  words: Words,
  say: (text: string) => void,
): Promise<void> {
  for (let asked = 0; ; asked += 1) {
    const answer = await fetch(`${address}/state`)
    if (!answer.ok) throw new Error(`The state cannot be read: ${answer.status}`)
    const state = (await answer.json()) as State
    line.complete(id, state)
    const text = state.message || words.done
    line.note(state.state === 'refused' ? text : `${sizeInWords(file.size)}, ${text}`)
    if (state.state !== 'checking' || asked > 30) {
      say(`${state.name}: ${text}`)
      return
    }
    if (asked === 0) say(`${state.name}: ${words.checking}`)
    await moment(2_000)
  }
}

function sizeInWords(bytes: number): string {
  const [unit, name] = bytes < 1_048_576 ? [1_024, 'KB'] : [1_048_576, 'MB']
  const value = bytes / unit
  const rounded = value < 10 ? Math.ceil(value * 10) / 10 : Math.round(value)
  return `${rounded.toLocaleString(document.documentElement.lang)} ${name}`
}
