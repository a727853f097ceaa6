// A file somebody brings becomes a form document with a report, or one sentence that says why not.
import type { FormDocument } from '../document/document.ts'
import { readDocument } from '../document/read-document.ts'
import { decodeFile } from './file-text.ts'
import { convertXdf } from './fim/convert.ts'
import { readXdf } from './fim/read.ts'
import { Refused } from './refusal.ts'
import { type ImportReport, Warnings } from './report.ts'

export type Imported = { document: FormDocument; report: ImportReport } | { refused: { de: string; en: string } }

/** Nothing is stored. */
export function importDocument(content: Buffer): Imported {
  try {
    return fromFim(decodeFile(content))
  } catch (fault) {
    if (fault instanceof Refused) return { refused: fault.reason }
    throw fault
  }
}

function fromFim(text: string): { document: FormDocument; report: ImportReport } {
  const warnings = new Warnings()
  const { schema, counts } = readXdf(text, warnings)
  const document = readable(convertXdf(schema, warnings))
  return { document, report: { standard: document.origin!.standard, ...counts, warnings: warnings.list } }
}

/** Too deep, too many pages: what is no form here is not stored as one. */
function readable(document: FormDocument): FormDocument {
  const read = readDocument(document)
  if ('document' in read) return read.document
  const { at, message } = read.faults[0]!
  throw new Refused(
    `Daraus wird kein Formular, das hier gelesen werden kann: ${message.de} (${at})`,
    `This makes no form that can be read here: ${message.en} (${at})`,
  )
}
