// What a draft says, sealed under the town's key and bound to its own row.
import { decrypt, encrypt, nameOf, type TownKey } from '../../../kernel/keys.ts'
import type { FillingContent } from './tables.ts'

const place = (id: string): string => `forms.draft/${id}`

export const sealContent = (key: TownKey, id: string, content: FillingContent): Buffer =>
  encrypt(key, Buffer.from(JSON.stringify(content)), place(id))
export const openContent = (key: TownKey, id: string, sealed: Uint8Array): FillingContent =>
  JSON.parse(decrypt(key, sealed, place(id)).toString()) as FillingContent

export const sealAddress = (key: TownKey, draft: string, mail: string): Buffer =>
  encrypt(key, Buffer.from(mail), `forms.draft_address/${draft}`)
export const openAddress = (key: TownKey, draft: string, sealed: Uint8Array): string =>
  decrypt(key, sealed, `forms.draft_address/${draft}`).toString()

/** Names something that only this town can compute: an address, a code, a task. */
export const townName = (key: TownKey, ...parts: string[]): string => nameOf(key, Buffer.from(['forms', ...parts].join('\n')))
