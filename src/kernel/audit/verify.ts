// Verifies the audit of a town: names every entry that was changed, removed or inserted, and compares with the second place.
import { sql } from 'kysely'
import type { KernelTables } from '../tables.ts'
import type { ReadDb, Town } from '../town.ts'
import { beginningOf, contentHash, type Head, isSigned, linkHash, monthOf } from './chain.ts'
import { readHeads } from './heads.ts'
import { headsIn } from './sealer.ts'

export type Verified = {
  /** One line per fault, each naming its entry. */
  faults: string[]
  entries: number
  /** Appended, not yet sealed. */
  waiting: number
  erased: number
  heads: number
}

type Row = {
  sequence: number
  at_us: number
  action: string
  actor: string
  object: string
  details: Record<string, unknown>
  salt: string | null
  /** Begun before the newest sealed entry, so that the sealer must have seen it. */
  passed: boolean
}

const nameOfEntry = ({ sequence, action, at_us }: Row): string =>
  `entry ${sequence} (${action}, ${new Date(at_us / 1_000).toISOString()})`

/** Links and entries are read in portions of this size: the months of a large town do not fit into memory. */
const portion = 5_000

export async function verifyAudit(town: Town, folder: string): Promise<Verified> {
  // The second place first: what is copied there while we look must not seem to be missing.
  const copies = await readHeads(folder, town.key)
  return town.read(async (db: ReadDb<KernelTables>) => {
    await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`.execute(db)
    const heads = await headsIn(db, 0)
    const lawful = await listErasures(db)
    const faults: string[] = []
    let erased = 0
    const ends = new Map<string, { position: number; hash: Buffer }>()
    // Only links that some head signed are looked up again.
    const hashAt = new Map([...heads, ...copies].map(({ month, position }) => [`${month} ${position}`, '']))
    for await (const seals of portionsOfSeals(db)) {
      const entries = await entriesOf(
        db,
        seals.map(({ sequence }) => sequence),
      )
      for (const seal of seals) {
        const { month, sequence, position } = seal
        const before = ends.get(month) ?? { position: 0, hash: beginningOf(town.key, month) }
        for (let gap = before.position + 1; gap < position; gap += 1) faults.push(`removed: link ${gap} of ${month}`)
        const link = { month, position, sequence, atUs: seal.at_us, contentHash: seal.content_hash }
        if (!linkHash(before.hash, link).equals(seal.hash) && position === before.position + 1)
          faults.push(`changed: link ${position} of ${month}, which seals entry ${sequence}`)
        ends.set(month, { position, hash: seal.hash })
        const place = `${month} ${position}`
        if (hashAt.has(place)) hashAt.set(place, seal.hash.toString('hex'))
        const entry = entries.get(sequence)
        if (!entry) faults.push(`removed: entry ${sequence} of ${new Date(seal.at_us / 1_000).toISOString()}`)
        else if (entry.at_us !== seal.at_us || monthOf(entry.at_us) !== month)
          faults.push(`changed: the time of ${nameOfEntry(entry)}`)
        else if (entry.salt === null && lawful.some(({ first, last }) => first <= sequence && sequence <= last)) erased += 1
        else if (!contentHash(entry).equals(seal.content_hash)) faults.push(`changed: ${nameOfEntry(entry)}`)
      }
    }
    const unsealed = await listUnsealed(db)
    for (const row of unsealed) if (row.passed) faults.push(`inserted: ${nameOfEntry(row)} was never sealed`)
    faults.push(...headFaults(town, heads, ends, hashAt), ...secondPlaceFaults(town, copies, heads, hashAt))
    const { rows } = await sql<{ entries: number }>`SELECT count(*)::int AS entries FROM kernel.audit_entry`.execute(db)
    const waiting = unsealed.filter(({ passed }) => !passed).length
    return { faults, entries: rows[0]?.entries ?? 0, waiting, erased, heads: heads.length }
  })
}

type Db = ReadDb<KernelTables>

async function* portionsOfSeals(db: Db) {
  let after = { month: '', position: 0 }
  for (;;) {
    const { month, position } = after
    const seals = await db
      .selectFrom('kernel.audit_seal')
      .selectAll()
      .where((row) => row.or([row('month', '>', month), row.and([row('month', '=', month), row('position', '>', position)])]))
      .orderBy('month')
      .orderBy('position')
      .limit(portion)
      .execute()
    const last = seals.at(-1)
    if (!last) return
    yield seals
    after = last
  }
}

const columns = sql`sequence, (extract(epoch FROM at) * 1000000)::bigint AS at_us, action, actor, object, details, salt,
  (tx, sequence) <= (SELECT after_tx, after_sequence FROM kernel.audit_cursor) AS passed`

async function entriesOf(db: Db, sequences: readonly number[]): Promise<Map<number, Row>> {
  const { rows } = await sql<Row>`SELECT ${columns} FROM kernel.audit_entry WHERE sequence = ANY(${sequences}::bigint[])`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.sequence, row]))
}

async function listUnsealed(db: Db): Promise<Row[]> {
  const { rows } = await sql<Row>`SELECT ${columns} FROM kernel.audit_entry e WHERE NOT EXISTS
    (SELECT FROM kernel.audit_seal s WHERE s.town_id = e.town_id AND s.sequence = e.sequence) ORDER BY sequence`.execute(db)
  return rows
}

/** What sealed entries say was erased by law: `audit:17`, or `audit:17-4711` of a retention run. */
async function listErasures(db: Db): Promise<{ first: number; last: number }[]> {
  const { rows } = await sql<{ object: string }>`SELECT object FROM kernel.audit_entry e WHERE action = 'kernel.audit.erased'
    AND EXISTS (SELECT FROM kernel.audit_seal s WHERE s.town_id = e.town_id AND s.sequence = e.sequence)`.execute(db)
  return rows.map(({ object }) => {
    const [first = '', last = first] = object.replace('audit:', '').split('-')
    return { first: Number(first), last: Number(last) }
  })
}

function headFaults(
  town: Town,
  heads: readonly Head[],
  ends: ReadonlyMap<string, { position: number }>,
  hashAt: ReadonlyMap<string, string>,
): string[] {
  const faults: string[] = []
  const signedUpTo = new Map<string, number>()
  heads.forEach((head, index) => {
    const name = `head ${head.number} (link ${head.position} of ${head.month})`
    if (head.number !== (heads[index - 1]?.number ?? 0) + 1) faults.push(`removed: a head before ${name}`)
    if (!isSigned(town.dataKey, head)) faults.push(`changed: ${name} does not bear the town's signature`)
    else if (hashAt.get(`${head.month} ${head.position}`) !== head.hash)
      faults.push(`changed: ${name} was signed over another chain than stands there now`)
    else signedUpTo.set(head.month, Math.max(head.position, signedUpTo.get(head.month) ?? 0))
  })
  for (const [month, { position }] of ends)
    for (let link = (signedUpTo.get(month) ?? 0) + 1; link <= position; link += 1)
      faults.push(`inserted: link ${link} of ${month} stands after the last signed head`)
  return faults
}

function secondPlaceFaults(
  town: Town,
  copies: readonly Head[],
  heads: readonly Head[],
  hashAt: ReadonlyMap<string, string>,
): string[] {
  const faults: string[] = []
  const known = new Set(heads.map(({ number }) => number))
  for (const copy of copies) {
    const name = `head ${copy.number} (link ${copy.position} of ${copy.month})`
    if (!isSigned(town.dataKey, copy)) faults.push(`changed: the second place holds ${name} without the town's signature`)
    else if (!known.has(copy.number)) faults.push(`removed: ${name} stands in the second place, but not in the database`)
    else if (hashAt.get(`${copy.month} ${copy.position}`) !== copy.hash)
      faults.push(`changed: up to ${name} the second place knows another chain`)
  }
  const last = copies.at(-1)?.number ?? 0
  const missing = heads.filter(({ number }) => number <= last && !copies.some((copy) => copy.number === number))
  for (const { number } of missing) faults.push(`removed: head ${number} is missing in the second place`)
  return faults
}
