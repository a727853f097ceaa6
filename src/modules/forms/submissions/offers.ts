// What this part adds elsewhere: the desk, "my data", erasure, open matters, the doctor.
import { sql } from 'kysely'
import type { DeskHit, DeskList, OpenMatters } from '../../../contracts/desk-work.ts'
import type { HealthFinding } from '../../../contracts/health.ts'
import type { DataChapter, ErasePerson, ErasureReport } from '../../../contracts/my-data.ts'
import { formatDay } from '../../../design/format.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import { type Language, pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town } from '../../../kernel/town.ts'
import { textIn } from '../document/text.ts'
import { answersAsText, showAnswers } from './answer-view.ts'
import { receiptPath } from './confirmation.ts'
import { countLines, mayRead } from './desk/list.ts'
import { findByReference } from './desk/one.ts'
import { ownPath } from './desk/pages.tsx'
import { deskWords } from './desk/words.ts'
import type { Reading } from './receipt.ts'
import { momentIn } from './receipt-view.ts'
import { eraseContent } from './retention.ts'
import { openContent } from './seal.ts'
import { legalBasis, type Writing } from './submit.ts'
import { receiptWords } from './words.ts'

const readerOf = ({ settings }: Town, language: Language) => ({ language, ownWords: settings.ownWords })

export async function deskListsOf(town: Town, person: SignedIn, language: Language): Promise<DeskList[]> {
  if (!person.permissions.has(mayRead)) return []
  const { failing } = await countLines(town, person, {})
  if (failing === 0) return []
  return [
    {
      title: deskWords(readerOf(town, language)).deskFailing,
      url: pathIn(language, `${ownPath}?state=failing`),
      count: failing,
      overdue: failing,
    },
  ]
}

export async function deskHitsOf(town: Town, person: SignedIn, language: Language, query: string): Promise<DeskHit[]> {
  const found = await findByReference(town, person, query)
  if (!found) return []
  const kind = receiptWords(readerOf(town, language)).form
  return [{ kind, title: found.title, url: pathIn(language, `${ownPath}/${found.id}`), more: showReference(found.reference) }]
}

const ownOf = (db: Writing, person: string) =>
  db
    .selectFrom('forms.submission as s')
    .innerJoin('forms.version as v', (on) =>
      on.onRef('v.town_id', '=', 's.town_id').onRef('v.form_id', '=', 's.form_id').onRef('v.number', '=', 's.version'),
    )
    .selectAll('s')
    .select('v.document')
    .where('s.holder_id', '=', person)
    .where('s.state', '=', 'received')
    .orderBy('s.received_at')

/** Inside a logged look at the person. */
export async function chaptersOf(town: Town, db: Writing, person: string, language: Language): Promise<DataChapter[]> {
  const reader = readerOf(town, language)
  const text = receiptWords(reader)
  const rows = await ownOf(db, person).execute()
  if (rows.length === 0) return []
  const contents = await db
    .selectFrom('forms.submission_content')
    .select(['submission_id', 'sealed'])
    .where('subject_id', '=', person)
    .execute()
  const sealedOf = new Map(contents.map((one) => [one.submission_id, one.sealed]))
  return [
    {
      title: text.dataTitle,
      purpose: text.dataPurpose,
      legalBasis,
      keptUntil: text.dataKept,
      entries: rows.flatMap((row) => {
        const sealed = sealedOf.get(row.id)
        if (!sealed) return []
        const content = openContent(town.dataKey, row.id, sealed)
        return [
          {
            what: `${textIn(row.document.title, language)} (${showReference(row.reference)})`,
            value: answersAsText(showAnswers(row.document, content, reader)),
            source: text.dataSource,
            since: row.received_at.toISOString(),
          },
        ]
      }),
    },
  ]
}

/** What an office still needs by the period of its form stays, and is named; the rest goes at once. */
export async function eraseIn(
  town: Town,
  { person, step, language, now, ...asked }: ErasePerson['input'],
): Promise<ErasureReport> {
  const db = asked.db as unknown as Writing
  const text = receiptWords(readerOf(town, language))
  const rows = await ownOf(db, person).execute()
  if (step !== 'destroy' || rows.length === 0) return { done: [], kept: [] }
  const today: string = dayAt(now)
  const kept = rows.filter(({ keep_until }) => keep_until !== null && keep_until >= today)
  const gone = rows.filter((row) => !kept.includes(row))
  for (const { document: _, ...row } of gone) await eraseContent(db, row, 'Wunsch der Person (Art. 17 DSGVO)', now)
  const until = kept
    .map(({ keep_until }) => keep_until ?? '')
    .sort()
    .at(-1)
  return {
    done: gone.length > 0 ? [{ what: text.dataErased(gone.length), how: 'destroyed' }] : [],
    kept: until
      ? [{ what: text.dataKeptCount(kept.length), law: 'Art. 17 Abs. 3 Buchst. b DSGVO', until: formatDay(language, until) }]
      : [],
  }
}

/** A room that took it over tells of it itself, or keeps it secret. @law § 30 AO, § 35 SGB I */
const isOurs = sql<boolean>`NOT EXISTS (SELECT FROM forms.hand_over h JOIN forms.receiver r ON r.town_id = h.town_id AND r.id = h.receiver_id
  WHERE h.town_id = s.town_id AND h.submission_id = s.id AND h.state = 'delivered' AND r.kind = 'contract')`

/** Asked inside a logged look; of non-personal rows alone. */
export const mattersOf = (town: Town, subject: string, language: Language): Promise<OpenMatters['answer']> =>
  town.read(async (db: Reading) => {
    const reader = readerOf(town, language)
    const rows = await ownOf(db as unknown as Writing, subject)
      .where(isOurs)
      .execute()
    return rows.map((row) => ({
      title: `${textIn(row.document.title, language)} (${showReference(row.reference)})`,
      state: receiptWords(reader).stateReceived(momentIn(reader, row.received_at)),
      url: pathIn(language, receiptPath(row.id)),
      since: row.received_at.toISOString(),
    }))
  })

export const healthOf = (town: Town, now: Date): Promise<readonly HealthFinding[]> =>
  town.read(async (db: Reading) => {
    const failing = await db
      .selectFrom('forms.hand_over')
      .select((all) => [all.fn.countAll<number>().as('count'), all.fn.min('next_at').as('next')])
      .where('state', '=', 'failing')
      .executeTakeFirstOrThrow()
    const late = await db
      .selectFrom('forms.hand_over as h')
      .innerJoin('forms.receiver as r', (on) => on.onRef('r.town_id', '=', 'h.town_id').onRef('r.id', '=', 'h.receiver_id'))
      .select((all) => all.fn.countAll<number>().as('count'))
      .where('h.state', '=', 'waiting')
      .where('r.kind', '!=', 'batch')
      .where('h.next_at', '<', new Date(now.getTime() - 10 * 60_000))
      .executeTakeFirstOrThrow()
    const findings: HealthFinding[] = []
    if (Number(failing.count) > 0) findings.push({ state: 'problem', what: `${failing.count} sent forms cannot be handed over` })
    if (Number(late.count) > 0)
      findings.push({ state: 'warning', what: `${late.count} sent forms wait for more than ten minutes to be handed over` })
    return findings
  })
