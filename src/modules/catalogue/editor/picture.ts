// Pictures of services: drawn anew without what the camera wrote into them, shown with their words and rights once released.
import { sql } from 'kysely'
import sharp from 'sharp'
import { keepBlob, releaseBlob } from '../../../kernel/blobs.ts'
import { openFile } from '../../../kernel/files.ts'
import type { House } from '../../../kernel/house.ts'
import { tell } from '../../../kernel/outbox.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { takeNumbers } from '../import-things.ts'
import type { Localized } from '../record.ts'
import { asksForFourEyes } from './publish.ts'
import type { EditorTables } from './tables.ts'

export type PictureLine = {
  id: number
  alt: Localized
  caption: Localized
  rights: string
  width: number
  height: number
  released: boolean
  mine: boolean
}

/** Wide enough for a column on a sharp screen. */
const widest = 1_600

type NewPicture = { content: Buffer; alt: Localized; caption: Localized; rights: string; mayPublish: boolean }

/** The picture waits for its release where the town asks for four eyes or the editor may not publish. */
export async function addPicture(
  house: House,
  town: Town,
  service: number,
  { content, alt, caption, rights, mayPublish }: NewPicture,
  person: string,
  now: Date,
): Promise<void> {
  const drawn = await sharp(content)
    .rotate()
    .resize({ width: widest, withoutEnlargement: true })
    .webp({ quality: 82 })
    .toBuffer({ resolveWithObject: true })
  const { width, height } = drawn.info
  await town.write(async (db: WriteDb<EditorTables>) => {
    const blob = await keepBlob(town, db, house.files, drawn.data, 'image/webp')
    const id = await takeNumbers(db, 'picture', 1)
    const releasedBy = mayPublish && !asksForFourEyes(town) ? person : null
    await sql`INSERT INTO catalogue.picture (id, service_id, blob, media_type, width, height, alt, caption, rights, editor, released_by, added_at)
      VALUES (${id}, ${service}, ${blob}, 'image/webp', ${width}, ${height}, ${JSON.stringify(alt)}, ${JSON.stringify(caption)}, ${rights},
        ${person}::uuid, ${releasedBy}::uuid, ${now})`.execute(db)
    if (releasedBy) await tellPage(db, service)
  })
}

const tellPage = (db: WriteDb<EditorTables>, service: number): Promise<void> =>
  tell(db, { type: 'catalogue.changed.v1', subjects: [`catalogue.service/${service}`] })

export const listPictures = (town: Town, service: number, person: string): Promise<PictureLine[]> =>
  town.read(async (db: ReadDb<EditorTables>) => {
    const { rows } =
      await sql<PictureLine>`SELECT id, alt, caption, rights, width, height, released_by IS NOT NULL AS released, editor = ${person}::uuid AS mine
      FROM catalogue.picture WHERE service_id = ${service} ORDER BY id`.execute(db)
    return rows
  })

export const releasePicture = (
  town: Town,
  service: number,
  id: number,
  person: string,
): Promise<'released' | 'same-person' | 'none'> =>
  town.write(async (db: WriteDb<EditorTables>) => {
    const { rows } = await sql<{
      editor: string
    }>`SELECT editor FROM catalogue.picture WHERE id = ${id} AND service_id = ${service}
      AND released_by IS NULL FOR UPDATE`.execute(db)
    const [picture] = rows
    if (!picture) return 'none'
    if (asksForFourEyes(town) && picture.editor === person) return 'same-person'
    await sql`UPDATE catalogue.picture SET released_by = ${person}::uuid WHERE id = ${id}`.execute(db)
    await tellPage(db, service)
    return 'released'
  })

export const removePicture = (town: Town, service: number, id: number, now: Date): Promise<void> =>
  town.write(async (db: WriteDb<EditorTables>) => {
    const { rows } = await sql<{
      blob: string
    }>`DELETE FROM catalogue.picture WHERE id = ${id} AND service_id = ${service} RETURNING blob`.execute(db)
    for (const { blob } of rows) await releaseBlob(db, blob, now)
    if (rows.length > 0) await tellPage(db, service)
  })

/** `released`: only what everybody may see, on a page that is published. */
export async function openPicture(
  house: House,
  town: Town,
  service: number,
  id: number,
  which: 'released' | 'any',
): Promise<{ mediaType: string; content: Buffer } | undefined> {
  const row = await town.read(async (db: ReadDb<EditorTables>) => {
    const { rows } = await sql<{ blob: string; media_type: string }>`SELECT p.blob, p.media_type FROM catalogue.picture p
      JOIN catalogue.service s ON s.town_id = p.town_id AND s.id = p.service_id
      WHERE p.id = ${id} AND p.service_id = ${service}
        AND (${which === 'any'} OR (p.released_by IS NOT NULL AND s.status = 'published'))`.execute(db)
    return rows[0]
  })
  const content = row && (await openFile(house.files, town.dataKey, row.blob))
  return content && { mediaType: row.media_type, content: Buffer.from(content) }
}
