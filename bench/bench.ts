// What every benchmark is: a name, a row of the table, and a run that measures figures next to their goals.

/** One figure. `least`: more is better; `most`: less is better. Without a goal it is told for information. */
export type Figure = {
  what: string
  value: number
  unit: string
  goal?: { least: number } | { most: number }
  note?: string
}

export type Run = {
  /** A folder of this run alone, removed afterwards. */
  folder: string
  /** Fewer rounds and shorter ones, to try a benchmark out; its figures are no results. */
  short: boolean
  /** Where each town hall writes a CPU profile when it stops. */
  profiles: string | undefined
  say: (line: string) => void
  /** Something that must be stopped after the run, whatever happens. */
  atEnd: (stop: () => Promise<void> | void) => void
}

export type Bench = { name: string; title: string; measure: (run: Run) => Promise<Figure[]> }

/** Thrown where a benchmark cannot be run here, with the reason: no nginx, a module that is not home. */
export class CannotMeasure extends Error {}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** Nearest rank: the smallest value that at least `share` of all values do not exceed. */
export function percentile(values: Iterable<number>, share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export const meets = ({ value, goal }: Figure): boolean | undefined => {
  if (!goal) return undefined
  return 'least' in goal ? value >= goal.least : value <= goal.most
}

export function tell(figure: Figure): string {
  const { what, value, unit, goal, note } = figure
  const shown = `${rounded(value)}${unit && ` ${unit}`}`
  const line = `  ${what.padEnd(44)} ${shown.padStart(14)}`
  if (!goal) return `${line}${note ? `   ${note}` : ''}`
  const aim = 'least' in goal ? goal.least : goal.most
  const verdict = meets(figure) ? 'met' : 'SHORT'
  const words = `goal ${'least' in goal ? '≥' : '≤'} ${aim}${unit && ` ${unit}`}`
  return `${line}   ${words.padEnd(18)} ${(aim === 0 ? '–' : (value / aim).toFixed(2)).padStart(6)} × goal  ${verdict}${note ? `   ${note}` : ''}`
}

export function rounded(value: number): string {
  if (Number.isNaN(value)) return '–'
  const size = Math.abs(value)
  return size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(size >= 1 ? 2 : 3)
}
