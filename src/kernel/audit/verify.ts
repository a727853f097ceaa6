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

export async function verifyAudit(town: Town, folder: string): Promise<Verified> {
  // The second place first: what is copied there while we look must not seem to be missing.
  const copies = await readHeads(folder, town.key)
  const { rows, seals, heads } = await town.read(async (db: ReadDb<KernelTables>) => {
    await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`.execute(db)
    const { rows } = await sql<Row>`
      SELECT sequence, (extract(epoch FROM at) * 1000000)::bigint AS at_us, action, actor, object, details, salt,
        (tx, sequence) <= (SELECT after_tx, after_sequence FROM kernel.audit_cursor) AS passed
      FROM kernel.audit_entry ORDER BY sequence`.execute(db)
    const seals = await db.selectFrom('kernel.audit_seal').selectAll().orderBy('month').orderBy('position').execute()
    return { rows, seals, heads: await headsIn(db, 0) }
  })
  const faults: string[] = []
  const entries = new Map(rows.map((row) => [row.sequence, row]))
  const sealed = new Set(seals.map(({ sequence }) => sequence))
  const erasedLawfully = new Set(
    rows
      .filter(({ action, sequence }) => action === 'kernel.audit.erased' && sealed.has(sequence))
      .map(({ object }) => Number(object.replace('audit:', ''))),
  )
  let erased = 0
  const hashes = new Map<string, { position: number; hash: Buffer }>()
  const hashAt = new Map<string, string>()
  for (const seal of seals) {
    const { month, sequence } = seal
    const before = hashes.get(month) ?? { position: 0, hash: beginningOf(town.key, month) }
    for (let gap = before.position + 1; gap < seal.position; gap += 1) faults.push(`removed: link ${gap} of ${month}`)
    const link = { month, position: seal.position, sequence, atUs: seal.at_us, contentHash: seal.content_hash }
    if (!linkHash(before.hash, link).equals(seal.hash) && seal.position === before.position + 1)
      faults.push(`changed: link ${seal.position} of ${month}, which seals entry ${sequence}`)
    hashes.set(month, { position: seal.position, hash: seal.hash })
    hashAt.set(`${month} ${seal.position}`, seal.hash.toString('hex'))
    const entry = entries.get(sequence)
    if (!entry) faults.push(`removed: entry ${sequence} of ${new Date(seal.at_us / 1_000).toISOString()}`)
    else if (entry.at_us !== seal.at_us || monthOf(entry.at_us) !== month)
      faults.push(`changed: the time of ${nameOfEntry(entry)}`)
    else if (entry.salt === null && erasedLawfully.has(sequence)) erased += 1
    else if (!contentHash(entry).equals(seal.content_hash)) faults.push(`changed: ${nameOfEntry(entry)}`)
  }
  const unsealed = rows.filter(({ sequence }) => !sealed.has(sequence))
  for (const row of unsealed) if (row.passed) faults.push(`inserted: ${nameOfEntry(row)} was never sealed`)
  faults.push(...headFaults(town, heads, hashes, hashAt), ...secondPlaceFaults(town, copies, heads, hashAt))
  return {
    faults,
    entries: rows.length,
    waiting: unsealed.filter(({ passed }) => !passed).length,
    erased,
    heads: heads.length,
  }
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
