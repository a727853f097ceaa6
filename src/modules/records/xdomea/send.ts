// Messages as a clerk takes them home: packed, noted in the history, sent as a download.
import { type Answer, text } from '../../../kernel/http/answer.ts'
import { attachmentNamed } from '../../../kernel/http/send-blob.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { newId } from '../../../kernel/ids.ts'
import { actorOf } from '../desk/look.ts'
import { noteAll } from '../history.ts'
import { legalBasis } from '../person-offers.ts'
import type { RunItem, RunLine } from '../retention/disposal-view.ts'
import type { ProcedureRow } from '../tables.ts'
import type { Db } from '../text.ts'
import { collectProcedures } from './collect.ts'
import { type Packed, packMessage } from './pack.ts'

export const sendPacked = ({ name, content }: Packed): Answer =>
  text('application/zip', content, {
    headers: { 'content-disposition': attachmentNamed(name), 'cache-control': 'no-store' },
  })

type Place = Pick<Visit, 'house' | 'town' | 'person' | 'now'>
const archive = { institution: 'Archiv' }

/** To the archive: the offer names no persons, the hand-over carries everything. */
export async function sendRun(visit: Place, kind: '0501' | '0503', run: RunLine, items: readonly RunItem[]): Promise<Packed> {
  const { house, town, person, now } = visit
  const ids = items.map(({ procedure_id }) => procedure_id)
  const actor = actorOf(person!, run.unit)
  const collect = async (db: Db) => {
    const procedures = (await collectProcedures(db, town, ids, now)).map((one) => ({
      ...one,
      appraisal: items.find(({ procedure_id }) => procedure_id === one.id)?.appraisal,
    }))
    await noteAll(
      db,
      ids.map((procedure) => ({ what: 'exported', procedure, details: { message: kind } })),
      actor,
      now,
    )
    await db
      .insertInto('records.message')
      .values({
        id: newId(now),
        process_id: run.process_id,
        kind,
        direction: 'out',
        disposal_id: run.id,
        at: now,
        by_id: person!.personId,
      })
      .execute()
    return procedures
  }
  const people = kind === '0501' ? [] : [...new Set(items.flatMap(({ person_id }) => person_id ?? []))]
  const look = { subjects: people, actor, purpose: 'Akte dem Archiv übergeben', legalBasis }
  const procedures = people.length === 0 ? await town.write(collect) : await town.personal(look, collect)
  const unit = run.unit_name ?? town.settings.officialName
  return packMessage(house, town, kind, { process: run.process_id, procedures, receiver: archive, unit }, now)
}

/** To another authority: procedures with all their documents, in their files. */
export async function sendAway(
  { house, town, person, now }: Place,
  rows: readonly ProcedureRow[],
  receiver: { institution: string },
): Promise<Packed> {
  const process = newId(now)
  const ids = rows.map(({ id }) => id)
  const unit = rows[0]?.unit ?? '/'
  const actor = actorOf(person!, unit)
  const collect = async (db: Db) => {
    const procedures = await collectProcedures(db, town, ids, now)
    await noteAll(
      db,
      ids.map((procedure) => ({ what: 'exported', procedure, details: { message: '0401' } })),
      actor,
      now,
    )
    await db
      .insertInto('records.message')
      .values({
        id: newId(now),
        process_id: process,
        kind: '0401',
        direction: 'out',
        disposal_id: null,
        at: now,
        by_id: person!.personId,
      })
      .execute()
    return procedures
  }
  const people = [...new Set(rows.flatMap(({ person_id }) => person_id ?? []))]
  const look = { subjects: people, actor, purpose: 'Akte an eine andere Behörde abgegeben', legalBasis }
  const procedures = people.length === 0 ? await town.write(collect) : await town.personal(look, collect)
  const sent = { process, procedures, receiver, unit: procedures[0]?.unit ?? town.settings.officialName }
  return packMessage(house, town, '0401', sent, now)
}
