// Brings one file to the server, however often the line breaks: asks how much has arrived and sends the rest.
// @standard tus 1.0.0

export const tus = { 'Tus-Resumable': '1.0.0' }

/** The same file chosen again in this window goes on where it stopped. */
const memoryOf = (url: string, { name, size, lastModified }: File): string => `upload ${url} ${size} ${lastModified} ${name}`

export const forget = (url: string, file: File): void => sessionStorage.removeItem(memoryOf(url, file))

/** Where the file goes: to what is there of it already, or to a new upload; or why the server does not want it, in its words. */
export async function addressFor(
  url: string,
  file: File,
  cancelled: AbortSignal,
): Promise<{ address: string } | { refused: string }> {
  const known = sessionStorage.getItem(memoryOf(url, file))
  if (known !== null && (await offsetAt(known)) !== undefined) return { address: known }
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...tus, 'Upload-Length': String(file.size), 'Upload-Metadata': `filename ${base64(file.name)}` },
    signal: cancelled,
  })
  const address = answer.headers.get('location')
  if (answer.status !== 201 || address === null) return { refused: (await answer.text()).trim() }
  sessionStorage.setItem(memoryOf(url, file), address)
  return { address }
}

async function offsetAt(address: string): Promise<number | undefined> {
  const answer = await fetch(address, { method: 'HEAD', headers: tus })
  const offset = answer.headers.get('upload-offset')
  return answer.ok && offset !== null ? Number(offset) : undefined
}

export type Told = {
  /** Bytes that have left so far. */
  sent: (bytes: number) => void
  /** `busy`: another window sends it right now. */
  waits: (why: 'paused' | 'busy') => void
}

/** Sends until all has arrived, however often the line breaks. @returns why the server does not want it, in its words; undefined when it does */
export async function sendBytes(address: string, file: File, cancelled: AbortSignal, told: Told): Promise<string | undefined> {
  cancelled.addEventListener('abort', () => {
    fetch(address, { method: 'DELETE', headers: tus, keepalive: true }).catch(() => undefined)
  })
  for (let pause = 1_000; ; pause = Math.min(pause * 2, 30_000)) {
    if (cancelled.aborted) throw new Error('cancelled')
    const offset = await offsetAt(address).catch(() => -1)
    if (offset === undefined) return ''
    if (offset === file.size) return undefined
    let status = 0
    if (offset >= 0) {
      told.sent(offset)
      const answer = await patch(address, file, offset, cancelled, (bytes) => {
        pause = 1_000
        told.sent(bytes)
      })
      status = answer.status
      if (status === 204) continue
      if ([403, 404, 413, 415].includes(status)) return answer.text
    }
    told.waits(status === 423 ? 'busy' : 'paused')
    await moment(pause)
  }
}

/** XMLHttpRequest, since `fetch` does not tell how much was sent. */
function patch(address: string, file: File, offset: number, cancelled: AbortSignal, sent: (bytes: number) => void) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PATCH', address)
    for (const [name, value] of Object.entries(tus)) request.setRequestHeader(name, value)
    request.setRequestHeader('Upload-Offset', String(offset))
    request.setRequestHeader('Content-Type', 'application/offset+octet-stream')
    request.upload.addEventListener('progress', ({ loaded }) => sent(offset + loaded))
    request.addEventListener('loadend', () => resolve({ status: request.status, text: request.responseText }))
    cancelled.addEventListener('abort', () => {
      request.abort()
      reject(new Error('cancelled'))
    })
    request.send(file.slice(offset))
  })
}

/** Or until the line is there again. */
export const moment = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      removeEventListener('online', done)
      resolve()
    }
    const timer = window.setTimeout(done, milliseconds)
    addEventListener('online', done)
  })

function base64(text: string): string {
  let bytes = ''
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte)
  return btoa(bytes)
}
