// Everything that cases hold about a person, and what becomes of it when they close their account.
import type { DataChapter, ErasePerson, ErasureReport } from '../../../contracts/my-data.ts'
import { formatDay } from '../../../design/format.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { Language } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town } from '../../../kernel/town.ts'
import { legalBasis } from '../case.ts'
import { sealedAnswers, sealedName, sealedParty, sealedReason, sealedRequest } from '../sealing.ts'
import type { CaseRow } from '../tables.ts'
import { knownTypes } from './known-types.ts'
import { dropCases, keptUntil } from './retention.ts'
import { standingOf, textIn } from './status.ts'
import type { MineWriting } from './tables.ts'
import { mineWords } from './words.ts'

/** Whose case it is, or in which the person takes part. */
const concerning = (db: MineWriting, person: string): Promise<CaseRow[]> =>
  db
    .selectFrom('cases.case as c')
    .selectAll('c')
    .where((where) =>
      where.or([
        where('c.holder_id', '=', person),
        where('c.id', 'in', where.selectFrom('cases.party as p').select('p.case_id').where('p.subject', '=', person)),
      ]),
    )
    .orderBy('c.received_at')
    .execute()

/** Inside a logged look at the person: what is personal to others in the same case stays invisible. */
export async function chaptersOf(town: Town, db: MineWriting, person: string, language: Language): Promise<DataChapter[]> {
  const text = mineWords({ language, ownWords: town.settings.ownWords })
  const rows = await concerning(db, person)
  if (rows.length === 0) return []
  const kindOf = await knownTypes(db, town, rows)
  const ids = rows.map(({ id }) => id)
  const key = town.dataKey
  const [parties, answers, documents, texts, requests] = await Promise.all([
    db
      .selectFrom('cases.party as p')
      .innerJoin('cases.party_content as x', (on) => on.onRef('x.town_id', '=', 'p.town_id').onRef('x.party_id', '=', 'p.id'))
      .select(['p.id', 'p.case_id', 'p.role', 'p.added_at', 'x.sealed'])
      .where('x.subject_id', '=', person)
      .where('p.case_id', 'in', ids)
      .execute(),
    db
      .selectFrom('cases.submission as s')
      .innerJoin('cases.answers as x', (on) => on.onRef('x.town_id', '=', 's.town_id').onRef('x.submission_id', '=', 's.id'))
      .select(['s.id', 's.case_id', 's.received_at', 'x.sealed'])
      .where('x.subject_id', '=', person)
      .where('s.case_id', 'in', ids)
      .orderBy('s.received_at')
      .execute(),
    db
      .selectFrom('cases.document as d')
      .innerJoin('cases.document_name as x', (on) => on.onRef('x.town_id', '=', 'd.town_id').onRef('x.document_id', '=', 'd.id'))
      .select(['d.id', 'd.case_id', 'd.at', 'x.sealed'])
      .where('x.subject_id', '=', person)
      .where('d.case_id', 'in', ids)
      .orderBy('d.at')
      .execute(),
    db
      .selectFrom('cases.event as e')
      .innerJoin('cases.event_text as x', (on) =>
        on.onRef('x.town_id', '=', 'e.town_id').onRef('x.case_id', '=', 'e.case_id').onRef('x.number', '=', 'e.number'),
      )
      .select(['e.case_id', 'e.number', 'e.at', 'x.sealed'])
      .where('x.subject_id', '=', person)
      .where('e.case_id', 'in', ids)
      .orderBy('e.at')
      .execute(),
    db
      .selectFrom('cases.request as r')
      .innerJoin('cases.request_text as x', (on) => on.onRef('x.town_id', '=', 'r.town_id').onRef('x.request_id', '=', 'r.id'))
      .select(['r.id', 'r.case_id', 'r.asked_at', 'x.sealed'])
      .where('x.subject_id', '=', person)
      .where('r.case_id', 'in', ids)
      .execute(),
  ])
  const entries = rows.flatMap((row): DataChapter['entries'][number][] => {
    const what = text.entry(textIn(kindOf(row).type.title, language), showReference(row.reference))
    const of = <One extends { case_id: string }>(list: readonly One[]): One[] => list.filter(({ case_id }) => case_id === row.id)
    const line = (name: string, value: string, at: Date, source?: string) => ({
      what: `${what}: ${name}`,
      value,
      since: at.toISOString(),
      ...(source && { source }),
    })
    return [
      line(text.entryState, text[standingOf(row, row.state === 'waiting' ? [row] : [])], row.received_at),
      ...of(parties).map(({ id, role, added_at, sealed }) =>
        line(text.entryParty, [text[`role-${role}`], ...valuesOf(sealedParty.open(key, id, sealed))].join('\n'), added_at),
      ),
      ...of(answers).map(({ id, received_at, sealed }) =>
        line(text.answersTitle, valuesOf(sealedAnswers.open(key, id, sealed).answers).join('\n'), received_at, text.you),
      ),
      ...of(documents).map(({ id, at, sealed }) => line(text.entryFile, sealedName.open(key, id, sealed), at)),
      ...of(requests).map(({ id, asked_at, sealed }) => {
        const { message, reasons } = sealedRequest.open(key, id, sealed)
        return line(text['did-asked'], [message, ...Object.values(reasons)].join('\n'), asked_at, text.townHall)
      }),
      ...of(texts).map(({ number, at, sealed }) =>
        line(text.entryHistory, sealedReason.open(key, `${row.id}/${number}`, sealed), at),
      ),
    ]
  })
  return [{ title: text.title, purpose: text.purpose, legalBasis, keptUntil: text.keptClosed, entries }]
}

/** Every plain value in what may be nested, with the names it stands under. */
function valuesOf(value: unknown, name = ''): string[] {
  if (value === null || value === undefined || value === '') return []
  if (typeof value !== 'object') return [name === '' ? String(value) : `${name}: ${String(value)}`]
  return Object.entries(value).flatMap(([key, one]) => valuesOf(one, name === '' ? key : `${name}.${key}`))
}

/**
 * A running application runs on, and a closed one is kept as long as the law of its kind says: what goes at once is the way to it through
 * the account. It then goes by letter, or by reference and mail code. @law Art. 17 Abs. 3 Buchst. b DSGVO
 */
export async function eraseIn(
  town: Town,
  { person, step, language, now, ...asked }: ErasePerson['input'],
): Promise<ErasureReport> {
  const db = asked.db as unknown as MineWriting
  const text = mineWords({ language, ownWords: town.settings.ownWords })
  const rows = await concerning(db, person)
  if (rows.length === 0) return { done: [], kept: [] }
  if (step === 'restrict') {
    const { numUpdatedRows } = await db
      .updateTable('cases.party')
      .set({ account_id: null })
      .where('account_id', '=', person)
      .executeTakeFirstOrThrow()
    await db.updateTable('cases.case').set({ owner_id: null }).where('owner_id', '=', person).execute()
    return { done: numUpdatedRows > 0n ? [{ what: text.restricted(rows.length), how: 'restricted' }] : [], kept: [] }
  }
  if (step === 'archive') return { done: [], kept: [] }
  const own = rows.filter(({ holder_id }) => holder_id === person)
  const kindOf = await knownTypes(db, town, rows)
  const today: string = dayAt(now)
  const until = (row: CaseRow): string | undefined =>
    row.closed_at === null ? undefined : keptUntil(row.closed_at, kindOf(row).type.filing)
  const gone = own.filter((row) => (until(row) ?? '9999') < today)
  await dropCases(
    db,
    gone.map(({ id }) => id),
    now,
  )
  const running = rows.filter(({ closed_at }) => closed_at === null)
  const over = rows.filter((row) => row.closed_at !== null && !gone.includes(row))
  const lawOf = (list: readonly CaseRow[]): string =>
    ['Art. 17 Abs. 3 Buchst. b DSGVO', ...new Set(list.map((row) => kindOf(row).type.filing.source.law))].join(', ')
  const last = over.map(until).filter((day) => day !== undefined)
  return {
    done: gone.length > 0 ? [{ what: text.erasedCases(gone.length), how: 'destroyed' }] : [],
    kept: [
      ...(running.length > 0 ? [{ what: text.keptRunning(running.length), law: lawOf(running), until: text.untilDecided }] : []),
      ...(over.length > 0
        ? [{ what: text.keptOver(over.length), law: lawOf(over), until: formatDay(language, last.sort().at(-1)!) }]
        : []),
    ],
  }
}
