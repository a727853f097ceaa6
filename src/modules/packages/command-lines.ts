// What the commands print of a plan: what the package asks for, its values, and the differences side by side.
import type { PartDifference, PlaceDifference } from './difference.ts'
import type { Plan } from './plan.ts'

export function printPlan({ found, before, own, values, newKeys, goneKeys }: Plan): void {
  const { id, version, title, permissions, parameters } = found.manifest
  console.log(`${id} ${before && before.version !== version ? `${before.version} → ` : ''}${version}: ${title.en}`)
  console.log(`  asks for: ${permissions.join(', ') || 'nothing'}`)
  for (const { key } of parameters) {
    const whose = own[key] === undefined ? 'value of the package' : 'set by the town'
    console.log(`  ${key} = ${values[key]} (${whose}${newKeys.includes(key) ? ', new' : ''})`)
  }
  for (const key of goneKeys) console.log(`  ${key} is gone`)
}

const states: Record<PartDifference['state'], string> = {
  same: 'unchanged',
  package: 'changed by the package',
  town: 'changed by the town, which keeps it',
  both: 'CHANGED BY BOTH: choose with --keep or --take',
  added: 'new',
  removed: 'no longer part of the package; stays in the town',
}

const short = (text: string | undefined): string =>
  text === undefined ? '(nothing)' : text.length > 120 ? `${text.slice(0, 117)}...` : text

function placeLines({ at, before, after, byPackage, byTown, ...place }: PlaceDifference): string[] {
  const clash = byPackage && byTown ? ' (both)' : ''
  return [
    `    ${at || '(whole file)'}${clash}`,
    `      before:  ${short(before)}`,
    ...(byPackage ? [`      package: ${short(after)}`] : []),
    ...(byTown ? [`      town:    ${short(place.town)}`] : []),
  ]
}

const mostPlaces = 200

export function printDifferences(differences: readonly PartDifference[]): void {
  for (const { kind, key, state, places } of differences) {
    console.log(`  ${kind}:${key} ${states[state]}`)
    for (const place of places.slice(0, mostPlaces)) for (const line of placeLines(place)) console.log(line)
    if (places.length > mostPlaces) console.log(`    and ${places.length - mostPlaces} more places`)
  }
}
