// A file that somebody is sending or has sent, before it is part of anything: who holds what it belongs to lists, takes or drops it.
import { sql } from 'kysely'
import { keepBlob, newLargeBlob, releaseBlob } from '../blobs.ts'
import type { House } from '../house.ts'
import { newId } from '../ids.ts'
import { decrypt, encrypt } from '../keys.ts'
import type { KernelTables, QuarantineReason, UploadState } from '../tables.ts'
import type { Town, TownSql, WriteDb } from '../town.ts'
import { isPicture, type Refused, type UploadedFile } from './check.ts'
import { type FileKind, fileKinds } from './kinds.ts'
import { quarantine } from './quarantine.ts'

export type Upload = {
  id: string
  /** What it belongs to: `forms.draft/<id>`. */
  purpose: string
  /** Where in it: the path of the question. */
  place: string
  /** As people see it; its ending fits the content once that is known. */
  name: string
  /** What people say it shows: "passport, front". May be empty. */
  label: string
  /** As it was sent; a picture that was drawn anew has another one. */
  size: number
  received: number
  state: UploadState
  /** Of a quarantine or a refusal; `refusalText` has its words. */
  reason: QuarantineReason | Refused | undefined
  kind: FileKind | undefined
  accept: readonly FileKind[]
  expiresAt: Date | undefined
}

/** An upload that became part of something: from now on the taker refers to `blob`, and lets go of it with `releaseBlob`. */
export type TakenUpload = {
  id: string
  place: string
  name: string
  label: string
  kind: FileKind
  mediaType: string
  /** Of the stored content. */
  size: number
  /** For `sendBlob`, which refuses it as long as it is in quarantine. */
  blob: string
  quarantined: QuarantineReason | undefined
}

/** Hours until a file that stopped arriving is dropped. */
const patienceHours = 48

type Row = {
  id: string
  purpose: string
  place: string
  sealed: Buffer
  accept: FileKind[]
  size: number
  received: number
  state: UploadState
  reason: string | null
  kind: FileKind | null
  blob: string | null
  expires_at: Date | null
}

export type Named = { name: string; label: string }

export const sealNames = (town: Town, id: string, { name, label }: Named): Buffer =>
  encrypt(town.dataKey, Buffer.from(JSON.stringify({ name, label })), `kernel.upload/${id}`)

const openNames = (town: Town, { id, sealed }: Pick<Row, 'id' | 'sealed'>): Named =>
  JSON.parse(decrypt(town.dataKey, sealed, `kernel.upload/${id}`).toString()) as Named

const uploadOf = (town: Town, row: Row): Upload => ({
  ...openNames(town, row),
  id: row.id,
  purpose: row.purpose,
  place: row.place,
  size: row.size,
  received: row.received,
  state: row.state,
  reason: (row.reason as Upload['reason']) ?? undefined,
  kind: row.kind ?? undefined,
  accept: row.accept,
  expiresAt: row.expires_at ?? undefined,
})

const columns = sql.raw('id, purpose, place, sealed, accept, size, received, state, reason, kind, blob, expires_at')

/** All of a purpose in the order of their beginning, those still arriving and refused ones included. */
export const listUploads = (town: Town, purpose: string): Promise<Upload[]> =>
  town.read(async (db) => {
    const { rows } = await sql<Row>`SELECT ${columns} FROM kernel.upload
      WHERE purpose = ${purpose} AND (expires_at IS NULL OR expires_at > now()) ORDER BY begun_at, id`.execute(db)
    return rows.map((row) => uploadOf(town, row))
  })

/** Undefined also where it belongs to something else. */
export const findUpload = (town: Town, purpose: string, id: string): Promise<Upload | undefined> =>
  town.read(async (db) => {
    const { rows } = await sql<Row>`SELECT ${columns} FROM kernel.upload
      WHERE id = ${id}::uuid AND purpose = ${purpose} AND (expires_at IS NULL OR expires_at > now())`.execute(db)
    return rows[0] && uploadOf(town, rows[0])
  })

/** Those whose check nobody is working on: the process that did may have ended. */
export const listWaitingUploads = (town: Town): Promise<Upload[]> =>
  town.read(async (db) => {
    const { rows } = await sql<Row>`SELECT ${columns} FROM kernel.upload
      WHERE state = 'checking' AND (locked_until IS NULL OR locked_until < now()) ORDER BY begun_at LIMIT 200`.execute(db)
    return rows.map((row) => uploadOf(town, row))
  })

type Beginning = Named & { purpose: string; place: string; size: number; accept: readonly FileKind[] }

/** A file of which nothing has arrived yet. @returns its id */
export async function beginUpload(
  town: Town,
  { purpose, place, name, label, size, accept }: Beginning,
  now: Date,
): Promise<string> {
  const id = newId(now)
  await town.write(async (db) => {
    const blob = size === 0 ? null : await newLargeBlob(db, size)
    const [state, reason] = size === 0 ? ['refused', 'empty'] : ['arriving', null]
    await sql`INSERT INTO kernel.upload (id, purpose, place, sealed, accept, size, state, reason, blob, begun_at, expires_at)
      VALUES (${id}::uuid, ${purpose}, ${place}, ${sealNames(town, id, { name, label })}, ${[...accept]}, ${size}, ${state}, ${reason},
        ${blob}, ${now}, now() + make_interval(hours => ${patienceHours}))`.execute(db)
  })
  return id
}

/** A file that came with a plain form and passed its checks, without JavaScript: the same as one that was uploaded. @returns its id */
export async function keepSentFile(
  house: House,
  town: Town,
  { purpose, place, label, file }: { purpose: string; place: string; label: string; file: UploadedFile },
  now: Date,
): Promise<string> {
  const id = newId(now)
  await town.write(async (db: WriteDb<KernelTables>) => {
    const blob = await keepBlob(town, db, house.files, file.content, file.mediaType)
    const unseen = file.scanned || isPicture(file.kind) ? undefined : 'unchecked'
    if (unseen) await quarantine(db, blob, unseen, now)
    const size = file.content.length
    await sql`INSERT INTO kernel.upload (id, purpose, place, sealed, accept, size, received, state, reason, kind, blob, begun_at)
      VALUES (${id}::uuid, ${purpose}, ${place}, ${sealNames(town, id, { name: file.name, label })}, ${[file.kind]}, ${size}, ${size},
        ${unseen ? 'quarantined' : 'ready'}, ${unseen ?? null}, ${file.kind}, ${blob}, ${now})`.execute(db)
  })
  return id
}

/** Says anew what a file shows. */
export async function relabelUpload(town: Town, purpose: string, id: string, label: string): Promise<void> {
  await town.write(async (db) => {
    const { rows } = await sql<Row>`SELECT ${columns} FROM kernel.upload
      WHERE id = ${id}::uuid AND purpose = ${purpose} FOR UPDATE`.execute(db)
    const [row] = rows
    if (!row) return
    const sealed = sealNames(town, id, { ...openNames(town, row), label })
    await sql`UPDATE kernel.upload SET sealed = ${sealed} WHERE id = ${id}::uuid`.execute(db)
  })
}

/** Thrown by `takeUploads`: these are not complete, refused, of another purpose or already taken. */
export class UploadsNotReady extends Error {
  override name = 'UploadsNotReady'
  readonly ids: readonly string[]
  constructor(ids: readonly string[]) {
    super('Some files have not arrived yet or were taken already.')
    this.ids = ids
  }
}

/**
 * Hands complete files over inside the transaction that makes them part of something; no content is read or written. Those in quarantine are
 * taken too, and stay closed. Answers in the order of `ids`; all or none. @throws UploadsNotReady
 */
export async function takeUploads(town: Town, db: TownSql, purpose: string, ids: readonly string[]): Promise<TakenUpload[]> {
  const { rows } = await sql<Row & { stored: number }>`DELETE FROM kernel.upload
    WHERE purpose = ${purpose} AND id = ANY (${[...ids]}::uuid[]) AND state IN ('ready', 'quarantined')
    RETURNING ${columns}, (SELECT b.size FROM kernel.blob b WHERE b.name = upload.blob) AS stored`.execute(db)
  const found = new Map(rows.map((row) => [row.id, row]))
  const missing = ids.filter((id) => !found.has(id))
  if (missing.length > 0) throw new UploadsNotReady(missing)
  return ids.map((id) => {
    const row = found.get(id)!
    const kind = row.kind!
    return {
      ...openNames(town, row),
      id,
      place: row.place,
      kind,
      mediaType: fileKinds[kind].mediaType,
      size: row.stored,
      blob: row.blob!,
      quarantined: row.state === 'quarantined' ? (row.reason as QuarantineReason) : undefined,
    }
  })
}

/** Everything of a purpose that was not taken, inside the transaction that ends it; the content is removed a day later. */
export async function dropUploads(db: TownSql, purpose: string, now: Date): Promise<number> {
  const { rows } = await sql<Pick<Row, 'blob'>>`DELETE FROM kernel.upload WHERE purpose = ${purpose} RETURNING blob`.execute(db)
  for (const { blob } of rows) if (blob) await releaseBlob(db as never, blob, now)
  return rows.length
}

/** One file that somebody took back. @returns false when there is none */
export const dropUpload = (town: Town, purpose: string, id: string, now: Date): Promise<boolean> =>
  town.write(async (db) => {
    const { rows } = await sql<Pick<Row, 'blob'>>`DELETE FROM kernel.upload
      WHERE id = ${id}::uuid AND purpose = ${purpose} RETURNING blob`.execute(db)
    const [row] = rows
    if (row?.blob) await releaseBlob(db as never, row.blob, now)
    return row !== undefined
  })

/** Files that stopped arriving long ago. */
export const dropExpiredUploads = (town: Town, now: Date): Promise<number> =>
  town.write(async (db) => {
    const { rows } = await sql<Pick<Row, 'blob'>>`DELETE FROM kernel.upload WHERE expires_at < ${now} RETURNING blob`.execute(db)
    for (const { blob } of rows) if (blob) await releaseBlob(db as never, blob, now)
    return rows.length
  })
