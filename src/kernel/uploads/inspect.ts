// A file that has arrived whole is looked at before anybody can use it: by its content, by the scanner, within bounds of memory.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { keepBlob, releaseBlob, removeNow } from '../blobs.ts'
import { type OpenedFile, openStream } from '../files.ts'
import type { House } from '../house.ts'
import type { KernelTables, QuarantineReason } from '../tables.ts'
import type { Town, WriteDb } from '../town.ts'
import { eicar, isPicture, kindOf, type Refused } from './check.ts'
import { displayName } from './display-name.ts'
import { type FileKind, fileKinds, seenIn } from './kinds.ts'
import { redrawn } from './pictures.ts'
import { quarantine, quarantinesOf, releaseFromQuarantine } from './quarantine.ts'
import { scanContent } from './scan.ts'
import { textFault } from './text.ts'
import { sealNames, type Upload } from './upload.ts'

/** Files up to here are read whole to be checked. */
const mostInMemory = 32 * 1024 * 1024
/** A check that was broken off is begun anew after so long. */
const leaseMinutes = 15

type Verdict =
  | { state: 'refused'; reason: Refused }
  | { state: 'ready'; kind: FileKind; redrawn?: Buffer }
  | { state: 'quarantined'; kind: FileKind; reason: QuarantineReason }

type Place = { house: House; town: Town }

/** Does nothing where the upload is not waiting for a check, or is being checked by somebody else. */
export async function inspectUpload(
  { house, town }: Place,
  { id, purpose, name, label, accept }: Pick<Upload, 'id' | 'purpose' | 'name' | 'label' | 'accept'>,
  now: Date,
): Promise<void> {
  const token = randomUUID()
  const [held] = await town.write(async (db) => {
    const { rows } = await sql<{ blob: string }>`UPDATE kernel.upload
      SET lock = ${token}::uuid, locked_until = clock_timestamp() + make_interval(mins => ${leaseMinutes})
      WHERE id = ${id}::uuid AND purpose = ${purpose} AND state = 'checking'
        AND (locked_until IS NULL OR locked_until < clock_timestamp()) RETURNING blob`.execute(db)
    return rows
  })
  if (!held) return
  const opened = await openStream(house.files, town.dataKey, held.blob)
  const verdict = opened ? await judge({ house, town }, opened, name, accept) : ({ state: 'refused', reason: 'damaged' } as const)
  const kept = await town
    .write(async (db: WriteDb<KernelTables>) => {
      const drawn = verdict.state === 'ready' ? verdict.redrawn : undefined
      const kind = verdict.state === 'refused' ? null : verdict.kind
      const mediaType = kind && fileKinds[kind].mediaType
      const blob = drawn
        ? await keepBlob(town, db, house.files, drawn, mediaType!)
        : verdict.state === 'refused'
          ? null
          : held.blob
      const names = sealNames(town, id, { name: kind ? displayName(name, fileKinds[kind].extensions) : name, label })
      const reason = verdict.state === 'ready' ? null : verdict.reason
      const { rows } =
        await sql`UPDATE kernel.upload SET state = ${verdict.state}, reason = ${reason}, kind = ${kind}, blob = ${blob},
      sealed = ${names}, lock = NULL, locked_until = NULL
      WHERE id = ${id}::uuid AND lock = ${token}::uuid RETURNING 1`.execute(db)
      // Dropped meanwhile, or checked anew by somebody else: nothing of this check counts.
      if (rows.length === 0) throw new Overtaken()
      if (verdict.state === 'quarantined') await quarantine(db, held.blob, verdict.reason, now)
      if (blob === held.blob) await sql`UPDATE kernel.blob SET media_type = ${mediaType} WHERE name = ${blob}`.execute(db)
      else await releaseBlob(db, held.blob, now)
      return blob === held.blob
    })
    .catch((fault: unknown) => {
      if (fault instanceof Overtaken) return true
      throw fault
    })
  if (!kept) await town.write((db: WriteDb<KernelTables>) => removeNow(town, db, house.files, held.blob, now))
}

class Overtaken extends Error {}

async function judge({ house, town }: Place, opened: OpenedFile, name: string, accept: readonly FileKind[]): Promise<Verdict> {
  const found = opened.size <= mostInMemory ? await lookIntoWhole(opened, name, accept) : await lookAlong(opened, name, accept)
  if (found.state === 'refused') return found
  const { kind } = found
  if (!accept.includes(kind)) return { state: 'refused', reason: 'kind' }
  const scanned = await scanContent(house, town, { ...opened, mediaType: fileKinds[kind].mediaType })
  if (scanned === 'found') return { state: 'refused', reason: 'malware' }
  if (found.state === 'quarantined') return found
  if (scanned === 'down') return { state: 'quarantined', kind, reason: 'scanner-down' }
  if (scanned === 'too-large') return { state: 'quarantined', kind, reason: 'too-large-to-check' }
  if (scanned === 'locked') return { state: 'quarantined', kind, reason: 'locked' }
  // Without a scanner only what was drawn anew is surely what it seems to be.
  return scanned === 'clean' || found.redrawn ? found : { state: 'quarantined', kind, reason: 'unchecked' }
}

async function lookIntoWhole(opened: OpenedFile, name: string, accept: readonly FileKind[]): Promise<Verdict> {
  const parts: Buffer[] = []
  for await (const chunk of opened.chunks()) parts.push(chunk)
  const content = Buffer.concat(parts)
  if (content.includes(eicar)) return { state: 'refused', reason: 'malware' }
  const found = kindOf({ name, content }, accept)
  if ('refused' in found) return { state: 'refused', reason: found.refused }
  const { kind, locked } = found
  if (locked) return { state: 'quarantined', kind, reason: 'locked' }
  if (!isPicture(kind) || !accept.includes(kind)) return { state: 'ready', kind }
  const picture = await redrawn(content, kind)
  return 'fault' in picture ? { state: 'refused', reason: picture.fault } : { state: 'ready', kind, redrawn: picture.content }
}

/** Large files: what can be told from passing over them once. The rest is for the scanner, or stays closed. */
async function lookAlong(opened: OpenedFile, name: string, accept: readonly FileKind[]): Promise<Verdict> {
  const seen = seenIn(await firstOf(opened))
  if (seen === 'unknown') return { state: 'refused', reason: 'kind' }
  if (seen === 'heic') return { state: 'refused', reason: 'heic' }
  if (seen === 'text') {
    const text = await textFault(opened.chunks(), name, accept)
    return 'fault' in text ? { state: 'refused', reason: text.fault } : { state: 'ready', kind: text.kind }
  }
  return { state: 'quarantined', kind: seen, reason: 'too-large-to-check' }
}

async function firstOf({ chunks }: OpenedFile): Promise<Buffer> {
  for await (const chunk of chunks()) return chunk
  return Buffer.alloc(0)
}

/** Once a scanner answers again, what waited for it is looked at; what it finds malware in stays closed for good. */
export async function inspectWaiting({ house, town }: Place, now: Date): Promise<void> {
  const waiting = await town.read(async (db) => {
    const { rows } = await sql<{ blob: string; media_type: string }>`SELECT q.blob, b.media_type FROM kernel.quarantine q
      JOIN kernel.blob b ON b.town_id = q.town_id AND b.name = q.blob
      WHERE q.reason IN ('scanner-down', 'unchecked') ORDER BY q.since LIMIT 200`.execute(db)
    return rows
  })
  for (const { blob, media_type: mediaType } of waiting) {
    const opened = await openStream(house.files, town.dataKey, blob)
    const scanned = opened && (await scanContent(house, town, { ...opened, mediaType }))
    if (scanned === undefined || scanned === 'off' || scanned === 'down') return
    await town.write(async (db) => {
      // Somebody may have let go of the file meanwhile.
      if (!(await quarantinesOf(db, [blob])).has(blob)) return
      const reason = scanned === 'found' ? 'malware' : scanned === 'locked' ? 'locked' : 'too-large-to-check'
      if (scanned === 'clean') await releaseFromQuarantine(db, blob)
      else await quarantine(db, blob, reason, now)
      await sql`UPDATE kernel.upload SET state = ${scanned === 'clean' ? 'ready' : 'quarantined'}, reason = ${scanned === 'clean' ? null : reason}
        WHERE blob = ${blob} AND state = 'quarantined'`.execute(db)
    })
  }
}
