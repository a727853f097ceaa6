// Before what was granted ends, the person is told once, with the way to renew it.
import type { SendLetter } from '../../../contracts/letters.ts'
import type { MessageTemplate, SendMessage } from '../../../contracts/messages.ts'
import { formatDay } from '../../../design/format.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { House } from '../../../kernel/house.ts'
import { pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { listParties } from '../answers.ts'
import { changeCase, legalBasis, lockCase, matterKind } from '../case.ts'
import { typeOf } from '../type/type.ts'
import { reminderWords } from './reminder-words.ts'
import { textIn } from './status.ts'
import type { MineReading, MineWriting } from './tables.ts'

export const expiresTemplate: MessageTemplate = {
  key: 'cases.expires',
  sentWhen: {
    de: 'Etwas Bewilligtes endet bald, und der Antrag wurde ohne Konto gestellt.',
    en: 'Something that was granted ends soon, and the application was made without an account.',
  },
  placeholders: ['reference', 'link'],
  texts: {
    de: {
      subject: 'Etwas läuft bald ab: {town}',
      text: 'Guten Tag,\n\nwas wir Ihnen bewilligt haben, läuft bald ab. Sehen Sie nach, ob Sie es verlängern möchten:\n{link}\n\nIhre Vorgangsnummer: {reference}\nAus Gründen des Datenschutzes steht hier nicht mehr.',
    },
    en: {
      subject: 'Something ends soon: {town}',
      text: 'Hello,\n\nwhat we granted you ends soon. See whether you would like to renew it:\n{link}\n\nYour reference: {reference}\nFor your privacy this message says no more.',
    },
  },
}

const most = 500

/** @returns how many were told in the whole house */
export async function remindAll(house: House, now: Date): Promise<number> {
  let told = 0
  for (const town of house.towns.list()) {
    const due = await town.read((db: MineReading) =>
      db
        .selectFrom('cases.case')
        .select(['id', 'holder_id'])
        .where('remind_on', '<=', dayAt(now))
        .where('remind_on', 'is not', null)
        .orderBy('remind_on')
        .limit(most)
        .execute(),
    )
    for (const one of due)
      try {
        if (await remind(house, town, one, now)) told += 1
      } catch (fault) {
        house.log.fault('a reminder could not be sent', fault, { town: town.key, module: 'cases' })
      }
  }
  return told
}

const remind = (house: House, town: Town, { id, holder_id }: { id: string; holder_id: string }, now: Date): Promise<boolean> =>
  town.personal(
    { subjects: [holder_id], actor: { system: 'cases' }, purpose: 'An das Ende der Gültigkeit erinnert', legalBasis },
    async (db: MineWriting) => {
      const row = await lockCase(db, id)
      if (!row || row.remind_on === null || row.remind_on > dayAt(now)) return false
      const renewed = await db
        .selectFrom('cases.case')
        .select('id')
        .where('previous_id', '=', id)
        .where('previous_kind', '=', 'renewal')
        .executeTakeFirst()
      const over = row.valid_until === null || row.valid_until < dayAt(now)
      if (renewed || over) {
        await db.updateTable('cases.case').set({ remind_on: null }).where('id', '=', id).execute()
        return false
      }
      const applicant = (await listParties(db, town, id)).find(({ role }) => role === 'applicant')
      const { type } = await typeOf(db, row)
      const text = reminderWords({ language: row.language, ownWords: town.settings.ownWords })
      const path = `/applications/${showReference(row.reference)}`
      if (applicant?.account_id && house.offers(town, 'send-letter')) {
        const title = textIn(type.title, row.language)
        const day = formatDay(row.language, row.valid_until!)
        await house.ask<SendLetter>(town, 'send-letter', {
          db: db as TownSql,
          letter: {
            key: `cases.expires/${id}/${row.valid_until}`,
            to: applicant.kind === 'organisation' ? { organisation: applicant.account_id } : { person: applicant.account_id },
            unit: row.unit,
            matter: { kind: matterKind, id, label: title, url: path },
            subject: text.subject(title),
            text: text.letter(title, day, type.renewal?.prefill === true),
          },
          now,
        })
      } else if (applicant?.content.mail !== undefined)
        await house.ask<SendMessage>(town, 'send-message', {
          db: db as TownSql,
          message: {
            key: `cases.expires/${id}/${row.valid_until}`,
            template: expiresTemplate.key,
            to: { address: applicant.content.mail, language: row.language },
            values: {
              reference: showReference(row.reference),
              link: `${town.origin}${pathIn(row.language, '/applications/find')}`,
            },
          },
          now,
        })
      const happened = { kind: 'reminded', by: { system: 'cases' }, details: { until: row.valid_until }, open: true }
      await changeCase(db, town, row, { remind_on: null }, happened, now)
      return true
    },
  )
