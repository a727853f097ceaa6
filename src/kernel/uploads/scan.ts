// Looking into a file for malware: by a neighbour of the town's own, else by the house's scanner, else not at all.
import type { ScanFile } from '../../contracts/scan.ts'
import type { House } from '../house.ts'
import type { Town } from '../town.ts'

/**
 * `off`: no scanner is set up. `down`: one is set up and does not answer. `too-large`: longer than it reads. `locked`: it could not look inside.
 * Of these only `off` and `clean` let a file pass anywhere, and `off` only what the house's own checks vouch for.
 */
export type Scanned = 'clean' | 'found' | 'down' | 'off' | 'too-large' | 'locked'

/** The house's own scanner. Throws when it does not answer. */
export type Scanner = {
  /** Bytes it reads of one file. */
  maxBytes: number
  scan: (chunks: AsyncIterable<Buffer>) => Promise<Exclude<Scanned, 'off' | 'down'>>
}

export type ToScan = { size: number; mediaType: string; chunks: () => AsyncIterable<Buffer> }

/** What a neighbour gets is whole in memory. */
const mostForNeighbour = 32 * 1024 * 1024

export async function scanContent(house: House, town: Town, { size, mediaType, chunks }: ToScan): Promise<Scanned> {
  try {
    if (house.offers(town, 'scan-file')) {
      if (size > mostForNeighbour) return 'too-large'
      const content = Buffer.concat(await collect(chunks()))
      const answer = await house.ask<ScanFile>(town, 'scan-file', { content, mediaType })
      if (answer !== undefined && answer !== 'off') return answer
    }
    if (!house.scanner) return 'off'
    if (size > house.scanner.maxBytes) return 'too-large'
    return await house.scanner.scan(chunks())
  } catch (fault) {
    house.log.fault('the scanner for malware does not answer', fault, { town: town.key })
    return 'down'
  }
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const parts: Buffer[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return parts
}

export const onlyChunk = (content: Buffer): (() => AsyncIterable<Buffer>) =>
  async function* () {
    yield content
  }
