// Choices as lines of text: editors write and order words, the values in rules and answers stay what they were.
import type { Choice } from '../document/document.ts'
import { keyFor } from './outline.ts'

/**
 * A line with the words of an old choice is that choice, wherever it stands now. A line with new words is the old choice of its place
 * if that one is gone otherwise: its words were changed. Everything else is new.
 */
export function keptChoices(old: readonly Choice[], lines: readonly string[]): Choice[] {
  const byWords = new Map(old.map((choice) => [choice.label.de, choice]))
  const left = new Set(old.filter(({ label }) => !lines.includes(label.de)))
  const taken = new Set(old.map(({ value }) => value))
  return lines.map((line, index) => {
    const same = byWords.get(line)
    if (same) return same
    const place = old[index]
    if (place && left.has(place)) {
      left.delete(place)
      return { ...place, label: { ...place.label, de: line } }
    }
    const value = keyFor(line, taken)
    taken.add(value)
    return { value, label: { de: line } }
  })
}

/** The words of a line that stands there twice. */
export const twiceIn = (lines: readonly string[]): string | undefined =>
  lines.find((line, index) => lines.indexOf(line) !== index)
