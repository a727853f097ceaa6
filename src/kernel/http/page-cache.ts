// Rendered and compressed answers for anonymous readers, dropped by the event that changes them.
import { hash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Answer } from './answer.ts'

export type Encoding = 'br' | 'gzip' | 'identity'
const encodings: readonly Encoding[] = ['identity', 'br', 'gzip']

export type CachedAnswer = {
  town: number
  status: number
  etag: string
  /** One character for each byte (latin1): node:http then sends head and body in one piece, at 0.7 of the CPU time. */
  bodies: Map<Encoding, string>
  /** Flat name, value lists as node:http writes them fastest. */
  headers: Map<Encoding, readonly string[]>
  visited: string | undefined
  dependsOn: readonly string[]
  expires: number
  bytes: number
}

/** Level 4 costs less than one rendering; node's default 11 costs a hundred times as much. */
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

/** For answers that are sent once: a third of the time of what is kept, and a twentieth more bytes. */
const quickBrotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 2, [constants.BROTLI_PARAM_LGWIN]: 16 } }

export function encode(body: Buffer, encoding: Encoding, use: 'kept' | 'once' = 'kept'): Buffer {
  if (encoding === 'br') return brotliCompressSync(body, use === 'kept' ? brotli : quickBrotli)
  return encoding === 'gzip' ? gzipSync(body, { level: use === 'kept' ? 6 : 1 }) : body
}

export function acceptedEncoding(header: string | undefined): Encoding {
  if (!header) return 'identity'
  if (/\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(header)) return 'br'
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(header) ? 'gzip' : 'identity'
}

export const etagOf = (body: Buffer | string): string => `"${hash('sha256', body, 'base64url').slice(0, 22)}"`

/** `catalogue.service/17` is also meant by `catalogue.service/*` and `catalogue.*`. */
function groupsOf(subject: string): string[] {
  const slash = subject.indexOf('/')
  const dot = subject.indexOf('.')
  const groups = [subject]
  if (slash > 0) groups.push(`${subject.slice(0, slash)}/*`)
  if (dot > 0) groups.push(`${subject.slice(0, dot)}.*`)
  return groups
}

export class PageCache {
  readonly #entries = new Map<string, CachedAnswer>()
  /** `<town> <subject>` → keys of the entries that depend on it. */
  readonly #dependents = new Map<string, Set<string>>()
  /** Counts every drop per town: an answer rendered before a drop and finished after it must not be kept. */
  readonly #drops = new Map<number, number>()
  readonly #limit: number
  #bytes = 0
  readonly #bytesOf = new Map<number, number>()
  /** Drops of everything count for towns too that nothing was kept or dropped of yet. */
  #dropsOfAll = 0
  /** `<town> <room>` → events so far; under `*` those that may concern any room. */
  readonly #news = new Map<string, number>()

  constructor(limitBytes = 64 * 1024 * 1024) {
    this.#limit = limitBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  dropsOf = (town: number): number => (this.#drops.get(town) ?? 0) + this.#dropsOfAll

  /** Rises with every event of a room (`catalogue`) in a town, and whenever nobody can say what changed. */
  newsOf = (town: number, room: string): number =>
    (this.#news.get(`${town} ${room}`) ?? 0) + (this.#news.get(`${town} *`) ?? 0) + this.#dropsOfAll

  find(key: string, now: number): CachedAnswer | undefined {
    const entry = this.#entries.get(key)
    if (!entry || entry.expires > now) return entry
    this.#forget(key, entry)
    return undefined
  }

  /** Keeps `answer` unless something was dropped in this town since `dropsBefore` was read. */
  keep(
    key: string,
    town: number,
    answer: Answer,
    headers: readonly string[],
    dropsBefore: number,
    expires: number,
  ): CachedAnswer {
    const body = Buffer.from(answer.body)
    const bodies = new Map(encodings.map((encoding) => [encoding, encode(body, encoding).toString('latin1')] as const))
    const etag = etagOf(body)
    const headersOf = (encoding: Encoding): string[] => [
      ...headers,
      'etag',
      etag,
      'content-length',
      String(bodies.get(encoding)!.length),
      ...(encoding === 'identity' ? [] : ['content-encoding', encoding]),
    ]
    const bytes = [...bodies.values()].reduce((sum, { length }) => sum + length, 500)
    const entry = {
      town,
      status: answer.status,
      etag,
      bodies,
      headers: new Map(encodings.map((encoding) => [encoding, headersOf(encoding)] as const)),
      visited: answer.visited,
      dependsOn: answer.dependsOn ?? [],
      expires,
      bytes,
    }
    if (dropsBefore !== this.dropsOf(town) || bytes > this.#limit / 8) return entry
    const old = this.#entries.get(key)
    if (old) this.#forget(key, old)
    this.#entries.set(key, entry)
    this.#weigh(town, bytes)
    for (const subject of entry.dependsOn) {
      const dependents = this.#dependents.get(`${town} ${subject}`)
      if (dependents) dependents.add(key)
      else this.#dependents.set(`${town} ${subject}`, new Set([key]))
    }
    this.#makeRoom()
    return entry
  }

  /** `*` drops everything of the town. */
  drop(town: number, subjects: readonly string[]): void {
    this.#drops.set(town, (this.#drops.get(town) ?? 0) + 1)
    for (const room of new Set(subjects.map((subject) => subject.split('.')[0])))
      this.#news.set(`${town} ${room}`, (this.#news.get(`${town} ${room}`) ?? 0) + 1)
    if (subjects.includes('*')) {
      for (const [key, entry] of this.#entries) if (entry.town === town) this.#forget(key, entry)
      return
    }
    for (const group of new Set(subjects.flatMap(groupsOf))) {
      const dependents = this.#dependents.get(`${town} ${group}`)
      if (!dependents) continue
      for (const key of [...dependents]) {
        const entry = this.#entries.get(key)
        if (entry) this.#forget(key, entry)
      }
    }
  }

  dropAll(): void {
    this.#dropsOfAll += 1
    this.#entries.clear()
    this.#dependents.clear()
    this.#bytesOf.clear()
    this.#bytes = 0
  }

  #forget(key: string, entry: CachedAnswer): void {
    this.#entries.delete(key)
    this.#weigh(entry.town, -entry.bytes)
    for (const subject of entry.dependsOn) {
      const dependents = this.#dependents.get(`${entry.town} ${subject}`)
      dependents?.delete(key)
      if (dependents?.size === 0) this.#dependents.delete(`${entry.town} ${subject}`)
    }
  }

  #weigh(town: number, bytes: number): void {
    this.#bytes += bytes
    this.#bytesOf.set(town, (this.#bytesOf.get(town) ?? 0) + bytes)
  }

  /** Oldest first, of the town that takes most of the memory: whoever calls up a thousand pages there costs no other town its own. */
  #makeRoom(): void {
    while (this.#bytes > this.#limit) {
      const [heaviest] = [...this.#bytesOf].reduce((most, one) => (one[1] > most[1] ? one : most))
      for (const [key, entry] of this.#entries) {
        if (entry.town !== heaviest) continue
        this.#forget(key, entry)
        break
      }
    }
  }
}
