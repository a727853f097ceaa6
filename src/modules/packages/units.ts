// Units of the town that values name, by key or path: files of a package carry the path.
import type { Manifest } from './manifest.ts'
import type { Values } from './parameter.ts'
import type { Problem } from './problems.ts'
import type { Reading } from './tables.ts'

export type UnitChoice = { value: string; label: string }

/** Every unit a value may name; the whole town first. */
export async function listUnits(db: Reading, wholeTown: string): Promise<UnitChoice[]> {
  const rows = await db
    .selectFrom('kernel.unit')
    .select(['key', 'name', 'path'])
    .where('closed_at', 'is', null)
    .orderBy('name')
    .limit(5_000)
    .execute()
  return [{ value: '/', label: wholeTown }, ...rows.map(({ key, name }) => ({ value: key, label: name }))]
}

/** Values with paths in place of keys, and the unit that answers for the package: its parameter `unit`, else the whole town. */
export async function resolveUnits(
  db: Reading,
  { parameters }: Manifest,
  values: Values,
): Promise<{ values: Values; unit: string } | { problems: Problem[] }> {
  const resolved: Values = { ...values }
  const problems: Problem[] = []
  const wanted = parameters.filter(({ type, key }) => type === 'unit' && values[key] !== '/')
  const named = wanted.map(({ key }) => values[key]!)
  const rows =
    named.length === 0
      ? []
      : await db
          .selectFrom('kernel.unit')
          .select(['key', 'path'])
          .where('closed_at', 'is', null)
          .where(({ or, eb }) => or([eb('key', 'in', named), eb('path', 'in', named)]))
          .execute()
  for (const { key } of wanted) {
    const found = rows.find((row) => row.path === values[key] || row.key === values[key])
    if (found) resolved[key] = found.path
    else
      problems.push({
        file: '',
        at: key,
        message: { de: `Diese Stelle gibt es nicht: ${values[key]}`, en: `There is no such unit: ${values[key]}` },
      })
  }
  if (problems.length > 0) return { problems }
  const own = parameters.some(({ key, type }) => key === 'unit' && type === 'unit')
  return { values: resolved, unit: own ? resolved.unit! : '/' }
}
