// What another unit thinks: asked with a question, a day and chosen pages of the form; it sees those pages and nothing else.
// @de Stellungnahme
import { sql } from 'kysely'
import type { CompleteTask, ProcessState } from '../../../contracts/processes.ts'
import { mayIn, type SignedIn } from '../../../kernel/access.ts'
import type { House } from '../../../kernel/house.ts'
import { isUuid, newId } from '../../../kernel/ids.ts'
import type { Language } from '../../../kernel/language.ts'
import { covers, listPermissionsOf } from '../../../kernel/permissions.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { ReadDb, Town, TownSql } from '../../../kernel/town.ts'
import { isParty, mayGiveOpinion, mayWork, type Place } from '../access.ts'
import { listAnswers } from '../answers.ts'
import { changeCase, findCase, legalBasis, lockCase, type Reading, type Writing } from '../case.ts'
import { sealedOpinion } from '../sealing.ts'
import type { CaseRow, OpinionContent, OpinionRow } from '../tables.ts'
import { knownTypes } from '../type/known-types.ts'
import type { TypeInUse } from '../type/type.ts'
import type { Who } from './act.ts'
import { type PageShown, showSent } from './answers.ts'
import { actorOf, atCase, type Done, done, unitsFor } from './clerk.ts'

export const views = ['for', 'conditions', 'against', 'not-concerned'] as const
export type View = (typeof views)[number]
export type Question = { unit: string; pages: readonly string[]; question: string; dueOn: string }

/** Secrets stay in the unit: there is no asking around. @law § 30 AO, § 35 SGB I */
export const askOpinion = (who: Who, id: string, { unit, pages, question, dueOn }: Question): Promise<Done> =>
  atCase(who, who.person, { id, permission: mayWork, purpose: 'Stellungnahme angefragt', now: who.now }, async (at) => {
    if (at.kind.type.secrecy) return { refused: 'secret' }
    const row = await at.hold()
    if (row.state === 'closed') return { refused: 'closed' }
    const opinion = newId(who.now)
    await at.db
      .insertInto('cases.opinion')
      .values({
        id: opinion,
        case_id: id,
        unit,
        pages: [...pages],
        asked_by: who.person.personId,
        asked_at: who.now,
        due_on: dueOn,
        answered_by: null,
        answered_at: null,
        view: null,
      })
      .execute()
    const sealed = sealedOpinion.seal(who.town.dataKey, opinion, { question })
    await at.db.insertInto('cases.opinion_text').values({ opinion_id: opinion, subject_id: row.holder_id, sealed }).execute()
    const happened = { kind: 'opinion-asked', by: at.actor, details: { opinion, unit, until: dueOn } }
    await changeCase(at.db, who.town, row, { news: false }, happened, who.now)
    return done
  })

const asPattern = (path: string): string => `${path.replace(/[\\%_]/g, '\\$&')}%`
export type OpenOpinion = {
  id: string
  reference: string
  title: TypeInUse['type']['title']
  due_on: string | null
  asked_at: Date
  unit: string
}
const mostShown = 200

/** Open ones of the units of this member of staff, the next one first; no names. */
export const listOpinions = (town: Town, person: SignedIn): Promise<OpenOpinion[]> =>
  town.read(async (db: Reading) => {
    const paths = unitsFor(person, mayGiveOpinion).map(asPattern)
    const types = await knownTypes(db, town)
    const rows = await db
      .selectFrom('cases.opinion as o')
      .innerJoin('cases.case as c', (on) => on.onRef('c.town_id', '=', 'o.town_id').onRef('c.id', '=', 'o.case_id'))
      .select(['o.id', 'o.unit', 'o.due_on', 'o.asked_at', 'c.reference', 'c.type_id', 'c.version'])
      .where('o.answered_at', 'is', null)
      .where('c.state', '<>', 'closed')
      .where(sql<boolean>`o.unit LIKE ANY (${paths}::text[])`)
      .orderBy('o.due_on')
      .orderBy('o.id')
      .limit(mostShown)
      .execute()
    return rows.map(({ type_id, version, ...row }) => ({ ...row, title: types.of({ type_id, version }).type.title }))
  })

export async function countOpinions(town: Town, person: SignedIn): Promise<number> {
  if (!person.permissions.has(mayGiveOpinion)) return 0
  const paths = unitsFor(person, mayGiveOpinion).map(asPattern)
  const { count } = await town.read((db: Reading) =>
    db
      .selectFrom('cases.opinion as o')
      .innerJoin('cases.case as c', (on) => on.onRef('c.town_id', '=', 'o.town_id').onRef('c.id', '=', 'o.case_id'))
      .select((all) => all.fn.countAll<number>().as('count'))
      .where('o.answered_at', 'is', null)
      .where('c.state', '<>', 'closed')
      .where(sql<boolean>`o.unit LIKE ANY (${paths}::text[])`)
      .executeTakeFirstOrThrow(),
  )
  return Math.min(Number(count), mostShown)
}

export type OpinionShown = {
  opinion: OpinionRow
  row: CaseRow
  kind: TypeInUse
  content: OpinionContent | undefined
  /** Only the chosen pages, and only until the day or the answer. */
  pages: readonly PageShown[]
  over: boolean
}

type Found = { opinion: OpinionRow; row: CaseRow; kind: TypeInUse }

async function findOpinion(
  db: Reading | Writing,
  place: Place,
  person: SignedIn,
  id: string,
): Promise<Found | 'party' | undefined> {
  if (!isUuid(id)) return undefined
  const opinion = await (db as Writing).selectFrom('cases.opinion').selectAll().where('id', '=', id).executeTakeFirst()
  if (!opinion || !mayIn(person, mayGiveOpinion, opinion.unit)) return undefined
  const row = await findCase(db, opinion.case_id)
  if (!row) return undefined
  const kind = (await knownTypes(db, place.town)).of(row)
  return (await isParty(place, db, person, row)) ? 'party' : { opinion, row, kind }
}

const isOver = ({ opinion, row }: Found, today: string): boolean =>
  opinion.answered_at !== null || row.state === 'closed' || (opinion.due_on !== null && opinion.due_on < today)

export async function showOpinion(
  house: House,
  town: Town,
  person: SignedIn,
  { id, language, today, now }: { id: string; language: Language; today: string; now: Date },
): Promise<OpinionShown | 'party' | undefined> {
  const found = await town.read((db: Reading) => findOpinion(db, { house, town }, person, id))
  if (!found || found === 'party') return found
  const { opinion, row } = found
  const look = {
    subjects: [row.holder_id],
    actor: actorOf(person, opinion.unit),
    purpose: 'Stellungnahme zu Ihrem Vorgang vorbereitet',
    legalBasis,
    matter: showReference(row.reference),
  }
  return town.personal(look, async (db: Writing) => {
    const text = await db.selectFrom('cases.opinion_text').select('sealed').where('opinion_id', '=', id).executeTakeFirst()
    const over = isOver(found, today)
    const shown =
      over || opinion.pages.length === 0
        ? undefined
        : await showSent({ house, town, db, language, now }, await listAnswers(db, town, row.id))
    return {
      ...found,
      content: text && sealedOpinion.open(town.dataKey, id, text.sealed),
      pages: shown?.pages.filter(({ key }) => opinion.pages.includes(key)) ?? [],
      over,
    }
  })
}

export async function giveOpinion(
  { house, town, person, now }: Who,
  id: string,
  { view, answer, today }: { view: View; answer: string; today: string },
): Promise<'given' | 'over' | 'party' | undefined> {
  const found = await town.read((db: Reading) => findOpinion(db, { house, town }, person, id))
  if (!found || found === 'party') return found
  const { opinion, row } = found
  const look = {
    subjects: [row.holder_id],
    actor: actorOf(person, opinion.unit),
    purpose: 'Stellungnahme zu Ihrem Vorgang abgegeben',
    legalBasis,
    matter: showReference(row.reference),
  }
  return town.personal(look, async (db: Writing) => {
    const held = await listPermissionsOf(db as unknown as ReadDb<KernelTables>, person.personId, now)
    if (!covers(held, mayGiveOpinion, opinion.unit)) return undefined
    // Held first: a step of the process is done by an opinion that counts, and by nothing else.
    const fresh = await db.selectFrom('cases.opinion').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    const stands = await findCase(db, row.id)
    if (!fresh || !stands || isOver({ ...found, opinion: fresh, row: stands }, today)) return 'over'
    await finishTask({ house, town, person, now }, db, row.id)
    const [locked, text] = [
      await lockCase(db, row.id),
      await db.selectFrom('cases.opinion_text').select('sealed').where('opinion_id', '=', id).executeTakeFirst(),
    ]
    if (!locked || !text) return 'over'
    const { question } = sealedOpinion.open(town.dataKey, id, text.sealed)
    const sealed = sealedOpinion.seal(town.dataKey, id, { question, answer })
    await db.updateTable('cases.opinion_text').set({ sealed }).where('opinion_id', '=', id).execute()
    const given = { answered_by: person.personId, answered_at: now, view }
    await db.updateTable('cases.opinion').set(given).where('id', '=', id).execute()
    const happened = { kind: 'opinion-given', by: look.actor, details: { opinion: id, view } }
    await changeCase(db, town, locked, { news: true }, happened, now)
    return 'given'
  })
}

/** Where the process waits for it as a step of its own. */
async function finishTask({ house, town, person, now }: Who, db: Writing, caseId: string): Promise<void> {
  const state = await house.ask<ProcessState>(town, 'process-state', { db: db as unknown as TownSql, businessKey: caseId })
  const task = state?.tasks.find(({ form }) => form === 'cases.opinion')
  if (!task) return
  await house.ask<CompleteTask>(town, 'complete-task', {
    db: db as unknown as TownSql,
    task: task.id,
    person,
    variables: {},
    now,
  })
}
