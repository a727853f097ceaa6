// Forms for tests, benchmarks and the demonstration.
import type { Frame } from '../../design/frame.ts'
import type { House } from '../../kernel/house.ts'
import type { Visit } from '../../kernel/http/visit.ts'
import { newToken } from '../../kernel/sessions.ts'
import type { Town, WriteDb } from '../../kernel/town.ts'
import { drawBuilder } from './builder/fixtures.ts'
import type { BuilderTables } from './builder/tables.ts'
import { demoKey, publishDemoForm } from './demo/demo.ts'
import { compileForm } from './document/compile.ts'
import type { Answers, FormDocument, Item } from './document/document.ts'
import { evaluateForm } from './document/evaluate.ts'
import { problemsOf } from './document/problems.ts'
import { draftCookie, secretHash } from './filling/browser.ts'
import { beginDraft } from './filling/draft.ts'
import { findForm, type Reading } from './form.ts'
import { importDocument } from './import/import-document.ts'
import type { ImportReport } from './import/report.ts'
import { storeImported } from './import/store.ts'

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

/** A schema from its file to a stored form, as the command does it. @returns what was found in the file */
export async function importInto(town: Town, content: Buffer, fileName: string, now: Date): Promise<ImportReport> {
  const read = importDocument(content, fileName)
  if ('refused' in read) throw new Error(read.refused.en)
  const { document, report } = read
  await town.write((db: WriteDb<BuilderTables>) => storeImported(db, { document, unit: '/', by: null, now }))
  return report
}

export { makeSender } from './submissions/fixtures.ts'

/** A draft of the demonstration's form, begun without account: the address of its second page, and the cookie of its browser. */
export async function beginDemoDraft(house: House, town: Town, now: Date): Promise<{ path: string; cookie: string }> {
  await publishDemoForm(town, now)
  const form = (await town.read((db: Reading) => findForm(db, demoKey)))!
  const secret = newToken()
  const visit = { house, town, now, person: undefined, language: 'de' } as unknown as Visit
  const answers = { vorname: 'Anna', nachname: 'Muster', geboren: '1990-04-03' }
  const content = { answers, leftOpen: {}, origins: {}, seen: ['wohnung'] }
  const begun = { form, version: form.live_version!, secret: secretHash(secret), content, page: 'person' }
  const draft = (await beginDraft(visit, begun))!
  return { path: `/forms/${demoKey}/fill/${draft}/person`, cookie: draftCookie(draft, secret).split(';')[0]! }
}
