// A room that takes messages instead of sending them, and a visitor with a jar of cookies who types what they find in the mail.
import assert from 'node:assert/strict'
import type { Message, SendMessage } from '../src/contracts/messages.ts'
import { newId } from '../src/kernel/ids.ts'
import { type Module, offer } from '../src/kernel/module.ts'
import { findModules } from '../src/kernel/modules.ts'
import type { Town } from '../src/kernel/town.ts'
import { place } from '../src/main.ts'
import type { Answered, Asked, Served } from './serve-town.ts'

export type Post = Message & { town: string }

/** All modules of the house, with `posts` in the place of whoever sends messages. */
export async function modulesWithPost(posts: Post[]): Promise<Module[]> {
  const modules = (await findModules(place)).filter(
    ({ offers = [] }) => !offers.some(({ contract }) => contract === 'send-message'),
  )
  return [...modules, postRoom(posts)]
}

export const postRoom = (posts: Post[]): Module => ({
  name: 'post',
  officialName: 'Poststelle',
  folder: '',
  offers: [
    offer<SendMessage>('send-message', 1, async (town, { message }) => {
      posts.push({ ...message, town: town.key })
      return { id: newId() }
    }),
  ],
})

export const codeIn = (posts: readonly Post[]): string => posts.at(-1)?.values.code ?? ''

export type Visitor = {
  jar: Map<string, string>
  get: (path: string, asked?: Asked) => Promise<Answered>
  post: (path: string, fields: Record<string, string>, asked?: Asked) => Promise<Answered>
}

/** Sends and keeps cookies as a browser does, for one town. */
export function visitorOf(served: Served, town: Town, address?: string): Visitor {
  const jar = new Map<string, string>()
  const ask = async (path: string, asked: Asked): Promise<Answered> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      ...(cookie !== '' && { cookie }),
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      ...(address && { 'x-forwarded-for': address }),
      ...asked.headers,
    }
    const answered = await served.request(town, path, { ...asked, headers })
    for (const line of answered.headers['set-cookie'] ?? []) {
      assert.match(line, /^__Host-[a-z]+=[^;]*; Path=\/; Secure; HttpOnly; SameSite=Lax/)
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    return answered
  }
  return {
    jar,
    get: (path, asked = {}) => ask(path, asked),
    post: (path, fields, asked = {}) =>
      ask(path, {
        ...asked,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', ...asked.headers },
        body: new URLSearchParams(fields).toString(),
      }),
  }
}

export const locationOf = ({ headers }: Answered): string => headers.location ?? ''

/** Asks for a code, reads it in the post and types it. @returns the answer to the typed code */
export async function signInByCode(visitor: Visitor, posts: readonly Post[], mail: string, aim: Record<string, string> = {}) {
  const asked = await visitor.post('/accounts/sign-in/code', { mail, ...aim })
  assert.equal(asked.status, 303, asked.text)
  const step = new URL(locationOf(asked), 'http://town').searchParams.get('step') ?? ''
  return visitor.post('/accounts/sign-in/code/confirm', { step, code: codeIn(posts) })
}
