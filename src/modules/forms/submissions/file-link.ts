// Links by which a receiver fetches files: for one file of one submission, for a few minutes.
import { timingSafeEqual } from 'node:crypto'
import { isUuid } from '../../../kernel/ids.ts'
import { macOf } from '../../../kernel/keys.ts'
import type { Town } from '../../../kernel/town.ts'

const minutes = 15
/** Stands for the PDF that is made when it is fetched. */
export const receiptFile = 'receipt.pdf'

const macFor = (town: Town, submission: string, file: string, until: number): Buffer =>
  macOf(town.dataKey, 'forms file link', `${submission}\n${file}\n${until}`)

export function fileLink(town: Town, submission: string, file: string, now: Date): string {
  const until = Math.floor(now.getTime() / 1_000) + minutes * 60
  const mac = macFor(town, submission, file, until).toString('base64url')
  return `${town.origin}/forms/hand-over/${submission}/${file}?until=${until}&mac=${mac}`
}

export function isFileLink(
  town: Town,
  { submission, file, until, mac, now }: { submission: string; file: string; until: string; mac: string; now: Date },
): boolean {
  if (!isUuid(submission) || (file !== receiptFile && !isUuid(file)) || !/^\d{1,12}$/.test(until)) return false
  const wanted = macFor(town, submission, file, Number(until))
  const given = Buffer.from(mac, 'base64url')
  return given.length === wanted.length && timingSafeEqual(given, wanted) && now.getTime() < Number(until) * 1_000
}
