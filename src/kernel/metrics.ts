// Counters for operators in Prometheus' text format; no persons, no addresses, no paths with ids.

type Labels = Record<string, string | number>
/** A gauge is read when somebody asks: one number, or one for each set of labels. */
type Reading = number | readonly { labels: Labels; value: number }[]

const keyOf = (labels: Labels): string =>
  Object.entries(labels)
    .map(([label, value]) => `${label}="${String(value).replace(/[\\"\n]/g, '_')}"`)
    .join(',')

const line = (name: string, labels: string, value: number): string => `${name}${labels ? `{${labels}}` : ''} ${value}`

/** Seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

type Spread = { buckets: number[]; sum: number; count: number }

export class Metrics {
  readonly #counters = new Map<string, Map<string, number>>()
  readonly #help = new Map<string, { text: string; kind: 'counter' | 'gauge' | 'histogram' }>()
  readonly #gauges = new Map<string, () => Reading | Promise<Reading>>()
  readonly #spreads = new Map<string, Map<string, Spread>>()

  declare(name: string, text: string, read?: () => Reading | Promise<Reading>): void {
    this.#help.set(name, { text, kind: read ? 'gauge' : 'counter' })
    if (read) this.#gauges.set(name, read)
    else this.#counters.set(name, new Map())
  }

  count(name: string, labels?: Labels, by = 1): void {
    const series = this.#counters.get(name)
    if (!series) throw new Error(`Nobody declared the metric ${name}`)
    const key = labels ? keyOf(labels) : ''
    series.set(key, (series.get(key) ?? 0) + by)
  }

  /** @returns takes the seconds of one more case; made once for each set of labels, so that a case costs next to nothing */
  spread(name: string, text: string, labels: Labels): (seconds: number) => void {
    this.#help.set(name, { text, kind: 'histogram' })
    const all = this.#spreads.get(name) ?? new Map<string, Spread>()
    this.#spreads.set(name, all)
    const key = keyOf(labels)
    const kept = all.get(key) ?? { buckets: bounds.map(() => 0), sum: 0, count: 0 }
    all.set(key, kept)
    return (seconds) => {
      kept.sum += seconds
      kept.count += 1
      const index = bounds.findIndex((bound) => seconds <= bound)
      if (index >= 0) kept.buckets[index]! += 1
    }
  }

  async text(): Promise<string> {
    const lines: string[] = []
    for (const [name, { text, kind }] of this.#help) {
      lines.push(`# HELP ${name} ${text}`, `# TYPE ${name} ${kind}`)
      // One that cannot be read now, such as without a database, leaves the others standing.
      const reading = await Promise.resolve(this.#gauges.get(name)?.() ?? []).catch((): Reading => [])
      if (typeof reading === 'number') lines.push(line(name, '', reading))
      else for (const { labels, value } of reading) lines.push(line(name, keyOf(labels), value))
      for (const [labels, value] of this.#counters.get(name) ?? []) lines.push(line(name, labels, value))
      for (const [labels, { buckets, sum, count }] of this.#spreads.get(name) ?? []) {
        let below = 0
        for (const [index, bound] of bounds.entries()) {
          below += buckets[index]!
          lines.push(line(`${name}_bucket`, `${labels},le="${bound}"`, below))
        }
        lines.push(line(`${name}_bucket`, `${labels},le="+Inf"`, count))
        lines.push(line(`${name}_sum`, labels, sum), line(`${name}_count`, labels, count))
      }
    }
    return `${lines.join('\n')}\n`
  }
}
