// A work list as a file: one row a case, nothing in it that a spreadsheet would run.

import { dayAt } from '../../../kernel/calendar/day.ts'
import { writeCsv } from '../../../kernel/csv.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Reader } from '../../../kernel/words.ts'
import { escapeXml } from '../../../standards/xml/escape.ts'
import { writeZip } from '../../../standards/zip/write-zip.ts'
import type { CaseRow } from '../tables.ts'
import type { KnownTypes } from '../type/known-types.ts'
import { caseWords } from './case-words.ts'
import { listWords } from './list-words.ts'
import type { Names } from './names.ts'
import { factText, textIn } from './shown.ts'

type Listed = { types: KnownTypes; rows: readonly CaseRow[]; names: Names; kind: string }

/** Head and rows; facts only where all rows are of one kind. */
export function cellsOf(reader: Reader, { types, rows, names, kind }: Listed): string[][] {
  const text = listWords(reader)
  const channels = caseWords(reader)
  const facts = types.newest.find(({ row }) => row.key === kind)?.type.facts.filter(({ column }) => column) ?? []
  const head = [
    text.reference,
    text.matter,
    text.person,
    text.state,
    text.step,
    text.unit,
    text.assignee,
    text.received,
    text.due,
    text.channel,
    text.label,
    ...facts.map(({ title }) => textIn(title, reader.language)),
  ]
  return [
    head,
    ...rows.map((row) => {
      const { type } = types.of(row)
      const step = type.steps.find(({ key }) => key === row.step)
      return [
        showReference(row.reference),
        textIn(type.title, reader.language),
        names.applicant.get(row.id) ?? '',
        text[`state-${row.state}`],
        step ? textIn(step.title, reader.language) : row.step,
        row.unit,
        row.assignee ? (names.colleague(row.assignee) ?? '') : '',
        dayAt(row.received_at),
        row.due_on ?? '',
        channels[`channel-${row.channel}`],
        row.labels.join(', '),
        ...facts.map(({ name }) =>
          row.facts[name] === undefined || row.facts[name] === null ? '' : factText(reader, row.facts[name]),
        ),
      ]
    }),
  ]
}

export const csvOf = (cells: readonly (readonly string[])[]): string => `\ufeff${writeCsv(cells)}`

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** XML 1.0 takes no other control characters. */
const plain = (text: string): string => escapeXml(text.replace(/[^\P{Cc}\t\n\r]/gu, ' '))

/** One sheet of texts: a cell that is a text is never a formula, whatever it begins with. @standard ECMA-376 Part 1, 18.3.1.53 (is) */
export function xlsxOf(cells: readonly (readonly string[])[], title: string): Buffer {
  const rows = cells.map((row) => {
    const inline = row.map((cell) => `<c t="inlineStr"><is><t xml:space="preserve">${plain(cell)}</t></is></c>`)
    return `<row>${inline.join('')}</row>`
  })
  const sheet = plain(title.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31))
  const files: [string, string][] = [
    [
      '[Content_Types].xml',
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${sheet}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ],
    ['xl/worksheets/sheet1.xml', `<worksheet xmlns="${main}"><sheetData>${rows.join('')}</sheetData></worksheet>`],
  ]
  return writeZip(new Map(files.map(([name, text]) => [name, Buffer.from(`${head}${text}`)])))
}
