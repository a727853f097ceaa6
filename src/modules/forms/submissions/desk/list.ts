// What the office has received: filtered by form, state and time; names only for the lines in view.
import { sql } from 'kysely'
import type { SignedIn } from '../../../../kernel/access.ts'
import type { Actor } from '../../../../kernel/actor.ts'
import { type Day, endOfDay, startOfDay } from '../../../../kernel/calendar/day.ts'
import type { KernelTables } from '../../../../kernel/tables.ts'
import type { ReadDb, Town } from '../../../../kernel/town.ts'
import type { Filled } from '../answers-file.ts'
import type { Reading } from '../receipt.ts'
import { openContent } from '../seal.ts'
import { legalBasis } from '../submit.ts'
import type { SubmissionRow, SubmissionTables } from '../tables.ts'

export const mayRead = 'forms.submission.read'
export const mayExport = 'forms.submission.export'
export const maySetReceivers = 'forms.receiver.write'

export const perPage = 25
/** A file holds no more than one look may show. */
export const mostInFile = 1_000

export const listStates = ['all', 'failing', 'waiting', 'erased'] as const
export type ListState = (typeof listStates)[number]
export type Filter = { state: ListState; form?: string | undefined; from?: Day | undefined; to?: Day | undefined }
type Found = SubmissionRow & { title: string; key: string; failing: boolean; waiting: boolean; handed: boolean }
export type Line = Found & {
  /** Undefined where it was sent without an account, or the account is gone. */
  sender: string | undefined
}

export const staffOf = (person: SignedIn, unit: string): Actor => ({ staff: person.personId, unit })
const firstUnit = (person: SignedIn, permission: string): string => person.units.get(permission)?.[0] ?? '/'
const asPattern = (path: string): string => `${path.replace(/[\\%_]/g, '\\$&')}%`

const handOver = (state: 'failing' | 'waiting' | 'delivered') =>
  sql<boolean>`EXISTS (SELECT FROM forms.hand_over h WHERE h.town_id = s.town_id AND h.submission_id = s.id AND h.state = ${state})`

function matching(db: Reading, person: SignedIn, permission: string, { state, form, from, to }: Filter) {
  const paths = (person.units.get(permission) ?? []).map(asPattern)
  let query = db
    .selectFrom('forms.submission as s')
    .innerJoin('forms.form as f', (on) => on.onRef('f.town_id', '=', 's.town_id').onRef('f.id', '=', 's.form_id'))
    .where(sql<boolean>`s.unit LIKE ANY (${paths}::text[])`)
  if (state === 'erased') query = query.where('s.state', '=', 'erased')
  if (state === 'failing' || state === 'waiting') query = query.where(handOver(state))
  if (form) query = query.where('f.key', '=', form)
  if (from) query = query.where('s.received_at', '>=', startOfDay(from))
  if (to) query = query.where('s.received_at', '<', endOfDay(to))
  return query
}

export const countLines = (town: Town, person: SignedIn, filter: Omit<Filter, 'state'>): Promise<Record<ListState, number>> =>
  town.read(async (db: Reading) => {
    const counts = await Promise.all(
      listStates.map((state) =>
        matching(db, person, mayRead, { ...filter, state })
          .select((all) => all.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow(),
      ),
    )
    return Object.fromEntries(listStates.map((state, index) => [state, Number(counts[index]?.count ?? 0)])) as Record<
      ListState,
      number
    >
  })

/** Forms that something was sent with, in the units of this person. */
export const listSentForms = (town: Town, person: SignedIn): Promise<{ key: string; title: string }[]> =>
  town.read((db: Reading) =>
    matching(db, person, mayRead, { state: 'all' })
      .select(['f.key', 'f.title'])
      .distinct()
      .orderBy('f.title')
      .limit(500)
      .execute(),
  )

const rowsOf = (town: Town, person: SignedIn, permission: string, filter: Filter, limit: number, offset: number) =>
  town.read(
    (db: Reading): Promise<Found[]> =>
      matching(db, person, permission, filter)
        .selectAll('s')
        .select(['f.title', 'f.key'])
        .select([handOver('failing').as('failing'), handOver('waiting').as('waiting'), handOver('delivered').as('handed')])
        .orderBy('s.received_at', 'desc')
        .orderBy('s.id', 'desc')
        .limit(limit)
        .offset(offset)
        .execute(),
  )

/** One page of the list, newest first; a look at each sender whose name is shown. */
export async function listLines(town: Town, person: SignedIn, filter: Filter, page: number): Promise<Line[]> {
  const found = await rowsOf(town, person, mayRead, filter, perPage, (page - 1) * perPage)
  const purpose = 'Liste eingegangener Formulare der eigenen Stelle angezeigt'
  const names = await namesOf(town, person, found, purpose)
  return found.map((row) => ({ ...row, sender: row.owner_id ? names.get(row.owner_id) : undefined }))
}

export async function namesOf(
  town: Town,
  person: SignedIn,
  rows: readonly SubmissionRow[],
  purpose: string,
): Promise<Map<string, string>> {
  const subjects = [...new Set(rows.map(({ owner_id }) => owner_id).filter((id) => id !== null))]
  if (subjects.length === 0) return new Map()
  const actor = staffOf(person, firstUnit(person, mayRead))
  const look = { subjects, actor, purpose, legalBasis, fields: ['Name'] }
  const names = await town.look(look, (db: ReadDb<KernelTables>) =>
    db.selectFrom('kernel.person_name').selectAll().where('subject_id', 'in', subjects).execute(),
  )
  return new Map(names.map((name) => [name.subject_id, `${name.given_name} ${name.family_name}`.trim()]))
}

/** Everything a filter finds, with its answers, for a file: one look at each sender. */
export async function readFilled(town: Town, person: SignedIn, filter: Filter): Promise<Filled[]> {
  const found = await rowsOf(town, person, mayExport, filter, mostInFile, 0)
  return fillRows(town, found, staffOf(person, firstUnit(person, mayExport)), 'Eingegangene Formulare als Datei gespeichert')
}

/** Those of a batch, oldest first, in the units of this person. */
export async function readBatch(town: Town, person: SignedIn, batch: string): Promise<Filled[]> {
  const paths = (person.units.get(mayExport) ?? []).map(asPattern)
  const found = await town.read((db: Reading) =>
    db
      .selectFrom('forms.hand_over as h')
      .innerJoin('forms.submission as s', (on) => on.onRef('s.town_id', '=', 'h.town_id').onRef('s.id', '=', 'h.submission_id'))
      .innerJoin('forms.form as f', (on) => on.onRef('f.town_id', '=', 's.town_id').onRef('f.id', '=', 's.form_id'))
      .selectAll('s')
      .select('f.key')
      .where('h.batch_id', '=', batch)
      .where(sql<boolean>`s.unit LIKE ANY (${paths}::text[])`)
      .orderBy('s.received_at')
      .execute(),
  )
  return fillRows(town, found, staffOf(person, firstUnit(person, mayExport)), 'Tagesdatei eingegangener Formulare gespeichert')
}

async function fillRows(
  town: Town,
  found: readonly (SubmissionRow & { key: string })[],
  actor: Actor,
  purpose: string,
): Promise<Filled[]> {
  const rows = found.filter(({ state }) => state !== 'erased')
  if (rows.length === 0) return []
  const subjects = [...new Set(rows.map(({ holder_id }) => holder_id))]
  const sealed = await town.look({ subjects, actor, purpose, legalBasis }, (db: ReadDb<SubmissionTables>) =>
    db
      .selectFrom('forms.submission_content')
      .select(['submission_id', 'sealed'])
      .where(
        'submission_id',
        'in',
        rows.map(({ id }) => id),
      )
      .where('subject_id', 'in', subjects)
      .execute(),
  )
  const contents = new Map(sealed.map((one) => [one.submission_id, openContent(town.dataKey, one.submission_id, one.sealed)]))
  return rows.map((row) => ({ row, formKey: row.key, content: contents.get(row.id) }))
}
