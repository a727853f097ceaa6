// Submissions as a file for a spreadsheet or another program: columns are named by path.
import { showReference } from '../../../kernel/reference.ts'
import type { Answer } from '../document/document.ts'
import type { SentContent } from './seal.ts'
import type { SubmissionRow } from './tables.ts'

export type Filled = { row: SubmissionRow; formKey: string; content: SentContent | undefined }

/** `family.0.given` → value, in the order of the answers. */
export function flatAnswers(answer: Answer | undefined, path = ''): [path: string, value: string][] {
  if (answer === undefined || answer === null) return []
  if (Array.isArray(answer)) {
    if (answer.every((one) => typeof one === 'string')) return [[path, answer.join('; ')]]
    return answer.flatMap((one, index) => flatAnswers(one as Answer, `${path}.${index}`))
  }
  if (typeof answer !== 'object') return [[path, String(answer)]]
  return Object.entries(answer).flatMap(([key, value]) => flatAnswers(value as Answer, path === '' ? key : `${path}.${key}`))
}

const own = ['reference', 'form', 'version', 'receivedAt', 'language', 'level', 'feeCents'] as const

/** Nothing of it is run by a spreadsheet, whatever somebody typed. @standard RFC 4180 */
export function answersCsv(submissions: readonly Filled[]): string {
  const paths = new Set<string>()
  const filled = submissions.map(({ row, formKey, content }) => {
    const answers = new Map(flatAnswers(content?.answers ?? {}))
    for (const path of answers.keys()) paths.add(path)
    const { version, received_at, language, level, fee_cents } = row
    const ownValues = [
      showReference(row.reference),
      formKey,
      version,
      received_at.toISOString(),
      language,
      level,
      fee_cents ?? '',
    ]
    return { ownValues: ownValues.map(String), answers }
  })
  const rows = filled.map(({ ownValues, answers }) => [...ownValues, ...[...paths].map((path) => answers.get(path) ?? '')])
  return `\ufeff${[[...own, ...paths], ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** A German spreadsheet parts cells at semicolons, whatever the quotes say. */
const partsInside = /([;\t\r\n]["'\s]{0,20})(?=[=+\-@])/g

/** What a spreadsheet would take for a formula begins with an apostrophe. OWASP: CSV injection */
const cell = (text: string): string => {
  const begun = /^\s*[=+\-@\t\r\n|%]/.test(text) && !/^-?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text
  const safe = begun.replace(partsInside, "$1'")
  return /[",;\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const answersJson = (submissions: readonly Filled[]): string =>
  JSON.stringify(
    submissions.map(({ row, formKey, content }) => ({
      id: row.id,
      reference: row.reference,
      form: formKey,
      version: row.version,
      receivedAt: row.received_at.toISOString(),
      language: row.language,
      level: row.level,
      method: row.method,
      ...(row.fee_cents !== null && { feeCents: row.fee_cents }),
      answers: content?.answers ?? null,
      leftOpen: content?.leftOpen ?? {},
      files: content?.files.map(({ blob: _, ...file }) => file) ?? [],
    })),
    null,
    2,
  )
