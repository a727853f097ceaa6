// Finding an application without an account: its reference, and a code to the mail address that was given with it.
import { randomInt, timingSafeEqual } from 'node:crypto'
import type { MessageTemplate, SendMessage } from '../../../contracts/messages.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { isUuid, newId } from '../../../kernel/ids.ts'
import { nameOf } from '../../../kernel/keys.ts'
import { readReference, showReference } from '../../../kernel/reference.ts'
import { newToken } from '../../../kernel/sessions.ts'
import { legalBasis } from '../case.ts'
import { sealedParty } from '../sealing.ts'
import type { CaseRow } from '../tables.ts'
import { guestSecret, secretHash, withoutAccount } from './seen.ts'
import type { MineReading, MineWriting } from './tables.ts'

const codeMinutes = 60
const codeTries = 5
/** From one address, and to one case: nobody fills a stranger's mailbox from many addresses. */
const asksPerHour = 10
const codesPerHour = 4
const triesPerHour = 40
/** An evening at one's own device; the browser's end ends it earlier. */
const guestHours = 4

export const codeTemplate: MessageTemplate = {
  key: 'cases.code',
  sentWhen: {
    de: 'Jemand möchte den Stand eines Antrags ohne Konto sehen.',
    en: 'Somebody wants to see where an application without an account stands.',
  },
  placeholders: ['code', 'minutes', 'link'],
  texts: {
    de: {
      subject: 'Ihr Code, um Ihren Antrag zu sehen',
      text: 'Guten Tag,\n\nIhr Code ist: {code}\n\nGeben Sie ihn dort ein, wo Sie nach Ihrem Antrag gesucht haben, oder hier:\n{link}\n\nDer Code gilt {minutes} Minuten. Geben Sie ihn niemandem weiter. Haben Sie nicht gesucht? Dann müssen Sie nichts tun.',
    },
    en: {
      subject: 'Your code to see your application',
      text: 'Hello,\n\nyour code is: {code}\n\nType it where you searched for your application, or here:\n{link}\n\nThe code is valid for {minutes} minutes. Do not pass it on to anybody. Did you not search? Then there is nothing to do.',
    },
  },
}

const hourOf = (now: Date): Date => new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000)
const named = ({ town }: Pick<Visit, 'town'>, ...parts: string[]): string =>
  nameOf(town.dataKey, Buffer.from(['cases', ...parts].join('\n')))

/** Counts one more from this address in this hour. @returns whether it was too many */
async function tooMany(db: MineWriting, visit: Visit, what: string, most: number): Promise<boolean> {
  const { count } = await db
    .insertInto('cases.find_count')
    .values({ name: named(visit, 'count', what, visit.address), hour: hourOf(visit.now), count: 1 })
    .onConflict((same) =>
      same.columns(['town_id', 'name', 'hour']).doUpdateSet(({ eb }) => ({ count: eb('cases.find_count.count', '+', 1) })),
    )
    .returning('count')
    .executeTakeFirstOrThrow()
  return count > most
}

type Without = Pick<CaseRow, 'id' | 'reference' | 'holder_id' | 'language'>

/** @returns where the code is typed: the same whether or not there is such an application, or an address for it. */
export async function askForCode(visit: Visit, typed: string): Promise<{ way: string } | 'wait'> {
  const { town, now } = visit
  const way = newId(now)
  if (await town.write((db: MineWriting) => tooMany(db, visit, 'ask', asksPerHour))) return 'wait'
  const reference = readReference(typed)
  let found: Without | undefined
  const look = {
    subjects: async (db: MineReading) => {
      if (reference === undefined) return []
      found = await db
        .selectFrom('cases.case as c')
        .select(['c.id', 'c.reference', 'c.holder_id', 'c.language'])
        .where('c.reference', '=', reference)
        .where(withoutAccount)
        .executeTakeFirst()
      return found ? [found.holder_id] : []
    },
    actor: { system: 'cases' },
    purpose: 'Code zum Ansehen des Antrags geschickt',
    legalBasis,
    matter: reference && showReference(reference),
  }
  await town.personal(look, async (db: MineWriting) => {
    if (found) await sendCode(visit, db, found, way)
  })
  return { way }
}

async function sendCode(visit: Visit, db: MineWriting, row: Without, way: string): Promise<void> {
  const { house, town, now } = visit
  // One after the other: two requests at once shall not send more than one would.
  await db.selectFrom('cases.case').select('id').where('id', '=', row.id).forUpdate().execute()
  const { count } = await db
    .selectFrom('cases.way')
    .select((all) => all.fn.countAll<string>().as('count'))
    .where('case_id', '=', row.id)
    .where('code_until', '>', now)
    .executeTakeFirstOrThrow()
  if (Number(count) >= codesPerHour) return
  const party = await db
    .selectFrom('cases.party as p')
    .innerJoin('cases.party_content as x', (on) => on.onRef('x.town_id', '=', 'p.town_id').onRef('x.party_id', '=', 'p.id'))
    .select(['p.id', 'x.sealed'])
    .where('p.case_id', '=', row.id)
    .where('p.role', '=', 'applicant')
    .where('p.ended_at', 'is', null)
    .executeTakeFirst()
  const mail = party && sealedParty.open(town.dataKey, party.id, party.sealed).mail
  if (mail === undefined) return
  const code = String(randomInt(100_000_000)).padStart(8, '0')
  const code_until = new Date(now.getTime() + codeMinutes * 60_000)
  await db
    .insertInto('cases.way')
    .values({ id: way, case_id: row.id, code_hash: named(visit, 'code', way, code), code_until })
    .execute()
  const message = {
    key: `${codeTemplate.key}/${way}`,
    template: codeTemplate.key,
    to: { address: mail, language: row.language },
    values: {
      code: `${code.slice(0, 4)} ${code.slice(4)}`,
      minutes: String(codeMinutes),
      link: `${town.origin}${linkTo({ language: row.language }, `/applications/find/${way}`)}`,
    },
    urgent: true,
  }
  await house.ask<SendMessage>(town, 'send-message', { db, message, now })
}

export type Opened = { reference: string; secret: string }

/** Uses the code up: this browser sees the application for some hours. */
export function openWithCode(visit: Visit, way: string, typed: string): Promise<Opened | 'wrong' | 'wait'> {
  const { town, now } = visit
  return town.write(async (db: MineWriting) => {
    if (await tooMany(db, visit, 'code', triesPerHour)) return 'wait'
    if (!isUuid(way)) return 'wrong'
    const row = await db
      .updateTable('cases.way')
      .set(({ eb }) => ({ tries: eb('tries', '+', 1) }))
      .where('id', '=', way)
      .where('code_hash', 'is not', null)
      .where('code_until', '>', now)
      .where('tries', '<', codeTries)
      .returning(['case_id', 'code_hash'])
      .executeTakeFirst()
    const right = named(visit, 'code', way, typed.replace(/\D/g, ''))
    if (!row?.code_hash || !timingSafeEqual(Buffer.from(right), Buffer.from(row.code_hash))) return 'wrong'
    const found = await db
      .selectFrom('cases.case as c')
      .select('c.reference')
      .where('c.id', '=', row.case_id)
      .where(withoutAccount)
      .executeTakeFirst()
    if (!found) return 'wrong'
    await db.updateTable('cases.way').set({ code_hash: null }).where('id', '=', way).execute()
    const secret = guestSecret(visit) ?? newToken()
    const until = new Date(now.getTime() + guestHours * 3_600_000)
    await db
      .insertInto('cases.guest')
      .values({ secret_hash: secretHash(secret), case_id: row.case_id, until })
      .onConflict((same) => same.columns(['town_id', 'secret_hash', 'case_id']).doUpdateSet({ until }))
      .execute()
    return { reference: showReference(found.reference), secret }
  })
}

/** Codes, browsers and counts whose time is over. */
export async function dropOldWays(db: MineWriting, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 86_400_000)
  await db.deleteFrom('cases.way').where('code_until', '<', before).execute()
  await db.deleteFrom('cases.guest').where('until', '<', now).execute()
  await db.deleteFrom('cases.find_count').where('hour', '<', before).execute()
}
