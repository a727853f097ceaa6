// A user as a directory sends it: what is taken, what is ignored, what is refused.
// @standard RFC 7643 sections 4.1 and 4.3
import { isMail } from '../../../kernel/invitations.ts'
import type { StaffEntry } from '../../../kernel/staff.ts'
import { ScimError } from './answer.ts'
import { enterprise } from './filter.ts'

type Json = Record<string, unknown>
/** What a directory may say about a person; anything else is not taken: no id, no role, no right comes in this way. */
const kept = [
  'displayName',
  'nickName',
  'title',
  'preferredLanguage',
  'locale',
  'timezone',
  'userType',
  'emails',
  'phoneNumbers',
  enterprise,
]
/** Names of attributes as the standard spells them, for PATCH. */
export const userAttributes = ['userName', 'externalId', 'name', 'active', ...kept]

export type SentUser = { entry: StaffEntry; active: boolean; department: string | undefined }

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const wrong = (detail: string): ScimError => new ScimError(400, detail, 'invalidValue')

function textIn(holder: Json, name: string, atMost: number): string | undefined {
  const found = Object.entries(holder).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
  if (found === undefined || found === null || found === '') return undefined
  if (typeof found !== 'string') throw wrong(`${name} is a text.`)
  if (found.length > atMost || /\p{Cc}/u.test(found))
    throw wrong(`${name} is longer than ${atMost} characters or holds a control character.`)
  return found.trim()
}

/** @throws ScimError 400 for what cannot be a user */
export function readUser(body: unknown): SentUser {
  if (!isObject(body)) throw new ScimError(400, 'A user is an object.', 'invalidSyntax')
  const sent = Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      userAttributes.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name,
      value,
    ]),
  )
  const userName = textIn(sent, 'userName', 254)
  if (userName === undefined) throw wrong('userName is missing.')
  const name = isObject(sent.name) ? sent.name : {}
  const displayName = textIn(sent, 'displayName', 200)
  const [first = '', ...others] = (textIn(name, 'formatted', 200) ?? displayName ?? '').split(' ')
  const given = textIn(name, 'givenName', 100)
  const family = textIn(name, 'familyName', 100)
  const unnamed = given === undefined && family === undefined
  const emails = entriesOf(sent.emails, 'emails')
  for (const mail of emails)
    if (typeof mail.value !== 'string' || !isMail(mail.value)) throw wrong('emails holds something that is no mail address.')
  const first_ = emails.find((mail) => mail.primary === true || mail.primary === 'true') ?? emails[0]
  const extension = isObject(sent[enterprise]) ? (sent[enterprise] as Json) : {}
  if (JSON.stringify(sent).length > 16_000) throw wrong('The user is larger than 16,000 characters.')
  return {
    entry: {
      userName,
      externalId: textIn(sent, 'externalId', 254),
      givenName: given ?? (unnamed && others.length > 0 ? first : ''),
      familyName: family ?? (unnamed ? others.join(' ') || first : ''),
      mail: typeof first_?.value === 'string' ? first_.value : isMail(userName) ? userName : undefined,
      attributes: Object.fromEntries(
        kept.flatMap((key) => (sent[key] === undefined || sent[key] === null ? [] : [[key, sent[key]]])),
      ),
    },
    active: activeOf(sent.active),
    department: textIn(extension, 'department', 200),
  }
}

const entriesOf = (list: unknown, name: string): Json[] => {
  if (list === undefined || list === null) return []
  if (!Array.isArray(list) || list.length > 20 || !list.every(isObject)) throw wrong(`${name} is a list of at most 20 entries.`)
  return list
}

/** Some directories send "True" and "False". */
function activeOf(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (typeof value === 'boolean') return value
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  throw wrong('active is true or false.')
}
