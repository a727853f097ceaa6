// SHA-256 of a short text, at once and without a promise: the browser's own would wait for each of many thousand hashes.
// @standard FIPS 180-4

const primes: number[] = []
for (let number = 2; primes.length < 64; number += 1) if (primes.every((prime) => number % prime !== 0)) primes.push(number)
const fraction = (value: number): number => ((value - Math.floor(value)) * 2 ** 32) | 0
const constants = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)))
const first = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)))

const words = new Int32Array(64)
const state = new Int32Array(8)

const turn = (value: number, by: number): number => (value >>> by) | (value << (32 - by))

/** Text of at most 55 bytes, ASCII. @returns whether its hash begins with so many zero bits, at most 32 */
export function startsWithZeros(text: string, bits: number): boolean {
  return Math.clz32(firstWord(text)) >= bits
}

/** The first 32 bits of the hash. */
export function firstWord(text: string): number {
  words.fill(0, 0, 16)
  const { length } = text
  for (let at = 0; at <= length; at += 1) {
    const byte = at === length ? 0x80 : text.charCodeAt(at)
    words[at >> 2] = words[at >> 2]! | (byte << (24 - (at & 3) * 8))
  }
  words[15] = length * 8
  for (let at = 16; at < 64; at += 1) {
    const low = words[at - 15]!
    const high = words[at - 2]!
    const s0 = turn(low, 7) ^ turn(low, 18) ^ (low >>> 3)
    const s1 = turn(high, 17) ^ turn(high, 19) ^ (high >>> 10)
    words[at] = (words[at - 16]! + s0 + words[at - 7]! + s1) | 0
  }
  state.set(first)
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let at = 0; at < 64; at += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[at]! + words[at]!) | 0
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  return (a + first[0]!) | 0
}
