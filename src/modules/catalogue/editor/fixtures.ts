// Editors at work: people with a session who see pages and send forms as a browser would.
import { grantPermission, registerPerson } from '../../../kernel/people.ts'
import { openSession } from '../../../kernel/sessions.ts'
import type { Town } from '../../../kernel/town.ts'

type Page = { status: number; headers: { location?: string | undefined }; text: string }
type Ask = (
  town: Town,
  path: string,
  asked?: { method?: string; session?: string; headers?: Record<string, string>; body?: string },
) => Promise<Page>

/** Networks in which staff need no second factor: this machine. */
export const staffNetworks = ['127.0.0.1/32', '::1/128']
export const every = ['texts.edit', 'texts.publish', 'taxonomy.edit', 'banners.edit']

export async function editorIn(request: Ask, town: Town, family: string, permissions: readonly string[] = every) {
  const now = new Date()
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Test', familyName: family }, now)
  for (const permission of permissions) await grantPermission(town, id, `catalogue.${permission}`)
  const session = await openSession(town, id, 'substantial', now)
  const headers = { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' }
  return {
    id,
    see: (path: string): Promise<Page> => request(town, path, { session }),
    send: (path: string, fields: Record<string, string>): Promise<Page> =>
      request(town, path, { method: 'POST', session, headers, body: new URLSearchParams(fields).toString() }),
  }
}
export type EditorAtWork = Awaited<ReturnType<typeof editorIn>>

export const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** The form as a browser would send it. */
export function formOf(page: Page): Record<string, string> {
  const fields: Record<string, string> = {}
  const form = /<form method="post"[\s\S]*?<\/form>/.exec(page.text)?.[0] ?? ''
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]
    if (attribute('type') === 'radio' && !/\schecked/.test(tag)) continue
    if (attribute('name')) fields[attribute('name')!] = unescaped(attribute('value') ?? '')
  }
  for (const [, name = '', value = ''] of form.matchAll(/<textarea\b[^>]*\bname="([^"]+)"[^>]*>([\s\S]*?)<\/textarea>/g))
    fields[name] = unescaped(value)
  return fields
}

/** Types into the form of a thing and saves it. */
export async function change(by: EditorAtWork, path: string, typed: Record<string, string>, part = 'de'): Promise<Page> {
  const form = formOf(await by.see(`${path}?part=${part}`))
  return by.send(path, { ...form, ...typed, go: 'stay' })
}

export async function publish(by: EditorAtWork, path: string): Promise<Page> {
  const form = formOf(await by.see(`${path}/release`))
  return by.send(`${path}/release`, { ...form, go: 'publish' })
}
