// Rows of one table while a step runs: what is there, and what was added, changed and removed.

export class Rows<Row> {
  readonly #all = new Map<string, Row>()
  readonly #keyOf: (row: Row) => string
  readonly #added = new Set<string>()
  readonly #changed = new Set<string>()
  readonly #removed = new Map<string, Row>()

  constructor(keyOf: (row: Row) => string, stored: readonly Row[]) {
    this.#keyOf = keyOf
    for (const row of stored) this.#all.set(keyOf(row), row)
  }

  find(key: string): Row | undefined {
    return this.#all.get(key)
  }
  list(): Row[] {
    return [...this.#all.values()]
  }
  where(fits: (row: Row) => boolean): Row[] {
    return this.list().filter(fits)
  }
  add(row: Row): Row {
    const key = this.#keyOf(row)
    this.#all.set(key, row)
    if (this.#removed.delete(key)) this.#changed.add(key)
    else this.#added.add(key)
    return row
  }
  change(row: Row, part: Partial<Row>): void {
    const key = this.#keyOf(row)
    Object.assign(row as object, part)
    if (!this.#added.has(key)) this.#changed.add(key)
  }
  remove(row: Row): void {
    const key = this.#keyOf(row)
    if (!this.#all.delete(key)) return
    this.#changed.delete(key)
    if (!this.#added.delete(key)) this.#removed.set(key, row)
  }

  get added(): Row[] {
    return [...this.#added].map((key) => this.#all.get(key)!)
  }
  get changed(): Row[] {
    return [...this.#changed].map((key) => this.#all.get(key)!)
  }
  get removed(): Row[] {
    return [...this.#removed.values()]
  }
  get touched(): boolean {
    return this.#added.size + this.#changed.size + this.#removed.size > 0
  }
}
