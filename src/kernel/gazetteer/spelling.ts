// How far two spellings are apart: letters that are missing, added, other ones, or two that changed places.

/** More than `most` are not counted any further. */
export function differencesIn(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let [before, row]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)]
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at]
    for (let to = 1; to <= other.length; to += 1) {
      const same = one[at - 1] === other[to - 1]
      const changed = one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1] ? (before[to - 2] ?? most) + 1 : most + 1
      next.push(Math.min(row[to]! + 1, next[to - 1]! + 1, row[to - 1]! + (same ? 0 : 1), changed))
    }
    if (Math.min(...next) > most) return most + 1
    before = row
    row = next
  }
  return row.at(-1)!
}
