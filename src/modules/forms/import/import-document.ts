// A file somebody brings becomes a form document with a report, or one sentence that says why not.
import { documentFormat, type FormDocument, type Item } from '../document/document.ts'
import { readDocument } from '../document/read-document.ts'
import { decodeFile } from './file-text.ts'
import { convertXdf } from './fim/convert.ts'
import { readXdf } from './fim/read.ts'
import { convertFormio } from './formio/convert.ts'
import { type FormioForm, findForm, isObject, readExport, readJson } from './formio/source.ts'
import { Refused } from './refusal.ts'
import { type ImportReport, Warnings } from './report.ts'
import { isZip, unzip } from './zip.ts'

export const importFormats = ['fim', 'formio', 'stadttor'] as const
export type ImportFormat = (typeof importFormats)[number]

type Taken = { document: FormDocument; report: ImportReport }
export type Imported = Taken | { refused: { de: string; en: string } }

/** FIM (XML), Form.io and our own format (JSON), an Open Forms export (ZIP): seen from the content unless it is named. Nothing is stored. */
export const importDocument = (content: Buffer, fileName: string, format?: ImportFormat): Imported =>
  refusing(() => {
    if (isZip(content)) return fromFormio(readExport(unzip(content)))
    const start = content.subarray(0, 1_000).toString('latin1').trimStart()
    if (format === 'fim' || (format === undefined && !/^(ï»¿)?\s*[[{]/.test(start))) return fromFim(decodeFile(content))
    return fromJson(content, fileName, format)
  })

/** The files of an unpacked Open Forms export, by name. */
export const importFiles = (files: ReadonlyMap<string, Buffer>): Imported => refusing(() => fromFormio(readExport(files)))

function refusing(take: () => Taken): Imported {
  try {
    const { document, report } = take()
    return { document: readable(document), report }
  } catch (fault) {
    if (fault instanceof Refused) return { refused: fault.reason }
    throw fault
  }
}

function fromFim(text: string): Taken {
  const warnings = new Warnings()
  const { schema, counts } = readXdf(text, warnings)
  const document = convertXdf(schema, warnings)
  return { document, report: { standard: document.origin!.standard, ...counts, warnings: warnings.list } }
}

function fromFormio(form: FormioForm): Taken {
  const warnings = new Warnings()
  const { document, counts } = convertFormio(form, warnings)
  return { document, report: { standard: 'Form.io', ...counts, warnings: warnings.list } }
}

function fromJson(content: Buffer, fileName: string, format: ImportFormat | undefined): Taken {
  const value = readJson(content, fileName)
  const own = isObject(value) && typeof value.format === 'string' && value.format.startsWith('stadttor-form/')
  if (format === 'stadttor' || (format === undefined && own)) {
    const document = readable(value)
    return { document, report: { standard: documentFormat, ...countsOf(document), warnings: [] } }
  }
  const form = findForm(value, fileName)
  if (form) return fromFormio(form)
  throw new Refused(
    'Das ist weder ein Formular von Form.io noch eines von Stadttor: „components“ oder „format“ fehlt.',
    'This is neither a form of Form.io nor one of Stadttor: “components” or “format” is missing.',
  )
}

/** Too deep, too many pages, of another version: what is no form here is not stored as one. */
function readable(document: unknown): FormDocument {
  const read = readDocument(document)
  if ('document' in read) return read.document
  const { at, message } = read.faults[0]!
  const place = at === '' ? '' : ` (${at})`
  throw new Refused(
    `Daraus wird kein Formular, das hier gelesen werden kann: ${message.de}${place}`,
    `This makes no form that can be read here: ${message.en}${place}`,
  )
}

function countsOf({ pages, calculations = [], checks = [] }: FormDocument): Omit<ImportReport, 'standard' | 'warnings'> {
  const counts = { fields: 0, groups: 0, rules: calculations.length + checks.length, structures: pages.length }
  const look = (items: readonly Item[]): void => {
    for (const item of items) {
      if (item.kind === 'question') counts.fields += 1
      if (item.kind !== 'group') continue
      counts.groups += 1
      look(item.items)
    }
  }
  for (const { items } of pages) look(items)
  return counts
}
