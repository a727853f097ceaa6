// The one-time code by mail: typed into the browser that asked for it, so that opening a link confirms nothing.
import { randomInt, timingSafeEqual } from 'node:crypto'
import type { MessageTemplate, SendMessage } from '../../../contracts/messages.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { newId } from '../../../kernel/ids.ts'
import { nameOf } from '../../../kernel/keys.ts'
import type { Town, WriteDb } from '../../../kernel/town.ts'
import type { Aim } from './aim.ts'
import { knownCookie, knownValue, type Names, type Proven } from './finish.ts'
import { ownLevel } from './levels.ts'
import { type Browser, countTry, findStep, keepStep, takeStep } from './step.ts'
import type { SignInTables } from './tables.ts'
import { forgiveTries, mailsTo, takeTry, triedBy } from './tries.ts'
import { findWay, mailName } from './way.ts'

type Db = WriteDb<SignInTables>

export const codeMinutes = 10
export const codeTries = 5

export const codeTemplate: MessageTemplate = {
  key: 'accounts.sign-in-code',
  sentWhen: {
    de: 'Jemand möchte sich mit dieser Mail-Adresse anmelden.',
    en: 'Somebody wants to sign in with this mail address.',
  },
  placeholders: ['code', 'minutes'],
  texts: {
    de: {
      subject: 'Ihr Code für die Anmeldung: {town}',
      text: 'Guten Tag,\n\nIhr Code für die Anmeldung:\n\n{code}\n\nGeben Sie ihn in dem Fenster ein, in dem Sie ihn angefordert haben. Er gilt {minutes} Minuten.\n\nGeben Sie den Code niemandem weiter. Wir fragen Sie nie danach.\nHaben Sie keinen Code angefordert? Dann müssen Sie nichts tun.',
    },
    en: {
      subject: 'Your sign-in code: {town}',
      text: 'Hello,\n\nyour code for signing in:\n\n{code}\n\nType it into the window in which you asked for it. It is valid for {minutes} minutes.\n\nDo not pass the code on to anybody. We never ask you for it.\nDid you not ask for a code? Then there is nothing to do.',
    },
  },
}

export type Sent = {
  names?: Names | undefined
  mail: string
  code: string
  aim: Aim /** The way is to be added to this person's. */
  adding?: string | undefined
}

const seal = (town: Town, id: string, code: string): string => nameOf(town.dataKey, Buffer.from(`sign-in code\n${id}\n${code}`))

/** Does the same for every address, known or not. @returns the step that waits for the code, or seconds to wait */
export function sendCode(
  visit: Visit,
  browser: Browser,
  { mail, aim, adding, names }: { mail: string; aim: Aim; adding?: string; names?: Names },
): Promise<{ step: string } | { wait: number } | 'nobody-sends'> {
  const { house, town, now, language, address } = visit
  return town.write(async (db: Db) => {
    const wait = await takeTry(db, mailsTo(town, mailName(town, mail), address), now)
    if (wait > 0) return { wait }
    const digits = String(randomInt(100_000_000)).padStart(8, '0')
    const id = newId(now)
    const content: Sent = { mail, code: seal(town, id, digits), aim, adding, names }
    await keepStep(town, db, { kind: 'code', id, browser, content, minutes: codeMinutes }, now)
    const message = {
      key: `accounts.sign-in-code/${id}`,
      template: codeTemplate.key,
      to: { address: mail, language },
      values: { code: `${digits.slice(0, 4)} ${digits.slice(4)}`, minutes: String(codeMinutes) },
      urgent: true,
    }
    const sent = await house.ask<SendMessage>(town, 'send-message', { db, message, now })
    return sent ? { step: id } : 'nobody-sends'
  })
}

export type Checked =
  | { proven: Proven; sent: Sent }
  | { wait: number }
  /** How many tries are left. */
  | { left: number }
  | 'gone'

/** Uses the code up when it is right. Counts the try first. */
export function checkCode(visit: Visit, browser: Browser, id: string, typed: string): Promise<Checked> {
  const { town, now, address, cookie } = visit
  return town.write(async (db: Db): Promise<Checked> => {
    const step = await findStep<Sent>(town, db, { kind: 'code', id, browser }, now)
    const name = mailName(town, step?.content.mail ?? '')
    const known = await findWay(db, 'mail', name)
    const account = known?.person_id ?? name
    // What waits nowhere has no account: guessing its id counts for the address alone.
    const tried = step
      ? triedBy(town, address, account, cookie(knownCookie) === knownValue(town, account))
      : triedBy(town, address)
    const wait = await takeTry(db, tried, now)
    if (wait > 0) return { wait }
    if (!step || !(await countTry(db, id, codeTries))) return 'gone'
    const { mail, code } = step.content
    if (!timingSafeEqual(Buffer.from(seal(town, id, typed)), Buffer.from(code))) {
      const left = codeTries - step.tries - 1
      return left > 0 ? { left } : 'gone'
    }
    if (!(await takeStep<Sent>(town, db, { kind: 'code', id, browser }, now))) return 'gone'
    await forgiveTries(db, [...tried, ...mailsTo(town, name, address)], now)
    return { sent: step.content, proven: { ...provenByMail(name, mail), names: step.content.names } }
  })
}

const provenByMail = (name: string, mail: string): Proven => ({
  way: { kind: 'mail', name, label: mail },
  method: 'mail-code',
  level: ownLevel,
  secondFactor: false,
  newcomers: 'resident',
})
