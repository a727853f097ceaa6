// Compares what came with what was expected, as plain JSON; each difference is told with its place.

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const keysBeside = (object: Record<string, unknown>, known: readonly string[]): string[] =>
  Object.keys(object).filter((key) => !known.includes(key))

const numeric = /^-?\d+(\.\d+)?$/
const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))

/** Objects may hold more than expected; lists may not. `12.50` and 12.5 are the same number. */
export function differencesOf(actual: unknown, expected: unknown, at = ''): string[] {
  if (isRecord(expected) && isRecord(actual))
    return Object.entries(expected).flatMap(([key, value]) => differencesOf(actual[key], value, `${at}.${key}`))
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) return [`${at}: ${show(actual)} instead of ${show(expected)}`]
    return expected.flatMap((value, index) => differencesOf(actual[index], value, `${at}[${index}]`))
  }
  if (actual === expected) return []
  const asNumbers = [actual, expected].filter((value) => typeof value === 'number').length === 1
  if (asNumbers && [actual, expected].every((value) => numeric.test(String(value))) && Number(actual) === Number(expected))
    return []
  return [`${at}: ${show(actual)} instead of ${show(expected)}`]
}
