// Plain text: UTF-8 without anything that a browser, a terminal or a vector program would run.
import type { Refused } from './check.ts'
import { type FileKind, isMarkup } from './kinds.ts'

type Told = { kind: 'txt' | 'csv' } | { fault: Refused }

/** Longer strings live where memory is given back late. */
const sliceBytes = 32 * 1024

/** Read along, however long it is. */
export async function textFault(chunks: AsyncIterable<Buffer>, name: string, accept: readonly FileKind[]): Promise<Told> {
  if (!accept.includes('txt') && !accept.includes('csv')) return { fault: 'kind' }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let first = true
  try {
    for await (const chunk of chunks) {
      for (let from = 0; from < chunk.length; from += sliceBytes) {
        const text = decoder.decode(chunk.subarray(from, from + sliceBytes), { stream: true })
        if (hasControls(text) || (first && isMarkup(text))) return { fault: 'kind' }
        first = false
      }
    }
    decoder.decode()
  } catch (fault) {
    if (fault instanceof TypeError) return { fault: 'not-utf8' }
    throw fault
  }
  return { kind: accept.includes('csv') && (/\.csv$/i.test(name) || !accept.includes('txt')) ? 'csv' : 'txt' }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what they do in a terminal is no text
export const hasControls = (text: string): boolean => /[\0-\x08\x0e-\x1f\x7f]/.test(text)
