// Counters for operators in Prometheus' text format; no persons, no addresses, no paths with ids.

type Labels = Record<string, string | number>

const keyOf = (labels: Labels): string =>
  Object.entries(labels)
    .map(([label, value]) => `${label}="${String(value).replace(/[\\"\n]/g, '_')}"`)
    .join(',')

export class Metrics {
  readonly #counters = new Map<string, Map<string, number>>()
  readonly #help = new Map<string, { text: string; kind: 'counter' | 'gauge' }>()
  readonly #gauges = new Map<string, () => number>()

  declare(name: string, text: string, read?: () => number): void {
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

  text(): string {
    const lines: string[] = []
    for (const [name, { text, kind }] of this.#help) {
      lines.push(`# HELP ${name} ${text}`, `# TYPE ${name} ${kind}`)
      const gauge = this.#gauges.get(name)
      if (gauge) lines.push(`${name} ${gauge()}`)
      for (const [labels, value] of this.#counters.get(name) ?? []) lines.push(`${name}${labels ? `{${labels}}` : ''} ${value}`)
    }
    return `${lines.join('\n')}\n`
  }
}
