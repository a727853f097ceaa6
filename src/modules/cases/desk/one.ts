// One case as a clerk sees it: everything that was sent, filed, said and noted, read in one logged look.
import type { ProcedureOf } from '../../../contracts/filing.ts'
import type { OpenTask, ProcessState } from '../../../contracts/processes.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import type { House } from '../../../kernel/house.ts'
import type { Language } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { mayRead } from '../access.ts'
import { listAnswers } from '../answers.ts'
import { legalBasis, matterKind, type Reading, type Writing } from '../case.ts'
import { sealedName, sealedNote, sealedOpinion, sealedParty, sealedReason, sealedRequest } from '../sealing.ts'
import type {
  CaseRow,
  DecisionRow,
  DocumentRow,
  EventRow,
  NoteRow,
  OpinionContent,
  OpinionRow,
  PartyContent,
  PartyRow,
  RequestContent,
  RequestRow,
} from '../tables.ts'
import { knownTypes } from '../type/known-types.ts'
import type { TypeInUse } from '../type/type.ts'
import { type AnswersShown, showSent } from './answers.ts'
import { actorOf, findFor } from './clerk.ts'
import { type Look, readLooks } from './looks.ts'
import { colleaguesIn } from './names.ts'
import { unitNames } from './units.ts'

export type LinkShown = { id: string; reference: string; title: TypeInUse['type']['title']; reason: string; open: boolean }
export type CaseShown = {
  row: CaseRow
  kind: TypeInUse
  unit: string | undefined
  parties: readonly (PartyRow & { content: PartyContent | undefined })[]
  answers: AnswersShown
  documents: readonly (DocumentRow & { name: string })[]
  events: readonly (EventRow & { reason: string | undefined })[]
  notes: readonly (NoteRow & { text: string })[]
  requests: readonly (RequestRow & { content: RequestContent | undefined })[]
  opinions: readonly (OpinionRow & { content: OpinionContent | undefined; unitName: string })[]
  decisions: readonly DecisionRow[]
  links: readonly LinkShown[]
  looks: readonly Look[]
  follows: boolean
  tasks: readonly OpenTask[]
  process: ProcessState['answer'] | undefined
  procedure: ProcedureOf['answer'] | undefined
  colleague: (id: string) => string | undefined
}

type Asked = { id: string; language: Language; now: Date; purpose?: string }

export async function showCase(
  house: House,
  town: Town,
  person: SignedIn,
  { id, language, now, purpose = 'Ihren Vorgang geöffnet' }: Asked,
): Promise<CaseShown | 'party' | undefined> {
  const found = await town.read(async (db: Reading) => {
    const opening = await findFor(db, { house, town }, person, id, mayRead)
    if (!opening || opening === 'party') return opening
    const parties = await db.selectFrom('cases.party').selectAll().where('case_id', '=', id).orderBy('added_at').execute()
    return { ...opening, parties }
  })
  if (!found || found === 'party') return found
  const { row, kind, parties } = found
  const subjects = [...new Set([row.holder_id, ...parties.map(({ subject }) => subject)])]
  const look = { subjects, actor: actorOf(person, row.unit), purpose, legalBasis, matter: showReference(row.reference) }
  return town.personal(look, async (db: Writing) => {
    const of = <Table extends 'event' | 'note' | 'request' | 'opinion' | 'document' | 'decision'>(table: Table) =>
      db.selectFrom(`cases.${table}` as 'cases.note').where('case_id', '=', id)
    const sealedOf = (table: 'event' | 'note' | 'request' | 'opinion' | 'document' | 'party') => sealedIn(db, table, id)
    const [documents, names, events, reasons, notes, noteTexts] = await Promise.all([
      db.selectFrom('cases.document').selectAll().where('case_id', '=', id).orderBy('at').execute(),
      sealedOf('document'),
      db.selectFrom('cases.event').selectAll().where('case_id', '=', id).orderBy('number', 'desc').limit(500).execute(),
      sealedOf('event'),
      of('note').selectAll().orderBy('at').execute(),
      sealedOf('note'),
    ])
    const [requests, requestTexts, opinions, opinionTexts, decisions, partyTexts, follows, links] = await Promise.all([
      db.selectFrom('cases.request').selectAll().where('case_id', '=', id).orderBy('asked_at').execute(),
      sealedOf('request'),
      db.selectFrom('cases.opinion').selectAll().where('case_id', '=', id).orderBy('asked_at').execute(),
      sealedOf('opinion'),
      db.selectFrom('cases.decision').selectAll().where('case_id', '=', id).orderBy('prepared_at').execute(),
      sealedOf('party'),
      db
        .selectFrom('cases.follower')
        .select('person_id')
        .where('case_id', '=', id)
        .where('person_id', '=', person.personId)
        .executeTakeFirst(),
      listLinks(db, town, id),
    ])
    const answers = await showSent({ house, town, db, language, now }, await listAnswers(db, town, id))
    const process = await house.ask<ProcessState>(town, 'process-state', { db: db as unknown as TownSql, businessKey: id })
    const matter = { kind: matterKind, id }
    const procedure = await house.ask<ProcedureOf>(town, 'procedure-of', { db: db as unknown as TownSql, matter })
    const looks = await readLooks(db, row)
    const staff = events.flatMap(({ actor }) => staffIn(actor) ?? [])
    const colleague = await colleaguesIn(db, person, [
      ...staff,
      ...notes.map(({ by_id }) => by_id),
      ...opinions.flatMap(({ answered_by }) => answered_by ?? []),
      ...looks.flatMap(({ staff: one }) => one ?? []),
      ...(row.assignee ? [row.assignee] : []),
    ])
    const { dataKey } = town
    const unitOf = await unitNames(db, [row.unit, ...opinions.map(({ unit }) => unit)])
    return {
      row,
      kind,
      unit: unitOf.get(row.unit),
      parties: parties.map((one) => ({
        ...one,
        content: opened(partyTexts, one.id, (bytes) => sealedParty.open(dataKey, one.id, bytes)),
      })),
      answers,
      documents: documents.map((one) => ({
        ...one,
        name: opened(names, one.id, (bytes) => sealedName.open(dataKey, one.id, bytes)) ?? '–',
      })),
      events: events.map((one) => ({
        ...one,
        reason: opened(reasons, String(one.number), (bytes) => sealedReason.open(dataKey, `${id}/${one.number}`, bytes)),
      })),
      notes: notes.map((one) => ({
        ...one,
        text: opened(noteTexts, one.id, (bytes) => sealedNote.open(dataKey, one.id, bytes)) ?? '',
      })),
      requests: requests.map((one) => ({
        ...one,
        content: opened(requestTexts, one.id, (bytes) => sealedRequest.open(dataKey, one.id, bytes)),
      })),
      opinions: opinions.map((one) => ({
        ...one,
        unitName: unitOf.get(one.unit) ?? one.unit,
        content: opened(opinionTexts, one.id, (bytes) => sealedOpinion.open(dataKey, one.id, bytes)),
      })),
      decisions,
      links,
      looks,
      follows: follows !== undefined,
      tasks: process?.tasks ?? [],
      process,
      procedure,
      colleague,
    }
  })
}

/** `staff:<id>@<unit>` → id */
export const staffIn = (actor: string): string | undefined => /^staff:([0-9a-f-]{36})(?:@|$)/.exec(actor)?.[1]

const opened = <Value>(texts: ReadonlyMap<string, Buffer>, key: string, open: (bytes: Buffer) => Value): Value | undefined => {
  const bytes = texts.get(key)
  return bytes && open(bytes)
}

const textTables = {
  event: { table: 'cases.event_text', key: 'number' },
  note: { table: 'cases.note_text', key: 'note_id' },
  request: { table: 'cases.request_text', key: 'request_id' },
  opinion: { table: 'cases.opinion_text', key: 'opinion_id' },
  document: { table: 'cases.document_name', key: 'document_id' },
  party: { table: 'cases.party_content', key: 'party_id' },
} as const

/** What is sealed beside the rows of a case, led to them by their key. */
async function sealedIn(db: Writing, of: keyof typeof textTables, caseId: string): Promise<Map<string, Buffer>> {
  if (of === 'event') {
    const rows = await db.selectFrom('cases.event_text').select(['number', 'sealed']).where('case_id', '=', caseId).execute()
    return new Map(rows.map(({ number, sealed }) => [String(number), sealed]))
  }
  const { table, key } = textTables[of]
  const rows = await db
    .selectFrom(`${table} as x` as 'cases.note_text as x')
    .select([`x.${key} as key` as 'x.note_id as key', 'x.sealed'])
    .where(`x.${key}` as 'x.note_id', 'in', (from) =>
      from
        .selectFrom(`cases.${of}` as 'cases.note')
        .select('id')
        .where('case_id', '=', caseId),
    )
    .execute()
  return new Map(rows.map((row) => [row.key, row.sealed]))
}

async function listLinks(db: Writing, town: Town, id: string): Promise<LinkShown[]> {
  const rows = await db
    .selectFrom('cases.link as l')
    .innerJoin('cases.case as c', (on) => on.onRef('c.town_id', '=', 'l.town_id').onRef('c.id', '=', 'l.other_id'))
    .selectAll('c')
    .select('l.reason')
    .where('l.case_id', '=', id)
    .orderBy('l.at')
    .execute()
  const types = await knownTypes(db, town)
  return rows.map((row) => ({
    id: row.id,
    reference: row.reference,
    title: types.of(row).type.title,
    reason: row.reason,
    open: row.state !== 'closed',
  }))
}
