// What somebody did for a person or an organisation: every line can be read by whom it was done for.
import type { EnteredBy, NoteAct } from '../../../contracts/representation.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Language } from '../../../kernel/language.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { TownSql, WriteDb } from '../../../kernel/town.ts'
import type { RepresentationTables } from './tables.ts'
import { actingWords } from './words.ts'

type Db = WriteDb<RepresentationTables & KernelTables>

/** The answer to `note-act`. `unit`: the path of the unit at which staff acts; without it their first one. */
export async function noteAct(
  db: TownSql,
  { subject, by, how, matter, what, now, unit }: Omit<NoteAct['input'], 'db'> & { unit?: string },
): Promise<{ id: string }> {
  const id = newId(now)
  const place = how === 'representative' ? '' : (unit ?? [...by.units.values()][0]?.[0] ?? '/')
  await (db as Db)
    .insertInto('accounts.act')
    .values({ subject_id: subject, id, by_person: by.personId, how, unit: place, matter, what: what.slice(0, 1_000), at: now })
    .execute()
  return { id }
}

export type Act = { how: NoteAct['input']['how']; label: string; what: string; at: Date; matter: string }

/** Newest first. Staff are named by their unit, representatives not at all: their names stand with their authority. */
export async function listActs(db: TownSql, subject: string, language: Language, matter?: string): Promise<Act[]> {
  let query = (db as Db)
    .selectFrom('accounts.act as a')
    .leftJoin('kernel.unit as u', (join) => join.onRef('u.town_id', '=', 'a.town_id').onRef('u.path', '=', 'a.unit'))
    .select(['a.how', 'a.unit', 'a.what', 'a.at', 'a.matter', 'u.name'])
    .where('a.subject_id', '=', subject)
    .orderBy('a.at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(200)
  if (matter !== undefined) query = query.where('a.matter', '=', matter)
  const rows = await query.execute()
  const text = actingWords({ language })
  return rows.map(({ how, what, at, name, matter: about }) => ({
    how,
    what,
    at,
    matter: about,
    label: how === 'representative' ? text.byRepresentative : text[how](name ?? text.theTown),
  }))
}

export const enteredBy = async ({ db, subject, matter, language }: EnteredBy['input']): Promise<EnteredBy['answer']> =>
  (await listActs(db, subject, language, matter)).map(({ how, label, at }) => ({ how, label, at }))
