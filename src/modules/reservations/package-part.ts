// Stocks in service packages: checked, stored as the newest version, tried with examples.
import { createHash } from 'node:crypto'
import type { CheckPart, InstallPart, PackagePart, PartProblem, TryPart } from '../../contracts/package-parts.ts'
import { recordAudit } from '../../kernel/audit.ts'
import { newId } from '../../kernel/ids.ts'
import { tell } from '../../kernel/outbox.ts'
import { type Judge, openRules } from './rules.ts'
import { readStock, type StockDocument } from './stock-document.ts'
import type { Db } from './tables.ts'
import { readUnit } from './unit.ts'

export const partKind = 'stock'

type Read = { document: StockDocument; judge: Judge; rules: string | null } | { problems: PartProblem[] }

const problem = (part: PackagePart, at: string, de: string, en: string): PartProblem => ({
  file: part.file,
  at,
  message: { de, en },
})

/** `all` holds the decision it names. */
export function readPart(part: PackagePart, all: readonly PackagePart[]): Read {
  const read = readStock(part.content)
  if ('faults' in read)
    return { problems: read.faults.map(({ at, en }) => problem(part, at, `Das passt nicht zum Format: ${en}`, en)) }
  const { stock: document } = read
  const problems: PartProblem[] = []
  if (document.key !== part.key)
    problems.push(
      problem(
        part,
        '/key',
        `Hier steht ${document.key}, im Paket ${part.key}.`,
        `Here it is ${document.key}, in the package ${part.key}.`,
      ),
    )
  const rules = document.rules && all.find(({ kind, key }) => kind === 'decision' && key === document.rules!.part)
  if (document.rules && !rules) {
    const { part: missing } = document.rules
    problems.push(
      problem(part, '/rules/part', `Das Paket hat keine Entscheidung „${missing}“.`, `The package has no decision "${missing}".`),
    )
    return { problems }
  }
  try {
    const judge = openRules(document, rules?.content ?? null)
    const example = readUnit(document, document.example)
    if (!example)
      problems.push(
        problem(part, '/example', 'Das Beispiel gibt es in diesem Bestand nicht.', 'The example is no unit of this stock.'),
      )
    else judge(example, new Date(0))
    return problems.length > 0 ? { problems } : { document, judge, rules: rules?.content ?? null }
  } catch (fault) {
    const { message } = fault as Error
    return { problems: [problem(part, '/rules', `Die Regeln laufen nicht: ${message}`, message)] }
  }
}

export function checkPart({ part, all }: CheckPart['input']): CheckPart['answer'] {
  if (part.kind !== partKind) return undefined
  const read = readPart(part, all)
  return { problems: 'problems' in read ? read.problems : [] }
}

export async function installPart({
  part,
  all = [part],
  origin,
  unit,
  by,
  now,
  ...asked
}: InstallPart['input']): Promise<InstallPart['answer']> {
  if (part.kind !== partKind) return undefined
  const db = asked.db as unknown as Db
  const read = readPart(part, all)
  if ('problems' in read) return read
  const { document, rules } = read
  const hash = createHash('sha256')
    .update(JSON.stringify([document, rules]))
    .digest('hex')
  await db
    .insertInto('reservations.stock')
    .values({ id: newId(now), key: part.key, unit, created_at: now })
    .onConflict((same) => same.columns(['town_id', 'key']).doUpdateSet({ unit }))
    .execute()
  const stock = await db
    .selectFrom('reservations.stock')
    .select('id')
    .where('key', '=', part.key)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const newest = await db
    .selectFrom('reservations.stock_version')
    .select(['number', 'content_hash'])
    .where('stock_id', '=', stock.id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (newest?.content_hash === hash) return { version: newest.number, changed: false }
  const version = (newest?.number ?? 0) + 1
  await db
    .insertInto('reservations.stock_version')
    .values({
      ...{ id: newId(now), stock_id: stock.id, number: version, document: JSON.stringify(document), rules },
      ...{ content_hash: hash, origin_id: origin.id, origin_version: origin.version, installed_at: now, installed_by: by },
    })
    .execute()
  await tell(db, { type: 'reservations.stock-changed.v1', subjects: [`reservations.stock/${part.key}`] })
  const actor = by ? { staff: by, unit } : { system: 'reservations' }
  const details = { key: part.key, version, package: `${origin.id}@${origin.version}` }
  await recordAudit(db, { action: 'reservations.stock.installed', actor, object: `stock:${stock.id}`, details })
  return { version, changed: true }
}

/** `{ "unit": "m ab1" }` → `{ "unit": "M-AB 1", "refused": null }`; the code `shape` where it is no unit at all. */
export function tryPart({ part, all, example, now }: TryPart['input']): TryPart['answer'] {
  if (part.kind !== partKind) return undefined
  const read = readPart(part, all)
  if ('problems' in read) return { passed: false, differences: read.problems.map(({ at, message }) => `${at}: ${message.en}`) }
  const { unit: typed } = (example.given ?? {}) as { unit?: unknown }
  const unit = readUnit(read.document, String(typed ?? ''))
  const got: Record<string, unknown> = { unit: unit?.text ?? null, refused: unit ? (read.judge(unit, now) ?? null) : 'shape' }
  const expected = (example.expected ?? {}) as Record<string, unknown>
  const differences = Object.entries(expected)
    .filter(([name, value]) => JSON.stringify(got[name] ?? null) !== JSON.stringify(value))
    .map(([name, value]) => `${name}: expected ${JSON.stringify(value)}, got ${JSON.stringify(got[name] ?? null)}`)
  return { passed: differences.length === 0, differences }
}
