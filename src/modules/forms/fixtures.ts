// Forms for tests, benchmarks and the demonstration.
import type { Frame } from '../../design/frame.ts'
import { drawBuilder } from './builder/fixtures.ts'
import { compileForm } from './document/compile.ts'
import type { Answers, FormDocument, Item } from './document/document.ts'
import { evaluateForm } from './document/evaluate.ts'
import { problemsOf } from './document/problems.ts'
import { importDocument } from './import/import-document.ts'

const words = (de: string) => ({ de })

/** Questions of several kinds on pages of ten, a third of them under a rule, and checks over two answers each; all answered rightly. */
export function largeForm(questions: number, rules: number): { document: FormDocument; answers: Answers } {
  const answers: Answers = {}
  const conditions = Math.floor((rules * 2) / 3)
  const items = Array.from({ length: questions }, (_, index): Item => {
    const key = `q${index}`
    const rule = index > 0 && index <= conditions ? { showWhen: `q${Math.floor((index - 1) / 4) * 4} != null` } : {}
    const common = { kind: 'question', key, label: words(`Frage ${index}`), ...rule } as const
    const kind = index % 4
    answers[key] = kind === 0 ? `Antwort ${index}` : kind === 1 ? index : kind === 2 ? '2026-11-22' : index % 8 === 3
    if (kind === 0) return { ...common, type: 'text', maxLength: 200 }
    if (kind === 1) return { ...common, type: 'number', min: 0, max: 10_000 }
    return kind === 2 ? { ...common, type: 'date', latest: 'today() + duration("P10Y")' } : { ...common, type: 'yesNo' }
  })
  const pages = Array.from({ length: Math.ceil(questions / 10) }, (_, index) => ({
    key: `p${index}`,
    title: words(`Seite ${index + 1}`),
    items: items.slice(index * 10, index * 10 + 10),
  }))
  const checks = Array.from({ length: rules - conditions }, (_, index) => {
    const number = (index * 4 + 1) % questions
    return { when: `q${number} > 10000 or q${number} + 0.1 < 0`, at: `q${number}`, message: words('Das passt nicht zusammen.') }
  })
  const document: FormDocument = {
    format: 'stadttor-form/1',
    title: words('Großes Formular'),
    languages: ['de'],
    audience: ['person'],
    level: 'none',
    writtenForm: 'none',
    pages,
    checks,
  }
  return { document, answers }
}

/** @returns how many problems `answers` have */
export function judge(document: FormDocument): (answers: Answers, now: Date) => number {
  const form = compileForm(document)
  return (answers, now) =>
    problemsOf(evaluateForm(form, answers, now), { reader: { language: 'de' }, list: () => undefined }).length
}

/** Imports a file, and answers what opens it in the builder. */
export function openInBuilder(
  content: Buffer,
  fileName: string,
  frame: Frame,
  now: Date,
): () => { overview: string; points: number } {
  const read = importDocument(content, fileName)
  if ('refused' in read) throw new Error(read.refused.en)
  const stored = JSON.stringify(read.document)
  return () => drawBuilder(frame, stored, now)
}

export { makeSender } from './submissions/fixtures.ts'
