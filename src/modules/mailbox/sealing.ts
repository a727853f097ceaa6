// What letters say, sealed under the town's key and bound to their own row.
import { decrypt, encrypt, type TownKey } from '../../kernel/keys.ts'

/** What a matter is called, and its page. */
export type ThreadText = { label: string; url?: string | undefined }
export type LetterText = { subject: string; text: string }

const sealed =
  <Value>(kind: string) =>
  (key: TownKey, id: string, value: Value): Buffer =>
    encrypt(key, Buffer.from(JSON.stringify(value)), `mailbox.${kind}/${id}`)

const opened =
  <Value>(kind: string) =>
  (key: TownKey, id: string, bytes: Uint8Array): Value =>
    JSON.parse(decrypt(key, bytes, `mailbox.${kind}/${id}`).toString()) as Value

export const sealThread = sealed<ThreadText>('thread')
export const openThreadText = opened<ThreadText>('thread')
export const sealLetter = sealed<LetterText>('letter')
export const openLetterText = opened<LetterText>('letter')
export const sealName = sealed<string>('attachment')
export const openName = opened<string>('attachment')
