// Destroying what a procedure holds: contents, names, words of the search; number, title, dates and the proof stay.
import { createHash } from 'node:crypto'
import type { Actor } from '../../../kernel/actor.ts'
import { releaseBlob, removeNow } from '../../../kernel/blobs.ts'
import type { House } from '../../../kernel/house.ts'
import type { Town } from '../../../kernel/town.ts'
import { openHolds } from '../desk/procedure-view.ts'
import { note } from '../history.ts'
import { lockProcedure } from '../procedure.ts'
import { type Db, dropTexts } from '../text.ts'
import { dropWords } from '../word-index.ts'

export type Destroyed = { documents: number; proof: Buffer }

/**
 * `held` where a hold lies on it or on its file: nothing is touched then. `gone` where it is not closed any more.
 * Inside a logged look at whom it concerns.
 */
export async function emptyProcedure(
  house: Pick<House, 'files'>,
  town: Town,
  db: Db,
  id: string,
  outcome: 'handed-over' | 'destroyed',
  actor: Actor,
  now: Date,
): Promise<Destroyed | 'held' | 'gone'> {
  const procedure = await lockProcedure(db, id)
  if (!procedure || (procedure.state !== 'closed' && procedure.state !== 'cancelled')) return 'gone'
  if ((await openHolds(db, procedure)).length > 0) return 'held'
  const documents = (await db.selectFrom('records.document').select('id').where('procedure_id', '=', id).execute()).map(
    (row) => row.id,
  )
  const blobs = documents.length === 0 ? [] : await blobsOf(db, documents)
  await dropTexts(db, [...documents, id])
  await dropWords(db, [...documents, id])
  await db.deleteFrom('records.document').where('procedure_id', '=', id).execute()
  for (const blob of blobs) {
    await releaseBlob(db, blob, now)
    // At once, where nobody else refers to the same content.
    await removeNow(town, db, house.files, blob, now)
  }
  await db
    .updateTable('records.procedure')
    .set({ state: outcome, person_id: null, changed_at: now })
    .where('id', '=', id)
    .execute()
  await note(db, { what: outcome, procedure: id, details: { documents: documents.length } }, actor, now)
  const proof = createHash('sha256').update(blobs.join('\n')).digest()
  return { documents: documents.length, proof }
}

async function blobsOf(db: Db, documents: readonly string[]): Promise<string[]> {
  const versions = await db
    .selectFrom('records.version')
    .select(['id', 'blob'])
    .where('document_id', 'in', [...documents])
    .execute()
  const renditions =
    versions.length === 0
      ? []
      : await db
          .selectFrom('records.rendition')
          .select('blob')
          .where(
            'version_id',
            'in',
            versions.map(({ id }) => id),
          )
          .execute()
  return [...versions, ...renditions].map(({ blob }) => blob).sort()
}
