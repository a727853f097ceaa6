// Reads the files of a delivered catalogue from the disk; what each holds is seen in the file, not in its name.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { UnreadableFile } from './readers/fields.ts'
import { type DeliveryFormat, readCatalogue } from './readers/format.ts'
import type { CatalogueFile } from './record.ts'

/** @throws UnreadableFile naming the file and what is wrong with it */
export const readCatalogueFiles = (format: DeliveryFormat, files: readonly string[]): CatalogueFile =>
  readCatalogue(
    format,
    files.map((file) => ({ name: basename(file), content: contentOf(file) })),
  )

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (fault) {
    throw new UnreadableFile(`${file} cannot be read: ${(fault as NodeJS.ErrnoException).code ?? 'unknown fault'}`)
  }
}
