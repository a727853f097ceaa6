// Going on without an account: a link and a code by mail, on any device; the same answer whether or not there is a draft.
import { randomInt, timingSafeEqual } from 'node:crypto'
import type { MessageTemplate, SendMessage } from '../../../contracts/messages.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { isUuid, newId } from '../../../kernel/ids.ts'
import type { Language } from '../../../kernel/language.ts'
import type { Town } from '../../../kernel/town.ts'
import { fillingBasis, type Reading, type Writing, withDraft } from './draft.ts'
import { openAddress, sealAddress, townName } from './sealing.ts'
import { countOf, countOne } from './task.ts'

const codeHours = 24
const codeTries = 5
const mailsPerHour = 6
const triesPerHour = 40

export const resumeTemplate: MessageTemplate = {
  key: 'forms.draft-waits',
  sentWhen: {
    de: 'Jemand möchte ein angefangenes Formular ohne Konto später weiter ausfüllen.',
    en: 'Somebody wants to continue a form later without an account.',
  },
  placeholders: ['link', 'code', 'hours'],
  texts: {
    de: {
      subject: 'Ihr angefangenes Formular: {town}',
      text: 'Guten Tag,\n\nIhr Formular ist gespeichert. So machen Sie weiter:\n\n1. Öffnen Sie diesen Link: {link}\n2. Geben Sie diesen Code ein: {code}\n\nDer Code gilt {hours} Stunden. Danach bekommen Sie mit dem Link einen neuen.\n\nGeben Sie den Code niemandem weiter. Haben Sie kein Formular angefangen? Dann müssen Sie nichts tun.',
    },
    en: {
      subject: 'Your form in progress: {town}',
      text: 'Hello,\n\nyour form is saved. To continue:\n\n1. Open this link: {link}\n2. Type this code: {code}\n\nThe code is valid for {hours} hours. After that the link gets you a new one.\n\nDo not pass the code on to anybody. Did you not start a form? Then there is nothing to do.',
    },
  },
}

export const nameOfMail = ({ dataKey }: Pick<Town, 'dataKey'>, mail: string): string =>
  townName(dataKey, 'draft-mail', mail.trim().toLowerCase())
const codeName = (visit: Pick<Visit, 'town'>, way: string, code: string): string =>
  townName(visit.town.dataKey, 'draft-code', way, code)

export type Sent = 'sent' | 'wait' | 'nobody-sends'

/** For a draft of this browser: remembers the address, and sends link and code. Undefined where there is no such draft. */
export function saveForLater(visit: Visit, draft: string, mail: string): Promise<Sent | undefined> {
  return withDraft(
    visit,
    draft,
    { purpose: 'Link zum Weitermachen geschickt', verb: 'write' },
    async (db, open): Promise<Sent> => {
      if ((await countOf(db, visit, 'mail')) >= mailsPerHour) return 'wait'
      await countOne(db, visit, 'mail')
      const { now, town, language } = visit
      const known = await db.selectFrom('forms.draft_way').select('id').where('draft_id', '=', draft).executeTakeFirst()
      const id = known?.id ?? newId(now)
      const name = nameOfMail(town, mail)
      await db
        .insertInto('forms.draft_way')
        .values({ id, draft_id: draft, mail_name: name, language, code_hash: null, code_until: null, made_at: now })
        .onConflict((same) => same.columns(['town_id', 'draft_id']).doUpdateSet({ mail_name: name, language, made_at: now }))
        .execute()
      const sealed = sealAddress(town.dataKey, draft, mail)
      await db
        .insertInto('forms.draft_address')
        .values({ draft_id: draft, subject_id: open.draft.subject, sealed })
        .onConflict((same) => same.columns(['town_id', 'draft_id']).doUpdateSet({ sealed }))
        .execute()
      return sendCode(visit, db, { id, language }, mail)
    },
  )
}

/** The old code ends with the new one. */
async function sendCode(visit: Visit, db: Writing, way: { id: string; language: Language }, mail: string): Promise<Sent> {
  const { house, town, now } = visit
  const code = String(randomInt(100_000_000)).padStart(8, '0')
  await db
    .updateTable('forms.draft_way')
    .set({
      code_hash: codeName(visit, way.id, code),
      code_until: new Date(now.getTime() + codeHours * 3_600_000),
      tries: 0,
    })
    .where('id', '=', way.id)
    .execute()
  const link = `${town.origin}${linkTo({ language: way.language }, `/forms/resume/${way.id}`)}`
  const message = {
    key: `${resumeTemplate.key}/${newId(now)}`,
    template: resumeTemplate.key,
    to: { address: mail, language: way.language },
    values: { link, code: `${code.slice(0, 4)} ${code.slice(4)}`, hours: String(codeHours) },
    urgent: true,
  }
  return (await house.ask<SendMessage>(town, 'send-message', { db, message, now })) ? 'sent' : 'nobody-sends'
}

type Wanted = { id: string } | { mail: string }

/** A new code for the link, or for the newest draft of an address. Nobody learns whether there was one. */
export async function askForCode(visit: Visit, wanted: Wanted): Promise<'asked' | 'wait'> {
  const { town } = visit
  if ('id' in wanted && !isUuid(wanted.id)) return 'asked'
  let found: { id: string; draft_id: string; language: Language } | undefined
  const counted = await town.write(async (db: Writing) => {
    if ((await countOf(db, visit, 'mail')) >= mailsPerHour) return 'wait'
    await countOne(db, visit, 'mail')
    return 'asked'
  })
  if (counted === 'wait') return 'wait'
  const look = {
    subjects: async (db: Reading) => {
      const query = db
        .selectFrom('forms.draft_way as w')
        .innerJoin('forms.draft as d', (on) => on.onRef('d.town_id', '=', 'w.town_id').onRef('d.id', '=', 'w.draft_id'))
        .select(['w.id', 'w.draft_id', 'w.language', 'd.subject'])
        .where('d.state', '=', 'open')
        .where('d.owner_id', 'is', null)
        .orderBy('w.made_at', 'desc')
        .limit(1)
      const row = await ('id' in wanted
        ? query.where('w.id', '=', wanted.id)
        : query.where('w.mail_name', '=', nameOfMail(town, wanted.mail))
      ).executeTakeFirst()
      found = row
      return row ? [row.subject] : []
    },
    actor: { system: 'forms' },
    purpose: 'Neuen Code zum Weitermachen geschickt',
    legalBasis: fillingBasis,
  }
  await town.personal(look, async (db: Writing) => {
    if (!found) return
    const row = await db
      .selectFrom('forms.draft_address')
      .select('sealed')
      .where('draft_id', '=', found.draft_id)
      .executeTakeFirst()
    if (row) await sendCode(visit, db, found, openAddress(town.dataKey, found.draft_id, row.sealed))
  })
  return 'asked'
}

/** Uses the code up. The draft now belongs to this browser alone: on a device left behind it does not open any more. */
export function resumeWithCode(
  visit: Visit,
  id: string,
  typed: string,
  secret: Buffer,
): Promise<{ draft: string; key: string } | 'wrong' | 'wait'> {
  const { town, now } = visit
  return town.write(async (db: Writing) => {
    if ((await countOf(db, visit, 'code')) >= triesPerHour) return 'wait'
    await countOne(db, visit, 'code')
    if (!isUuid(id)) return 'wrong'
    const way = await db
      .updateTable('forms.draft_way')
      .set(({ eb }) => ({ tries: eb('tries', '+', 1) }))
      .where('id', '=', id)
      .where('code_hash', 'is not', null)
      .where('code_until', '>', now)
      .where('tries', '<', codeTries)
      .returning(['draft_id', 'code_hash'])
      .executeTakeFirst()
    const right = codeName(visit, id, typed.replace(/\D/g, ''))
    if (!way?.code_hash || !timingSafeEqual(Buffer.from(right), Buffer.from(way.code_hash))) return 'wrong'
    const draft = await db
      .updateTable('forms.draft')
      .set({ secret_hash: secret })
      .where('id', '=', way.draft_id)
      .where('state', '=', 'open')
      .where('owner_id', 'is', null)
      .returning('form_id')
      .executeTakeFirst()
    if (!draft) return 'wrong'
    await db.updateTable('forms.draft_way').set({ code_hash: null, code_until: null }).where('id', '=', id).execute()
    const { key } = await db.selectFrom('forms.form').select('key').where('id', '=', draft.form_id).executeTakeFirstOrThrow()
    return { draft: way.draft_id, key }
  })
}
