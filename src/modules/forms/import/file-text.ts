// The characters of a delivered file: UTF-8, or what its XML declaration says.
import { Refused } from './refusal.ts'

export const largestFile = 20_000_000

/** @throws Refused for a file too large, of unknown encoding, or with bytes that are no characters of it */
export function decodeFile(content: Buffer): string {
  if (content.length > largestFile) throw new Refused('Die Datei ist größer als 20 MB.', 'The file is larger than 20 MB.')
  if (content.length === 0) throw new Refused('Die Datei ist leer.', 'The file is empty.')
  const encoding = encodingOf(content)
  let decoder: TextDecoder
  try {
    decoder = new TextDecoder(encoding, { fatal: true })
  } catch {
    throw new Refused(`Die Zeichenkodierung „${encoding}“ ist nicht bekannt.`, `The encoding “${encoding}” is not known.`)
  }
  try {
    return decoder.decode(content)
  } catch {
    throw new Refused(
      `Die Datei enthält Bytes, die nicht zu ihrer Zeichenkodierung ${encoding} gehören.`,
      `The file holds bytes that are not valid in its encoding ${encoding}.`,
    )
  }
}

function encodingOf(content: Buffer): string {
  if (content[0] === 0xff && content[1] === 0xfe) return 'utf-16le'
  if (content[0] === 0xfe && content[1] === 0xff) return 'utf-16be'
  const start = content.subarray(0, 200).toString('latin1')
  return (/^(?:ï»¿)?\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(start)?.[1] ?? 'utf-8').toLowerCase()
}

const lines = (text: string): string[] =>
  text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.replace(/[\t\u00a0 ]+/g, ' ').trim())

/** Indentation and superfluous empty lines of the file are no part of the text. */
export const tidyText = (text: string | undefined): string =>
  lines(text ?? '')
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** The same on one line. */
export const tidyLine = (text: string | undefined): string => tidyText(text).replace(/\s+/g, ' ')
