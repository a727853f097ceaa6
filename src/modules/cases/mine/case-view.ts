// Everything that the page of one application shows, asked for at once inside a logged look at its holder.

import { sql } from 'kysely'
import type { ShowAnswers } from '../../../contracts/fillings.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import type { TownSql } from '../../../kernel/town.ts'
import { currentOf, listAnswers } from '../answers.ts'
import { sealedName, sealedParty, sealedReason, sealedRequest } from '../sealing.ts'
import type { DecisionRow, DocumentRow, PartyContent, PartyRow, RequestRow } from '../tables.ts'
import type { Happening } from './history.ts'
import type { StepAt } from './list.ts'
import { type LacksLevel, type Seen, type Who, withCase } from './seen.ts'
import type { MineWriting } from './tables.ts'

export type ShownRequest = RequestRow & { message: string; reasons: Readonly<Record<string, string>> }
export type ShownDocument = Pick<DocumentRow, 'id' | 'direction' | 'kind' | 'media_type' | 'size' | 'at'> & { name: string }
export type CaseView = Seen & {
  requests: ShownRequest[]
  documents: ShownDocument[]
  events: Happening[]
  steps: StepAt[]
  decisions: DecisionRow[]
  /** Whose it is, as the answers name them. */
  holder: PartyContent
  parties: Pick<PartyRow, 'role' | 'kind'>[]
  rated: boolean
  renewedBy: string | undefined
  renews: string | undefined
  labels: ReadonlyMap<string, string>
}

/** What the questions are called that are asked again. */
async function labelsOf(
  { house, town, language, now }: Reading,
  db: MineWriting,
  { row, requests }: { row: Seen['row']; requests: readonly ShownRequest[] },
) {
  if (!requests.some(({ reasons }) => Object.keys(reasons).length > 0)) return new Map<string, string>()
  const { person } = currentOf(await listAnswers(db, town, row.id))
  const form = { id: person.form_id, version: person.form_version }
  const asked = { db: db as TownSql, form, answers: person.answers, language, now }
  const pages = (await house.ask<ShowAnswers>(town, 'show-answers', asked)) ?? []
  return new Map(pages.flatMap(({ answers }) => answers.map(({ path, label }): [string, string] => [path, label])))
}

type Reading = Who & Pick<Visit, 'language'>

export const readCase = (who: Reading, reference: string): Promise<CaseView | LacksLevel | undefined> =>
  withCase(who, reference, { purpose: 'Antrag angesehen', verb: 'read' }, async (db, seen) => {
    const view = await viewOf(db, who.town.dataKey, seen)
    return { ...view, labels: await labelsOf(who, db, view) }
  })

const nothing = Promise.resolve([])

async function viewOf(db: MineWriting, key: Who['town']['dataKey'], seen: Seen): Promise<Omit<CaseView, 'labels'>> {
  const { row, as } = seen
  const inside = as !== 'affected'
  const [requests, documents, events, decisions, parties, rated, linked] = await Promise.all([
    inside ? requestsOf(db, row.id) : nothing,
    inside ? documentsOf(db, row.id) : nothing,
    db
      .selectFrom('cases.event as e')
      .leftJoin('cases.event_text as x', (on) =>
        on.onRef('x.town_id', '=', 'e.town_id').onRef('x.case_id', '=', 'e.case_id').onRef('x.number', '=', 'e.number'),
      )
      .select(['e.number', 'e.at', 'e.kind', 'e.actor', 'e.details', 'x.sealed'])
      .where('e.case_id', '=', row.id)
      .where('e.open', '=', true)
      .orderBy('e.number')
      .limit(500)
      .execute(),
    db
      .selectFrom('cases.decision')
      .selectAll()
      .where('case_id', '=', row.id)
      .where('state', '=', 'issued')
      .orderBy('issued_at', 'desc')
      .execute(),
    db
      .selectFrom('cases.party as p')
      .leftJoin('cases.party_content as x', (on) => on.onRef('x.town_id', '=', 'p.town_id').onRef('x.party_id', '=', 'p.id'))
      .select(['p.id', 'p.role', 'p.kind', 'x.sealed'])
      .where('p.case_id', '=', row.id)
      .where('p.ended_at', 'is', null)
      .orderBy('p.added_at')
      .execute(),
    db.selectFrom('cases.rated').select('case_id').where('case_id', '=', row.id).executeTakeFirst(),
    sql<{ id: string; reference: string; renews: boolean }>`SELECT id, reference, false AS renews FROM cases."case"
      WHERE previous_id = ${row.id} AND previous_kind = 'renewal'
      UNION ALL SELECT id, reference, true FROM cases."case" WHERE id = ${row.previous_id}`.execute(db),
  ])
  const applicant = parties.find(({ role, sealed }) => role === 'applicant' && sealed !== null)
  return {
    ...seen,
    requests: requests.map(({ sealed, ...request }) => ({ ...request, ...sealedRequest.open(key, request.id, sealed) })),
    documents: documents.map(({ sealed, ...document }) => ({ ...document, name: sealedName.open(key, document.id, sealed) })),
    events: events.map(({ sealed, ...event }) => ({
      ...event,
      reason: sealed && inside ? sealedReason.open(key, `${row.id}/${event.number}`, sealed) : undefined,
    })),
    steps: events.flatMap(({ kind, at, details }) => (kind === 'step' ? [{ step: String(details.step), at }] : [])),
    decisions,
    holder: applicant?.sealed && inside ? sealedParty.open(key, applicant.id, applicant.sealed) : {},
    parties: parties.map(({ role, kind }) => ({ role, kind })),
    rated: rated !== undefined,
    renewedBy: linked.rows.find(({ renews }) => !renews)?.reference,
    renews: linked.rows.find(({ renews }) => renews)?.reference,
  }
}

const requestsOf = (db: MineWriting, caseId: string) =>
  db
    .selectFrom('cases.request as r')
    .innerJoin('cases.request_text as x', (on) => on.onRef('x.town_id', '=', 'r.town_id').onRef('x.request_id', '=', 'r.id'))
    .selectAll('r')
    .select('x.sealed')
    .where('r.case_id', '=', caseId)
    .where('r.state', '=', 'open')
    .orderBy('r.asked_at')
    .execute()

/** Decisions are read where they are delivered, so that the day of their delivery is known; notes of the town hall stay there. */
const documentsOf = (db: MineWriting, caseId: string) =>
  db
    .selectFrom('cases.document as d')
    .innerJoin('cases.document_name as n', (on) => on.onRef('n.town_id', '=', 'd.town_id').onRef('n.document_id', '=', 'd.id'))
    .select(['d.id', 'd.direction', 'd.kind', 'd.media_type', 'd.size', 'd.at', 'n.sealed'])
    .where('d.case_id', '=', caseId)
    .where('d.direction', '!=', 'internal')
    .where('d.kind', 'not in', ['decision', 'internal'])
    .orderBy('d.at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(200)
    .execute()

/** A document of a case that this visitor sees; asked anew at each download. */
export const findDocument = (who: Who, reference: string, id: string) =>
  withCase(
    who,
    reference,
    { purpose: 'Unterlage heruntergeladen', verb: 'read', roles: ['applicant', 'co-applicant', 'agent'] },
    async (db, { row }) => {
      const found = await db
        .selectFrom('cases.document as d')
        .innerJoin('cases.document_name as n', (on) =>
          on.onRef('n.town_id', '=', 'd.town_id').onRef('n.document_id', '=', 'd.id'),
        )
        .select(['d.id', 'd.blob', 'd.media_type', 'n.sealed'])
        .where('d.case_id', '=', row.id)
        .where('d.id', '=', id)
        .where('d.direction', '!=', 'internal')
        .where('d.kind', 'not in', ['decision', 'internal'])
        .executeTakeFirst()
      return (
        found && {
          blob: found.blob,
          mediaType: found.media_type,
          name: sealedName.open(who.town.dataKey, found.id, found.sealed),
        }
      )
    },
  )
