// The list of a person's applications: everything in one packet, the look at themselves logged in it.
import { type RawBuilder, sql } from 'kysely'
import type { MayAct } from '../../../contracts/representation.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import type { House } from '../../../kernel/house.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { legalBasis, matterKind } from '../case.ts'
import { sealedRequest } from '../sealing.ts'
import type { CaseRow, RequestRow } from '../tables.ts'
import type { TypeInUse } from '../type/type.ts'
import { typesFor } from './known-types.ts'
import { actorOf, inOrder, mayActIn, mineOf, ofOwn, type Role, unitName } from './seen.ts'
import type { MineReading, MineWriting } from './tables.ts'

export type Asked = Pick<RequestRow, 'id' | 'kind' | 'due_on' | 'path'> & { message: string | undefined }
export type StepAt = { step: string; at: Date }
export type Line = {
  row: CaseRow
  kind: TypeInUse
  as: Role
  unit: string | undefined
  asked: readonly Asked[]
  steps: readonly StepAt[]
  /** Integer cents of the decision that stands. */
  fee: number | undefined
}
export type Listed = { running: Line[]; closed: Line[]; more: boolean }

const mostRunning = 100
export const closedPerPage = 20

type LineRow = CaseRow & { as: Role; unit_name: string | null; fee: number | null }
type AskedRow = Asked & { case_id: string; sealed: Buffer | null }
type StepRow = StepAt & { case_id: string }

/** In which cases the person has which part. */
const own = (
  person: SignedIn,
) => sql`WITH own AS MATERIALIZED (SELECT DISTINCT ON (p.case_id) p.case_id, p.role FROM cases.party p
  WHERE p.account_id = ${mineOf(person)} AND p.ended_at IS NULL ORDER BY p.case_id, ${inOrder(sql`p.role`)})`
/** By their keys, whatever the planner believes of the sizes: else it may walk through all cases of the town. */
const ownIds = sql`ANY (ARRAY(SELECT case_id FROM own))`
const running = sql<boolean>`c.state <> 'closed'`
const closed = sql<boolean>`c.state = 'closed'`

type Page = { limit: number; offset?: number }

async function lineRows(db: MineReading, person: SignedIn, which: RawBuilder<boolean>, { limit, offset = 0 }: Page) {
  const { rows } = await sql<LineRow>`${own(person)} SELECT c.*, p.role AS "as", ${unitName} AS unit_name,
      (SELECT d.fee_cents FROM cases.decision d WHERE d.town_id = c.town_id AND d.case_id = c.id AND d.state = 'issued'
        ORDER BY d.issued_at DESC LIMIT 1) AS fee
    FROM cases."case" c JOIN own p ON p.case_id = c.id WHERE c.id = ${ownIds} AND ${ofOwn(person)} AND ${which}
    ORDER BY c.received_at DESC, c.id LIMIT ${limit} OFFSET ${offset}`.execute(db)
  return rows
}

/** What a clerk wrote is personal to the holder: in cases of others its text stays away, since the look here is at oneself. */
async function askedRows(db: MineReading, person: SignedIn) {
  const { rows } = await sql<AskedRow>`${own(person)} SELECT r.id, r.case_id, r.kind, r.due_on, r.path, x.sealed
    FROM cases.request r JOIN own p ON p.case_id = r.case_id
    LEFT JOIN cases.request_text x ON x.town_id = r.town_id AND x.request_id = r.id
    WHERE r.case_id = ${ownIds} AND r.state = 'open' AND p.role <> 'affected' ORDER BY r.due_on NULLS LAST, r.asked_at`.execute(
    db,
  )
  return rows
}

async function stepRows(db: MineReading, person: SignedIn) {
  const { rows } = await sql<StepRow>`${own(person)} SELECT e.case_id, e.at, e.details->>'step' AS step
    FROM cases."case" c JOIN cases.event e ON e.town_id = c.town_id AND e.case_id = c.id AND e.kind = 'step'
    WHERE c.id = ${ownIds} AND ${running} ORDER BY e.case_id, e.number`.execute(db)
  return rows
}

type Rows = [LineRow[], LineRow[], AskedRow[], StepRow[]]

const everything = (db: MineReading, person: SignedIn, page: number): Promise<Rows> =>
  Promise.all([
    lineRows(db, person, running, { limit: mostRunning }),
    lineRows(db, person, closed, { limit: closedPerPage + 1, offset: (page - 1) * closedPerPage }),
    askedRows(db, person),
    stepRows(db, person),
  ])

export async function listMine(
  house: House,
  town: Town,
  person: SignedIn,
  { page = 1, now }: { page?: number; now: Date },
): Promise<Listed> {
  const look = {
    subjects: [mineOf(person)],
    actor: actorOf(person, mineOf(person)),
    purpose: 'Meine Anträge angesehen',
    legalBasis,
  }
  const found: Rows = person.actsFor
    ? await town.personal(look, async (db: MineWriting) =>
        allowedOf(house, town, db, person, await everything(db, person, page), now),
      )
    : await town.look(look, (db: MineReading) => everything(db, person, page))
  const [open, over, asked, steps] = found
  const kindOf = await typesFor(town, [...open, ...over])
  const line = ({ as, unit_name, fee, ...row }: LineRow): Line => ({
    row,
    kind: kindOf(row),
    as,
    unit: unit_name ?? undefined,
    asked: asked
      .filter(({ case_id }) => case_id === row.id)
      .map(({ id, kind, due_on, path, sealed }) => {
        const message = sealed ? sealedRequest.open(town.dataKey, id, sealed).message : undefined
        return { id, kind, due_on, path, message }
      }),
    steps: steps.filter(({ case_id }) => case_id === row.id),
    fee: fee ?? undefined,
  })
  return { running: open.map(line), closed: over.slice(0, closedPerPage).map(line), more: over.length > closedPerPage }
}

/** Asked once for all; whoever may not see all is asked for each. */
async function allowedOf(
  house: House,
  town: Town,
  db: MineWriting,
  person: SignedIn,
  [open, over, asked, steps]: Rows,
  now: Date,
): Promise<Rows> {
  const whole = { db: db as TownSql, person, matter: matterKind.split('.')[0]!, verb: 'read' as const, now }
  const allowed = await house.ask<MayAct>(town, 'may-act', whole)
  if (allowed && allowed.subject === person.actsFor?.id) return [open, over, asked, steps]
  const seen = new Set<string>()
  for (const { id } of [...open, ...over])
    if (await mayActIn({ house, town, person, now, cookie: () => undefined }, db, id, 'read')) seen.add(id)
  const may = ({ id }: { id: string }): boolean => seen.has(id)
  return [open.filter(may), over.filter(may), asked.filter(({ case_id }) => seen.has(case_id)), steps]
}
