// Forms as a department would publish them, and visitors who fill them in through the front door.
import sharp from 'sharp'
import type { Town } from '../../../kernel/town.ts'
import { readDocument } from '../document/read-document.ts'
import { createForm, publishVersion, type Writing } from '../form.ts'
import { firstWord } from './sha256.ts'

/** @returns its id and version */
export async function aPublishedForm(
  town: Town,
  key: string,
  document: unknown,
  now: Date,
): Promise<{ id: string; version: number }> {
  const read = readDocument(document)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  return town.write(async (db: Writing) => {
    const id = await createForm(db, { key, unit: '/', title: read.document.title.de, now })
    const version = await publishVersion(db, { formId: id, document: read.document, by: null, approvedBy: null, now })
    return { id, version }
  })
}

export type Jar = Map<string, string>
export type Page = { status: number; text: string; location: string }

type Asked = { method?: string; headers?: Record<string, string>; body?: string | Buffer }
type Answered = { status: number; text: string; headers: Readonly<Record<string, string | string[] | undefined>> }
/** The server of a test. */
type Served = { request: (town: Town, path: string, asked?: Asked) => Promise<Answered> }

/** A browser without scripts: keeps cookies, follows nothing by itself, sends a page's hidden fields along. */
export function aBrowser(served: Served, town: Town, jar: Jar = new Map()) {
  const sent = async (path: string, body?: string | Buffer, type = 'application/x-www-form-urlencoded'): Promise<Page> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const posted = { 'content-type': type, origin: town.origin, 'sec-fetch-site': 'same-origin' }
    const headers = { ...(cookie && { cookie }), ...(body !== undefined && posted) }
    const answered = await served.request(town, path, body === undefined ? { headers } : { method: 'POST', body, headers })
    for (const line of answered.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    return { status: answered.status, text: answered.text, location: String(answered.headers.location ?? '') }
  }
  const ask = (path: string, fields?: Record<string, string | string[]>): Promise<Page> => {
    const list = Object.entries(fields ?? {}).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    )
    return sent(path, fields && new URLSearchParams(list).toString())
  }
  const hidden = (html: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
  return {
    jar,
    get: (path: string) => ask(path),
    post: (path: string, fields: Record<string, string | string[]>) => ask(path, fields),
    /** Opens a screen and sends it with its hidden fields. */
    send: async (path: string, fields: Record<string, string | string[]>) => {
      const shown = await ask(path)
      return ask(path.split('?')[0]!, { before: hidden(shown.text, 'before'), ...fields })
    },
    /** The same with files, as a browser sends them. */
    upload: async (path: string, fields: Record<string, string>, field: string, name: string, content: Uint8Array) => {
      const shown = await ask(path)
      const form = new FormData()
      for (const [key, value] of Object.entries({ before: hidden(shown.text, 'before'), ...fields })) form.set(key, value)
      form.set(field, new Blob([content as Uint8Array<ArrayBuffer>]), name)
      const encoded = new Response(form)
      const body = Buffer.from(await encoded.arrayBuffer())
      return sent(path, body, encoded.headers.get('content-type') ?? '')
    },
    hidden,
  }
}

/** A small picture. */
export const aPhoto = (): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#005a9f' } })
    .jpeg()
    .toBuffer()

/** What the device would find. */
export const solve = (html: string): string => {
  const [, nonce = '', bits = '0'] = /data-task="([^"]+)" data-bits="(\d+)"/.exec(html) ?? []
  for (let number = 0; ; number += 1) if (Math.clz32(firstWord(`${nonce}:${number}`)) >= Number(bits)) return String(number)
}

/** A draft without account. @returns the address of its screens, without the last part */
export async function begun(
  browser: Pick<ReturnType<typeof aBrowser>, 'post' | 'hidden'>,
  start: string,
  more: Record<string, string> = {},
): Promise<string> {
  const moment = await browser.post(`${start}/begin`, more)
  const first = await browser.post(`${start}/begin`, {
    ...more,
    task: browser.hidden(moment.text, 'task'),
    answer: solve(moment.text),
  })
  if (first.status !== 303) throw new Error(`The form did not begin: ${first.status}`)
  return first.location.replace(/\/[^/]+$/, '')
}
