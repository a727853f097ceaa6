// What filling in answers to other rooms, runs by the clock, and says in the register of processing.
import type { AccountLinks } from '../../../contracts/account-links.ts'
import type { BeginFilling } from '../../../contracts/fillings.ts'
import type { MessageTemplates } from '../../../contracts/messages.ts'
import type { DataChapter, ErasePerson, ErasureReport, MyData } from '../../../contracts/my-data.ts'
import type { OnlineForms } from '../../../contracts/online-forms.ts'
import type { PersonalHall } from '../../../contracts/personal-hall.ts'
import type { RepresentableMatters } from '../../../contracts/representation.ts'
import { formatDay } from '../../../design/format.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import { type Language, pathIn } from '../../../kernel/language.ts'
import { type Job, type Offer, offer, type Processing } from '../../../kernel/module.ts'
import type { Town } from '../../../kernel/town.ts'
import { evaluateForm } from '../document/evaluate.ts'
import { sectionsOf } from './answer-list.tsx'
import { fillingBasis, type Reading, type Writing } from './draft.ts'
import { draftDays } from './draft-days.ts'
import { dropDrafts, settleOldDrafts, warningTemplate } from './drop.ts'
import { readyVersion } from './form-version.ts'
import { listsFor } from './lists.ts'
import { beginFilling } from './matter.ts'
import { formsOfService } from './of-service.ts'
import { resumeTemplate } from './resume.ts'
import { openContent } from './sealing.ts'
import { fillingWords } from './words.ts'

/** `of`: those somebody fills in, or those that hold what they said. */
const openDraftsOf = (db: Reading, person: string, of: 'owner_id' | 'subject' = 'owner_id') =>
  db
    .selectFrom('forms.draft as d')
    .innerJoin('forms.form as f', (on) => on.onRef('f.town_id', '=', 'd.town_id').onRef('f.id', '=', 'd.form_id'))
    .select(['d.id', 'd.form_id', 'd.version', 'd.saved_at', 'd.begun_at', 'f.key', 'f.title'])
    .where('d.state', '=', 'open')
    .where(`d.${of}`, '=', person)
    .orderBy('d.saved_at', 'desc')
    .limit(50)
    .execute()

async function chaptersOf(town: Town, db: Writing, person: string, language: Language): Promise<DataChapter[]> {
  const reader = { language, ownWords: town.settings.ownWords }
  const text = fillingWords(reader)
  const entries: DataChapter['entries'][number][] = []
  for (const draft of await openDraftsOf(db, person, 'subject')) {
    const row = await db.selectFrom('forms.draft_content').select('sealed').where('draft_id', '=', draft.id).executeTakeFirst()
    const version = await readyVersion(town, draft.form_id, draft.version)
    if (!row || !version) continue
    const content = openContent(town.dataKey, draft.id, row.sealed)
    const evaluation = evaluateForm(version.form, content.answers, new Date())
    const sections = sectionsOf(evaluation, { reader, list: listsFor(version.row.document, language) }, content.leftOpen)
    const value = sections.flatMap(({ rows }) => rows.map(({ label, value: said }) => `${label}: ${said}`)).join('\n')
    entries.push({ what: draft.title, value, source: text.you, since: draft.begun_at.toISOString() })
  }
  if (entries.length === 0) return []
  const keptUntil = text.keptDays(draftDays(town))
  return [{ title: text.myDrafts, purpose: text.draftPurpose, legalBasis: fillingBasis, keptUntil, entries }]
}

async function eraseDrafts(
  db: Writing,
  { person, step, language, now }: Omit<ErasePerson['input'], 'db'>,
): Promise<ErasureReport> {
  const drafts = step === 'destroy' ? await openDraftsOf(db, person, 'subject') : []
  await dropDrafts(
    db,
    drafts.map(({ id }) => id),
    now,
  )
  const text = fillingWords({ language })
  return { done: drafts.length > 0 ? [{ what: text.erasedDrafts(drafts.length), how: 'destroyed' }] : [], kept: [] }
}

export const fillingOffers: readonly Offer[] = [
  offer<PersonalHall>('personal-hall', 1, async (town, { person, language }) => {
    const text = fillingWords({ language, ownWords: town.settings.ownWords })
    const drafts = await town.read((db: Reading) => openDraftsOf(db, person))
    const links = drafts.slice(0, 5).map(({ id, key, title, saved_at }) => ({
      label: title,
      url: pathIn(language, `/forms/${key}/fill/${id}`),
      note: text.draftFrom(formatDay(language, dayAt(saved_at))),
    }))
    return links.length > 0 ? { drafts: links } : {}
  }),
  offer<AccountLinks>('account-links', 1, async (town, { person, kind, language }) => {
    if (kind !== 'resident') return []
    const text = fillingWords({ language, ownWords: town.settings.ownWords })
    const drafts = await town.read((db: Reading) => openDraftsOf(db, person))
    const note = drafts.length > 0 ? text.draftCount(drafts.length) : undefined
    return [{ label: text.myDrafts, url: pathIn(language, '/forms/drafts'), note, order: 12 }]
  }),
  offer<RepresentableMatters>('representable-matters', 1, async (_town, { language }) => [
    { key: 'forms', label: fillingWords({ language }).forms },
  ]),
  offer<OnlineForms>('online-forms', 1, (town, asked) => formsOfService(town, asked)),
  offer<BeginFilling>('begin-filling', 1, (town, asked, house) => beginFilling(house, town, asked)),
  offer<MessageTemplates>('message-templates', 1, async () => [resumeTemplate, warningTemplate]),
  offer<MyData>('my-data', 1, (town, { db, person, language }) => chaptersOf(town, db as Writing, person, language)),
  offer<ErasePerson>('erase-person', 1, (_town, { db, ...asked }) => eraseDrafts(db as Writing, asked)),
]

export const fillingJobs: readonly Job[] = [
  {
    name: 'forms.drafts',
    schedule: '50 3 * * *',
    work: async (house, now) => {
      const { warned, dropped } = await settleOldDrafts(house, now)
      if (warned + dropped > 0) house.log.info('old drafts of forms', { warned, dropped, module: 'forms' })
    },
  },
]

export const fillingProcessing: readonly Processing[] = [
  {
    purpose: {
      de: 'Angefangene Formulare aufbewahren, bis sie abgesendet werden',
      en: 'Keeping forms in progress until they are sent',
    },
    legalBasis: `${fillingBasis}, § 8a OZG`,
    subjects: { de: 'Einwohnerinnen und Einwohner, Organisationen', en: 'Residents, organisations' },
    categories: {
      de: 'Antworten und Dateien des Entwurfs, E-Mail-Adresse zum Weitermachen',
      en: 'Answers and files of the draft, mail address to continue',
    },
    recipients: { de: 'Niemand vor dem Absenden', en: 'Nobody before it is sent' },
    erasedAfter: {
      de: '30 Tage nach der letzten Änderung, sofern die Stadt nichts anderes bestimmt',
      en: '30 days after the last change unless the town sets another time',
    },
  },
]
