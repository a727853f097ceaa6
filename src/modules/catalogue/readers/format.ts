// Finds out what a delivery is and hands it to the right reader; a delivery is one file or several that belong together.
import type { CatalogueFile } from '../record.ts'
import { readBerlin } from './berlin.ts'
import { UnreadableFile } from './fields.ts'
import { type FileContent, parseDldb } from './file-text.ts'
import { readMunich } from './munich.ts'
import { readXzufi } from './xzufi.ts'

export type DeliveredFile = { name: string; content: FileContent }

export const deliveryFormats = ['munich', 'berlin', 'xzufi'] as const
export type DeliveryFormat = (typeof deliveryFormats)[number]

type Part = 'services' | 'offices' | 'topics' | 'authorities'

/** @throws UnreadableFile naming the file and what was expected of it */
export function readCatalogue(format: DeliveryFormat, files: readonly DeliveredFile[]): CatalogueFile {
  if (format === 'xzufi') {
    const [message, ...more] = files
    if (!message || more.length > 0) throw new UnreadableFile(`XZuFi is one message in one file; ${files.length} were given.`)
    return readXzufi(message.content)
  }
  const parts = partsOf(format, files)
  const services = parts.get('services')
  if (services === undefined)
    throw new UnreadableFile(
      `None of the files holds ${format === 'munich' ? 'Munich' : 'Berlin'} services: ${files.map(({ name }) => name).join(', ')}.`,
    )
  const given = Object.fromEntries(parts) as Partial<Record<Part, FileContent>>
  return format === 'munich' ? readMunich({ ...given, services }) : readBerlin({ ...given, services })
}

function partsOf(format: Exclude<DeliveryFormat, 'xzufi'>, files: readonly DeliveredFile[]): Map<Part, FileContent> {
  const parts = new Map<Part, FileContent>()
  for (const { name, content } of files) {
    const part = partOf(parseDldb(content, name).items)
    if (part === undefined)
      throw new UnreadableFile(`${name}: its records are neither services, locations, topics nor authorities of ${format}.`)
    if (parts.has(part)) throw new UnreadableFile(`${name}: a second file of ${part}.`)
    parts.set(part, content)
  }
  return parts
}

/** By the members that the records of each kind alone have. */
function partOf(items: readonly unknown[]): Part | undefined {
  const record = items.find((item): item is Record<string, unknown> => typeof item === 'object' && item !== null)
  if (!record) return undefined
  const relation = (record.relation ?? {}) as Record<string, unknown>
  if ('address' in record || 'geo' in record) return 'offices'
  if ('childs' in relation) return 'topics'
  if ('combinable' in record || 'leika' in record || 'root_topic' in relation) return 'services'
  if ('navi' in relation && 'contact' in record) return 'authorities'
  return 'locations' in record || 'name' in record ? 'services' : undefined
}
