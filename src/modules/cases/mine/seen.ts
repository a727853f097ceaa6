// Who sees a case from outside the town hall: its parties, whoever acts for one, and the browser that proved the mail address.
import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { MayAct, NoteAct } from '../../../contracts/representation.ts'
import { reaches, type SignedIn } from '../../../kernel/access.ts'
import type { Actor } from '../../../kernel/actor.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { readReference, showReference } from '../../../kernel/reference.ts'
import type { Level } from '../../../kernel/tables.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { caseSubject, legalBasis, lockCase } from '../case.ts'
import type { CaseRow, PartyRow } from '../tables.ts'
import type { TypeInUse } from '../type/type.ts'
import { knownTypes } from './known-types.ts'
import type { MineReading, MineWriting } from './tables.ts'

/** As whom. `affected` sees that there is a case and where it stands, nothing of what was said in it. */
export type Role = PartyRow['role']
export type Who = Pick<Visit, 'house' | 'town' | 'person' | 'cookie' | 'now'>
export type Seen = { row: CaseRow; as: Role; kind: TypeInUse; unit: string | undefined }

/** Whose applications a visitor looks at: their own, or those of whom they act for in this session. */
export const mineOf = (person: SignedIn): string => person.actsFor?.id ?? person.personId

/** Everybody but the holder is written as somebody who acts for them. */
export const actorOf = (person: SignedIn | undefined, holder: string): Actor => {
  if (!person) return 'self'
  if (!person.actsFor && holder === person.personId) return { self: true, session: person.sessionId }
  return { representative: person.personId, session: person.sessionId }
}

export const guestCookie = 'case'
const secretShape = /^[A-Za-z0-9_-]{43}$/
export const secretHash = (secret: string): Buffer => createHash('sha256').update(secret).digest()
/** Hash of what this browser holds; undefined where it holds nothing. */
export function guestSecret({ cookie }: Pick<Visit, 'cookie'>): string | undefined {
  const secret = cookie(guestCookie)
  return secret !== undefined && secretShape.test(secret) ? secret : undefined
}

/**
 * Who sent something while acting for somebody sees it only while they act for them: the authority may have ended.
 * Whoever stands in the case as an agent otherwise was entered there by the town, on a mandate shown to it.
 */
export const ofOwn = (person: SignedIn) => sql<boolean>`(p.role <> 'agent' OR c.owner_id IS DISTINCT FROM ${mineOf(person)})`

/** Who has several parts acts in the first of these. */
export const inOrder = (role: RawBuilder<unknown>) =>
  sql`array_position(ARRAY['applicant', 'co-applicant', 'agent', 'affected'], ${role})`

/** The town itself has no row, and a path may have belonged to a unit before. */
export const unitName = sql<string | null>`(SELECT u.name FROM kernel.unit u WHERE u.town_id = c.town_id AND u.path = c.unit
  ORDER BY u.closed_at DESC NULLS FIRST LIMIT 1)`

/** Nobody's account leads to it: then its reference and a code by mail do. */
export const withoutAccount = sql<boolean>`(c.owner_id IS NULL AND NOT EXISTS (SELECT FROM cases.party a WHERE a.town_id = c.town_id
  AND a.case_id = c.id AND a.role = 'applicant' AND a.account_id IS NOT NULL AND a.ended_at IS NULL))`

type Found = CaseRow & { party_role: Role | null; guest: boolean; unit_name: string | null }

async function findFor(db: MineReading, { person, cookie, now }: Who, reference: string): Promise<Found | undefined> {
  const secret = guestSecret({ cookie })
  const account = person && mineOf(person)
  const party = person
    ? sql<Role | null>`(SELECT p.role FROM cases.party p WHERE p.town_id = c.town_id AND p.case_id = c.id AND p.account_id = ${account!}
        AND p.ended_at IS NULL AND ${ofOwn(person)} ORDER BY ${inOrder(sql`p.role`)} LIMIT 1)`
    : sql<null>`NULL`
  const guest =
    secret === undefined
      ? sql<boolean>`false`
      : sql<boolean>`${withoutAccount} AND EXISTS (SELECT FROM cases.guest g WHERE g.town_id = c.town_id AND g.case_id = c.id
          AND g.secret_hash = ${secretHash(secret)} AND g.until > ${now})`
  const { rows } = await sql<Found>`SELECT c.*, ${party} AS party_role, ${guest} AS guest, ${unitName} AS unit_name
    FROM cases."case" c WHERE c.reference = ${reference}`.execute(db)
  return rows[0]
}

/** Asked with every act: an authority may be for some matters only, or have ended a moment ago. */
export async function mayActIn(who: Who, db: TownSql, caseId: string, verb: 'read' | 'write'): Promise<boolean> {
  const { house, town, person, now } = who
  if (!person?.actsFor) return true
  const allowed = await house.ask<MayAct>(town, 'may-act', { db, person, matter: caseSubject(caseId), verb, now })
  return allowed?.subject === person.actsFor.id
}

export type Act = {
  /** The holder reads it in their log. */
  purpose: string
  verb: 'read' | 'write'
  /** Who may do it; everybody who sees the case may look. */
  roles?: readonly Role[]
  /** What a represented person reads about it. */
  what?: string
}

/** Applied for with a stronger proof than this session has: nothing is shown, and the visitor may prove more. */
export class LacksLevel {
  readonly level: Level
  constructor(level: Level) {
    this.level = level
  }
}

/** Runs `work` inside a logged look at the holder, for a writer with the case held; undefined where this visitor has no such case. */
export async function withCase<Result>(
  who: Who,
  reference: string,
  { purpose, verb, roles, what }: Act,
  work: (db: MineWriting, seen: Seen) => Promise<Result>,
): Promise<Result | LacksLevel | undefined> {
  const plain = readReference(reference)
  if (plain === undefined) return undefined
  const { house, town, person, now } = who
  let seen: Seen | undefined
  let lacks: LacksLevel | undefined
  // Who is signed in may see a case of no account too: by the code, as everybody else.
  let account: SignedIn | undefined
  const look = {
    subjects: async (db: MineReading) => {
      const found = await findFor(db, who, plain)
      if (!found) return []
      const { party_role, guest, unit_name, ...row } = found
      const as = party_role ?? (guest ? 'applicant' : undefined)
      if (!as || (roles && !roles.includes(as)) || (party_role && !(await mayActIn(who, db, row.id, verb)))) return []
      const kind = (await knownTypes(db, town, [row]))(row)
      account = party_role ? person : undefined
      if (account && !reaches(account.level, kind.type.level)) {
        lacks = new LacksLevel(kind.type.level)
        return []
      }
      seen = { row, as, kind, unit: unit_name ?? undefined }
      return [row.holder_id]
    },
    // Known only once the case is found; the log is written after that.
    get actor() {
      return actorOf(account, seen?.row.holder_id ?? '')
    },
    purpose,
    legalBasis,
    get matter() {
      return seen && showReference(seen.row.reference)
    },
  }
  return town.personal(look, async (db: MineWriting) => {
    if (!seen) return lacks
    if (verb === 'write') {
      const held = await lockCase(db, seen.row.id)
      if (!held) return undefined
      seen = { ...seen, row: held }
    }
    if (account?.actsFor && what !== undefined) await noteAct(house, town, db, account, seen.row, what, now)
    return work(db, seen)
  })
}

const noteAct = (house: Who['house'], town: Town, db: MineWriting, by: SignedIn, row: CaseRow, what: string, now: Date) =>
  house.ask<NoteAct>(town, 'note-act', {
    db: db as TownSql,
    subject: row.holder_id,
    by,
    how: 'representative',
    matter: caseSubject(row.id),
    what,
    now,
  })
