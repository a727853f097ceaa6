// Bytes of an upload as they come in: one writer at a time in the whole house, every piece on disk before it counts.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { removeFile } from '../files.ts'
import type { House } from '../house.ts'
import { openPiece, type Piece, pieceSize, storePiece, storePieceList } from '../pieces.ts'
import type { Town, TownSql } from '../town.ts'

/** Who sends nothing for so long loses the right to write; a new connection then goes on. */
const leaseSeconds = 20
const renewMs = 5_000
/** A connection that is silent for so long is ended. */
const silenceMs = 60_000

/** The right to write one upload. */
export type Hold = { id: string; token: string; blob: string; size: number; received: number }

/** `busy`: somebody else writes it right now. `none`: not there, not of this purpose, or complete. */
export const holdUpload = (town: Town, purpose: string, id: string): Promise<Hold | 'busy' | 'none'> =>
  town.write(async (db) => {
    const token = randomUUID()
    const { rows } = await sql<{ blob: string; size: number; received: number }>`UPDATE kernel.upload
      SET lock = ${token}::uuid, locked_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
      WHERE id = (SELECT id FROM kernel.upload WHERE id = ${id}::uuid AND purpose = ${purpose} AND state = 'arriving'
        AND expires_at > now() AND (locked_until IS NULL OR locked_until < clock_timestamp()) FOR UPDATE SKIP LOCKED)
      RETURNING blob, size, received`.execute(db)
    if (rows[0]) return { id, token, ...rows[0] }
    const there = await sql`SELECT FROM kernel.upload
      WHERE id = ${id}::uuid AND purpose = ${purpose} AND state = 'arriving' AND expires_at > now()`.execute(db)
    return there.rows.length > 0 ? 'busy' : 'none'
  })

export const letGo = async (town: Town, { id, token }: Pick<Hold, 'id' | 'token'>): Promise<void> =>
  void (await town.write((db) =>
    sql`UPDATE kernel.upload SET lock = NULL, locked_until = NULL WHERE id = ${id}::uuid AND lock = ${token}::uuid`.execute(db),
  ))

/** False: the right was lost, since nothing came for too long or the upload was dropped. */
const renew = (town: Town, { id, token }: Hold): Promise<boolean> =>
  town.write(async (db) => {
    const { rows } = await sql`UPDATE kernel.upload SET locked_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
      WHERE id = ${id}::uuid AND lock = ${token}::uuid RETURNING 1`.execute(db)
    return rows.length > 0
  })

class Lost extends Error {}

export type Received = {
  received: number
  /** `broken`: the connection ended early. `too-much`: more came than was announced. `lost`: somebody else goes on with it. */
  ended: 'whole' | 'broken' | 'too-much' | 'lost'
}

/** Writes what comes behind what is there and lets go of the upload. What had arrived when a connection breaks is kept. */
export async function receive(
  { house, town }: { house: House; town: Town },
  hold: Hold,
  body: AsyncIterable<Buffer> & { destroy: () => unknown },
): Promise<Received> {
  const { files: store } = house
  let { received } = hold
  let start = received - (received % pieceSize)
  const room = Buffer.allocUnsafeSlow(Math.min(pieceSize, hold.size))
  let filled = 0
  let heard = Date.now()
  let renewed = heard
  const watch = setInterval(() => {
    if (Date.now() - heard > silenceMs) body.destroy()
    if (heard <= renewed) return
    renewed = Date.now()
    renew(town, hold).then(
      (held) => held || body.destroy(),
      () => body.destroy(),
    )
  }, renewMs)

  /** Stores the piece in work as far as it is filled, in the place of its shorter self. */
  const flush = async (): Promise<void> => {
    const number = start / pieceSize
    const place = { file: hold.blob, number, content: room.subarray(0, filled) }
    const piece = await storePiece(store, town.dataKey, place)
    const before = received
    const reached = start + filled
    const replaced = await town
      .write((db) =>
        count(db, hold, { number, piece, before, reached }, (pieces) => storePieceList(store, town.dataKey, hold.blob, pieces)),
      )
      .catch(async (fault: unknown) => {
        await removeFile(store, town.dataKey, piece.name)
        throw fault
      })
    if (replaced) await removeFile(store, town.dataKey, replaced)
    received = reached
    renewed = Date.now()
    if (filled < pieceSize) return
    start += pieceSize
    filled = 0
  }

  const take = async (chunk: Buffer): Promise<void> => {
    for (let rest = chunk; rest.length > 0; ) {
      const fits = rest.copy(room, filled)
      filled += fits
      rest = rest.subarray(fits)
      if (filled === pieceSize) await flush()
    }
  }

  try {
    if (received > start) {
      const piece = await pieceInWork(town, hold, start / pieceSize)
      filled = (await openPiece(store, town.dataKey, { file: hold.blob, number: start / pieceSize, piece })).copy(room)
    }
    let ended: Received['ended'] = 'whole'
    try {
      for await (const chunk of body) {
        heard = Date.now()
        if (start + filled + chunk.length > hold.size) {
          ended = 'too-much'
          break
        }
        await take(chunk)
      }
    } catch (fault) {
      if (fault instanceof Lost || !isBreak(fault)) throw fault
      ended = 'broken'
    }
    if (start + filled > received) await flush()
    if (received < hold.size) await letGo(town, hold)
    return { received, ended }
  } catch (fault) {
    if (fault instanceof Lost) return { received, ended: 'lost' }
    await letGo(town, hold).catch(() => undefined)
    throw fault
  } finally {
    clearInterval(watch)
  }
}

/** What a stream says of itself when its connection ended. */
const isBreak = (fault: unknown): boolean =>
  ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR', 'EPIPE'].includes((fault as NodeJS.ErrnoException).code ?? '')

const pieceInWork = (town: Town, { blob }: Hold, number: number): Promise<Piece> =>
  town.read(async (db) => {
    const { rows } = await sql<Piece>`SELECT name, size FROM kernel.blob_piece
      WHERE blob = ${blob} AND number = ${number}`.execute(db)
    return rows[0]!
  })

type Counting = { number: number; piece: Piece; before: number; reached: number }

/** From this commit on the bytes count. @returns the name of the shorter piece that this one replaces */
async function count(
  db: TownSql,
  { id, token, blob, size }: Hold,
  { number, piece, before, reached }: Counting,
  complete: (pieces: Piece[]) => Promise<void>,
): Promise<string | undefined> {
  const whole = reached === size
  const { rows: held } = await sql`UPDATE kernel.upload SET received = ${reached},
      locked_until = CASE WHEN ${whole} THEN NULL ELSE clock_timestamp() + make_interval(secs => ${leaseSeconds}) END,
      lock = CASE WHEN ${whole} THEN NULL ELSE lock END, state = CASE WHEN ${whole} THEN 'checking' ELSE state END,
      expires_at = CASE WHEN ${whole} THEN NULL ELSE greatest(expires_at, now() + interval '48 hours') END
    WHERE id = ${id}::uuid AND lock = ${token}::uuid AND received = ${before} RETURNING 1`.execute(db)
  if (held.length === 0) throw new Lost('Somebody else writes this upload.')
  const { rows: shorter } = await sql<{ name: string }>`SELECT name FROM kernel.blob_piece
    WHERE blob = ${blob} AND number = ${number}`.execute(db)
  await sql`INSERT INTO kernel.blob_piece (blob, number, name, size) VALUES (${blob}, ${number}, ${piece.name}, ${piece.size})
    ON CONFLICT (town_id, blob, number) DO UPDATE SET name = excluded.name, size = excluded.size`.execute(db)
  if (whole) {
    const { rows } = await sql<Piece>`SELECT name, size FROM kernel.blob_piece WHERE blob = ${blob} ORDER BY number`.execute(db)
    await complete(rows)
  }
  return shorter[0]?.name
}
