// Visits of pages since the last hand-over: a number per page, nothing about the visitor.
export class Visits {
  #counts = new Map<number, Map<string, number>>()

  count(town: number, subject: string): void {
    const counts = this.#counts.get(town) ?? new Map<string, number>()
    this.#counts.set(town, counts)
    counts.set(subject, (counts.get(subject) ?? 0) + 1)
  }

  /** Empties the counter. */
  drain(): Map<number, ReadonlyMap<string, number>> {
    const drained = this.#counts
    this.#counts = new Map()
    return drained
  }
}
