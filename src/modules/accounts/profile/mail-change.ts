// A new mail address counts once its owner has typed the code that went there.
import { randomInt, timingSafeEqual } from 'node:crypto'
import type { MessageTemplate, SendMessage } from '../../../contracts/messages.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { nameOf } from '../../../kernel/keys.ts'
import type { Town, WriteDb } from '../../../kernel/town.ts'
import { noteFields } from './field.ts'
import { ownLook } from './own-look.ts'
import type { ProfileTables } from './tables.ts'

type Db = WriteDb<ProfileTables>

export const codeMinutes = 20
const mostTries = 5
/** A new code for one account not more often than this. */
const againSeconds = 60

export const mailCodeTemplate: MessageTemplate = {
  key: 'accounts.mail-change-code',
  sentWhen: {
    de: 'Jemand trägt diese Mail-Adresse in seinem Konto ein.',
    en: 'Somebody enters this mail address in their account.',
  },
  placeholders: ['code', 'minutes'],
  texts: {
    de: {
      subject: 'Ihr Code für die neue Mail-Adresse: {town}',
      text: 'Guten Tag,\n\nIhr Code für die neue Mail-Adresse:\n\n{code}\n\nGeben Sie ihn in Ihrem Konto ein. Er gilt {minutes} Minuten.\n\nHaben Sie keinen Code angefordert? Dann müssen Sie nichts tun.',
    },
    en: {
      subject: 'Your code for the new mail address: {town}',
      text: 'Hello,\n\nyour code for the new mail address:\n\n{code}\n\nType it in your account. It is valid for {minutes} minutes.\n\nDid you not ask for a code? Then there is nothing to do.',
    },
  },
}

const hashOf = (town: Town, person: string, mail: string, code: string): string =>
  nameOf(town.dataKey, Buffer.from(`mail change\n${person}\n${mail}\n${code}`))

type Asking = Visit & { person: SignedIn }

/** Says the same for every address. `soon`: a code went out less than a minute ago. */
export const askForMailCode = (visit: Asking, mail: string): Promise<'sent' | 'soon' | 'nobody-sends'> => {
  const { house, town, person, now, language } = visit
  return town.personal(ownLook(person, 'Neue Mail-Adresse eingetragen'), async (db: Db) => {
    const open = await findMailChange(db, person.personId)
    if (open && now.getTime() - open.asked_at.getTime() < againSeconds * 1_000) return 'soon'
    const code = String(randomInt(100_000_000)).padStart(8, '0')
    const row = {
      mail,
      code_hash: hashOf(town, person.personId, mail, code),
      tries: 0,
      asked_at: now,
      expires_at: new Date(now.getTime() + codeMinutes * 60_000),
    }
    await db
      .insertInto('accounts.mail_change')
      .values({ subject_id: person.personId, ...row })
      .onConflict((same) => same.columns(['town_id', 'subject_id']).doUpdateSet(row))
      .execute()
    const message = {
      key: `${mailCodeTemplate.key}/${person.personId}/${now.getTime()}`,
      template: mailCodeTemplate.key,
      to: { address: mail, language },
      values: { code: `${code.slice(0, 4)} ${code.slice(4)}`, minutes: String(codeMinutes) },
      urgent: true,
    }
    return (await house.ask<SendMessage>(town, 'send-message', { db, message, now })) ? 'sent' : 'nobody-sends'
  })
}

export const findMailChange = (db: Db, person: string) =>
  db.selectFrom('accounts.mail_change').selectAll().where('subject_id', '=', person).executeTakeFirst()

/** Counts the try before it looks; `left` tries remain. */
export const confirmMail = ({ town, person, now }: Asking, typed: string): Promise<'confirmed' | 'gone' | { left: number }> =>
  town.personal(ownLook(person, 'Neue Mail-Adresse bestätigt'), async (db: Db) => {
    const open = await db
      .updateTable('accounts.mail_change')
      .set((row) => ({ tries: row('tries', '+', 1) }))
      .where('subject_id', '=', person.personId)
      .where('expires_at', '>', now)
      .where('tries', '<', mostTries)
      .returningAll()
      .executeTakeFirst()
    if (!open) return 'gone'
    const hash = hashOf(town, person.personId, open.mail, typed.replace(/\D/g, ''))
    if (!timingSafeEqual(Buffer.from(hash), Buffer.from(open.code_hash))) {
      const left = mostTries - open.tries
      return left > 0 ? { left } : 'gone'
    }
    await db.deleteFrom('accounts.mail_change').where('subject_id', '=', person.personId).execute()
    await noteFields(town, db, person.personId, { source: 'typed', values: { mail: open.mail } }, now)
    return 'confirmed'
  })
