// Decodes a delivered file and says exactly where it is broken.
import { UnreadableFile } from './fields.ts'

export type FileContent = Uint8Array | string

/** UTF-8 without byte order mark. @throws UnreadableFile naming byte and line of the first invalid sequence */
export function decodeUtf8(content: FileContent): string {
  if (typeof content === 'string') {
    const lone = content.isWellFormed() ? -1 : content.search(/\p{Surrogate}/u)
    if (lone >= 0) throw new UnreadableFile(`Half a character at position ${lone} (line ${lineAt(content, lone)}).`)
    return content.startsWith('\ufeff') ? content.slice(1) : content
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    const at = firstInvalidByte(content)
    const line = content.subarray(0, at).reduce((lines, byte) => (byte === 10 ? lines + 1 : lines), 1)
    throw new UnreadableFile(
      `Not UTF-8: invalid byte 0x${content[at]!.toString(16).padStart(2, '0')} at byte ${at} (line ${line}).`,
    )
  }
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length

/** Halves the range: the longest prefix that decodes as a stream ends before the invalid sequence. */
function firstInvalidByte(bytes: Uint8Array): number {
  const decodes = (end: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true })
      return true
    } catch {
      return false
    }
  }
  let good = 0
  let bad = bytes.length
  if (decodes(bad)) return startOfLastCharacter(bytes)
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (decodes(middle)) good = middle
    else bad = middle
  }
  return good
}

/** A file cut in the middle of its last character. */
function startOfLastCharacter(bytes: Uint8Array): number {
  let at = bytes.length - 1
  while (at > 0 && (bytes[at]! & 0xc0) === 0x80) at -= 1
  return at
}

/** @throws UnreadableFile with line and column of the first mistake, where the parser tells it */
export function parseJson(content: FileContent, name: string): unknown {
  const text = decodeUtf8(content)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new UnreadableFile(`${name} is not valid JSON at line ${lineAt(text, firstFault(text))}: ${(cause as Error).message}`)
  }
}

/** The parser often does not say where: the longest prefix that only lacks its end stops at the mistake. */
function firstFault(text: string): number {
  const lacksItsEnd = (end: number): boolean => {
    try {
      JSON.parse(text.slice(0, end))
      return true
    } catch (cause) {
      const { message } = cause as Error
      return /end of JSON|Unterminated/.test(message) || message.includes(`position ${end}`)
    }
  }
  let good = 0
  let bad = text.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (lacksItsEnd(middle)) good = middle
    else bad = middle
  }
  return good
}

/** The list under `data`, as both Munich and Berlin deliver it. */
export function parseDldb(content: FileContent, name: string): { head: Record<string, unknown>; items: unknown[] } {
  const parsed = parseJson(content, name)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new UnreadableFile(`${name}: an object with the list "data" was expected.`)
  const head = parsed as Record<string, unknown>
  if (!Array.isArray(head.data)) throw new UnreadableFile(`${name}: there is no list "data".`)
  return { head, items: head.data }
}
