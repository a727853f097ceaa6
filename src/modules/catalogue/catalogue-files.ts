// Reads the files of a delivered catalogue with the reader of their format.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { readBerlin } from './readers/berlin.ts'
import { UnreadableFile } from './readers/fields.ts'
import { readMunich } from './readers/munich.ts'
import { readXzufi } from './readers/xzufi.ts'
import type { CatalogueFile } from './record.ts'

export const catalogueFormats = ['munich', 'berlin', 'xzufi'] as const
export type DeliveryFormat = (typeof catalogueFormats)[number]

const parts = { services: /service/i, offices: /location|office|standort/i, topics: /topic/i, authorities: /authorit/i }

/**
 * A delivery of several files is told apart by their names (`services…`, `locations…`, `topic…`, `authority…`); a single
 * file holds the services.
 * @throws UnreadableFile
 */
export function readCatalogueFiles(format: DeliveryFormat, files: readonly string[]): CatalogueFile {
  const [only] = files
  if (only === undefined) throw new UnreadableFile('No file was named.')
  if (format === 'xzufi') {
    if (files.length > 1) throw new UnreadableFile('An XZuFi message is one file.')
    return readXzufi(contentOf(only))
  }
  const named = (part: keyof typeof parts): { [key: string]: Buffer } => {
    const file = files.find((name) => parts[part].test(basename(name)))
    return file === undefined ? {} : { [part]: contentOf(file) }
  }
  const services = files.length === 1 ? contentOf(only) : named('services').services
  if (!services) throw new UnreadableFile('None of the files is called services…; that one holds the services.')
  if (format === 'munich') return readMunich({ services, ...named('offices') })
  return readBerlin({ services, ...named('offices'), ...named('topics'), ...named('authorities') })
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (fault) {
    throw new UnreadableFile(`${file} cannot be read: ${(fault as NodeJS.ErrnoException).code ?? 'unknown fault'}`)
  }
}
