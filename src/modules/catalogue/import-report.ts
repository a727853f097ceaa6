// What an import did and did not do, as the clerk and the command line read it.
import type { CatalogueFormat, Refusal } from './record.ts'

export type Noun = 'service' | 'office' | 'topic' | 'authority'

/** `back`: retired by an earlier import, now delivered again. */
export type Counts = { inserted: number; updated: number; unchanged: number; retired: number; back: number }

/** The source changed a field that an editor had changed too; the editor's value stays shown. */
export type Conflict = { noun: Noun; id: number; sourceId: string; language?: string; field: string }

export type ImportReport = {
  source: string
  format: CatalogueFormat
  dryRun: boolean
  counts: Record<Noun, Counts>
  refused: Refusal[]
  /** Kept out by the town's list, with its reason. */
  excluded: { id: string; title: string; reason: string }[]
  /** Entries of that list that no record of the file matched. */
  unusedExclusions: string[]
  conflicts: Conflict[]
  /** References to records that are neither in the file nor in the catalogue. */
  unresolved: Refusal[]
  /** `catalogue.service/17` … */
  changed: string[]
}

export const noCounts = (): Counts => ({ inserted: 0, updated: 0, unchanged: 0, retired: 0, back: 0 })

/** The report as lines of text, one fact each. */
export function reportLines(report: ImportReport): string[] {
  const { counts, refused, excluded, unusedExclusions, conflicts, unresolved, changed, dryRun } = report
  const lines = (Object.entries(counts) as [Noun, Counts][]).map(
    ([noun, { inserted, updated, unchanged, retired, back }]) =>
      `${noun}: ${inserted} new, ${updated} updated, ${unchanged} unchanged, ${retired} retired, ${back} back`,
  )
  return [
    ...lines,
    ...excluded.map(({ id, title, reason }) => `kept out: ${id} ${title}: ${reason}`),
    ...unusedExclusions.map((id) => `exclusion without a match: ${id}`),
    ...refused.map(({ what, id, reason }) => `refused: ${what} ${id}: ${reason}`),
    ...unresolved.map(({ what, id, reason }) => `unresolved: ${what} ${id}: ${reason}`),
    ...conflicts.map(
      ({ noun, id, language, field }) =>
        `edited here, changed there: ${noun} ${id} ${field}${language ? ` (${language})` : ''}; the edited value stays`,
    ),
    changed.length === 0 ? 'Nothing changed.' : `${changed.length} things changed.`,
    ...(dryRun ? ['Trial run: nothing was stored.'] : []),
  ]
}
