// Drafts that go: at the person's wish, after their time, or with everything about a person.
import type { MessageTemplate, SendMessage } from '../../../contracts/messages.ts'
import { formatDay } from '../../../design/format.ts'
import { releaseBlob } from '../../../kernel/blobs.ts'
import { addDays, dayAt } from '../../../kernel/calendar/day.ts'
import type { House } from '../../../kernel/house.ts'
import { pathIn } from '../../../kernel/language.ts'
import type { Town } from '../../../kernel/town.ts'
import { noteFigures } from '../submissions/figures.ts'
import { fillingBasis, type Reading, type Who, type Writing, withDraft } from './draft.ts'
import { draftDays, draftRule } from './draft-days.ts'
import { openAddress } from './sealing.ts'
import { dropOldTasks } from './task.ts'

const batch = 100

export const warningTemplate: MessageTemplate = {
  key: 'forms.draft-ends',
  sentWhen: {
    de: 'Ein angefangenes Formular wird bald gelöscht.',
    en: 'A form in progress will be deleted soon.',
  },
  placeholders: ['link', 'day'],
  texts: {
    de: {
      subject: 'Ihr angefangenes Formular wird gelöscht: {town}',
      text: 'Guten Tag,\n\nSie haben ein Formular angefangen und noch nicht abgesendet. Am {day} löschen wir es.\n\nMöchten Sie weitermachen? Öffnen Sie diesen Link:\n{link}\n\nMöchten Sie das nicht, müssen Sie nichts tun.',
    },
    en: {
      subject: 'Your form in progress will be deleted: {town}',
      text: 'Hello,\n\nyou started a form and have not sent it yet. We will delete it on {day}.\n\nDo you want to continue? Open this link:\n{link}\n\nIf not, there is nothing to do.',
    },
  },
}

/** Inside a logged look at the subjects of these drafts. */
export async function dropDrafts(db: Writing, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return
  const files = await db.selectFrom('forms.draft_file').select('blob').where('draft_id', 'in', ids).execute()
  for (const { blob } of files) await releaseBlob(db, blob, now)
  for (const table of ['forms.draft_file', 'forms.draft_way', 'forms.draft_address', 'forms.draft_content'] as const)
    await db.deleteFrom(table).where('draft_id', 'in', ids).execute()
  await db.deleteFrom('forms.draft').where('id', 'in', ids).where('state', '=', 'open').execute()
}

/** @returns whether it was there */
export const dropOwnDraft = (visit: Who, id: string): Promise<true | undefined> =>
  withDraft(visit, id, { purpose: 'Entwurf auf Wunsch gelöscht', verb: 'write' }, async (db): Promise<true> => {
    await dropDrafts(db, [id], visit.now)
    return true
  })

/** Warns first, then drops what was warned of in time: whoever could be reached has days to go on. */
export async function settleOldDrafts(house: House, now: Date): Promise<{ warned: number; dropped: number }> {
  const settled = { warned: 0, dropped: 0 }
  for (const town of house.towns.list()) {
    settled.warned += await warnIn(house, town, now)
    settled.dropped += await dropIn(house, town, now)
    await town.write((db: Writing) => dropOldTasks(db, now))
  }
  return settled
}

const daysAgo = (now: Date, days: number): Date => new Date(now.getTime() - days * 86_400_000)

type Old = {
  id: string
  subject: string
  owner_id: string | null
  saved_at: Date
  language: 'de' | 'en' | 'leicht'
  key: string
  way: string | null
}

async function warnIn(house: House, town: Town, now: Date): Promise<number> {
  let warned = 0
  for (;;) {
    let old: Old[] = []
    const look = {
      subjects: async (db: Reading) => {
        old = await db
          .selectFrom('forms.draft as d')
          .innerJoin('forms.form as f', (on) => on.onRef('f.town_id', '=', 'd.town_id').onRef('f.id', '=', 'd.form_id'))
          .leftJoin('forms.draft_way as w', (on) => on.onRef('w.town_id', '=', 'd.town_id').onRef('w.draft_id', '=', 'd.id'))
          .select(['d.id', 'd.subject', 'd.owner_id', 'd.saved_at', 'd.language', 'f.key', 'w.id as way'])
          .where('d.state', '=', 'open')
          .where('d.warned_at', 'is', null)
          .where('d.saved_at', '<=', daysAgo(now, draftDays(town) - draftRule.warnDaysBefore))
          .limit(batch)
          .execute()
        return [...new Set(old.map(({ subject }) => subject))]
      },
      actor: { system: 'forms' },
      purpose: 'Vor dem Löschen eines Entwurfs gewarnt',
      legalBasis: fillingBasis,
    }
    const count = await town.personal(look, async (db: Writing) => {
      for (const draft of old) await warn(house, town, db, draft, now)
      return old.length
    })
    warned += count
    if (count < batch) return warned
  }
}

async function warn(house: House, town: Town, db: Writing, draft: Old, now: Date): Promise<void> {
  const { id, owner_id, language, key, way } = draft
  const address = owner_id
    ? undefined
    : await db.selectFrom('forms.draft_address').select('sealed').where('draft_id', '=', id).executeTakeFirst()
  const to = owner_id ? { person: owner_id } : address && { address: openAddress(town.dataKey, id, address.sealed), language }
  if (to) {
    const path = owner_id ? `/forms/${key}/fill/${id}` : `/forms/resume/${way}`
    const day = formatDay(language, addDays(dayAt(now), draftRule.warnDaysBefore))
    const values = { link: `${town.origin}${pathIn(language, path)}`, day }
    const message = { key: `${warningTemplate.key}/${id}/${draft.saved_at.getTime()}`, template: warningTemplate.key, to, values }
    await house.ask<SendMessage>(town, 'send-message', { db, message, now })
  }
  await db.updateTable('forms.draft').set({ warned_at: now }).where('id', '=', id).execute()
}

async function dropIn(house: House, town: Town, now: Date): Promise<number> {
  let dropped = 0
  for (;;) {
    let old: { id: string; subject: string; form_id: string; version: number; page: string | null }[] = []
    const look = {
      subjects: async (db: Reading) => {
        old = await db
          .selectFrom('forms.draft')
          .select(['id', 'subject', 'form_id', 'version', 'page'])
          .where('state', '=', 'open')
          .where('saved_at', '<=', daysAgo(now, draftDays(town)))
          .where('warned_at', '<=', daysAgo(now, draftRule.warnDaysBefore))
          .limit(batch)
          .execute()
        return [...new Set(old.map(({ subject }) => subject))]
      },
      actor: { system: 'forms' },
      purpose: 'Entwurf nach Ablauf seiner Frist gelöscht',
      legalBasis: fillingBasis,
    }
    await town.personal(look, (db: Writing) =>
      dropDrafts(
        db,
        old.map(({ id }) => id),
        now,
      ),
    )
    const left = old.map(({ form_id, version, page }) => ({ form_id, version, what: 'left' as const, place: page ?? '' }))
    noteFigures(house, town, now, left)
    dropped += old.length
    if (old.length < batch) return dropped
  }
}
