// A file somebody brings becomes a form document with a report, or one sentence that says why not.
import type { FormDocument } from '../document/document.ts'
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
  const document = convertXdf(schema, warnings)
  return { document, report: { standard: document.origin!.standard, ...counts, warnings: warnings.list } }
}
