// A filing plan as a table: number; title; parent; years; law; start; appraisal. The first line names the columns.
import { readCsv } from '../../../kernel/csv.ts'
import type { Appraisal } from '../tables.ts'
import type { PlanLine, RefusedLine } from './entry.ts'

/** German and English names of the columns; only number and title are needed. */
const columns: Record<string, readonly string[]> = {
  number: ['number', 'nummer', 'aktenzeichen', 'kennzeichen'],
  title: ['title', 'titel', 'bezeichnung', 'betreff'],
  parent: ['parent', 'oberpunkt', 'übergeordnet'],
  years: ['years', 'jahre', 'aufbewahrung', 'frist'],
  law: ['law', 'rechtsgrundlage', 'quelle'],
  starts: ['starts', 'fristbeginn'],
  appraisal: ['appraisal', 'aussonderungsart', 'aussonderung'],
  example: ['example', 'beispiel'],
}
const endless = /^(forever|dauernd|dauerhaft|unbefristet|ewig)$/i

/** @throws Error where this is no such table */
export function readPlanCsv(text: string): { lines: PlanLine[]; refused: RefusedLine[] } {
  const [head, ...rows] = readCsv(text.replace(/^\ufeff/, ''))
  const names = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? []
  const at = (column: string): number => names.findIndex((name) => columns[column]!.includes(name))
  if (at('number') < 0 || at('title') < 0) throw new Error('The first line names the columns; "number" and "title" are needed.')
  const lines: PlanLine[] = []
  const refused: RefusedLine[] = []
  for (const { line, cells } of rows) {
    const cell = (column: string): string => (at(column) < 0 ? '' : (cells[at(column)]?.trim() ?? ''))
    const [number, years, appraisal] = [cell('number'), cell('years'), cell('appraisal').toUpperCase()]
    if (number === '' && cell('title') === '') continue
    if (years !== '' && !endless.test(years) && !/^\d{1,3}$/.test(years))
      refused.push({ line, number, reason: `"${years.slice(0, 40)}" is no number of years.` })
    else if (!['', 'A', 'B', 'V'].includes(appraisal))
      refused.push({ line, number, reason: `"${appraisal.slice(0, 40)}" is none of A, B and V.` })
    else
      lines.push({
        ...{ line, number, title: cell('title'), parent: cell('parent') || null, law: cell('law') },
        ...{ years: /^\d+$/.test(years) ? Number(years) : null, forever: endless.test(years) },
        starts: /^(closing|abschluss)$/i.test(cell('starts')) ? 'closing' : 'year-end',
        appraisal: (appraisal || 'B') as Appraisal,
        example: cell('example') !== '',
      })
  }
  return { lines, refused }
}
