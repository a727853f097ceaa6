// The address that takes a form from a file, on the desk.
import { mayIn, staff } from '../../../kernel/access.ts'
import { recordAudit } from '../../../kernel/audit.ts'
import { type Answer, page } from '../../../kernel/http/answer.ts'
import type { FormInput, Problem } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { htmlLang } from '../../../kernel/language.ts'
import type { FileKind } from '../../../kernel/uploads/kinds.ts'
import { importDocument } from '../import/import-document.ts'
import { storeImported } from '../import/store.ts'
import { builderWords } from './builder-words.ts'
import { formPath, mayEdit } from './desk-form.ts'
import { unitsFor } from './form-list.ts'
import { ImportedPage, ImportPage } from './import-pages.tsx'
import { importWords } from './import-words.ts'
import type { BuilderReading, BuilderWriting } from './working-copy.ts'

export const importPath = '/desk/forms/import'
const accept: readonly FileKind[] = ['xml', 'json', 'zip']

export function importRoutes(on: Routes): void {
  on.page(importPath, staff(mayEdit), {}, (visit) => showImport(visit))
  on.form(importPath, staff(mayEdit), { perMinute: 20, uploads: { maxFiles: 1, maxBytesEach: 20 * 1_048_576, accept } }, take)
}

async function showImport(visit: Visit, unit?: string, problems: readonly Problem[] = []): Promise<Answer> {
  const units = await visit.town.read((db: BuilderReading) => unitsFor(db, visit.person!, builderWords(visit).wholeTown))
  const shown = {
    frame: visit.frame,
    action: linkTo(visit, importPath),
    accept,
    units,
    unit: unit ?? (units.length === 1 ? units[0]!.value : ''),
    problems,
  }
  return page(<ImportPage {...shown} />, { status: problems.length > 0 ? 422 : 200 })
}

async function take(visit: Visit, input: FormInput): Promise<Answer> {
  const { town, person, now, language, frame } = visit
  const text = importWords(visit)
  const unit = input.value('unit')
  const [file] = input.files('file')
  const problems: Problem[] = [...input.fileProblems]
  if (!file && problems.length === 0) problems.push({ field: 'file', message: text.fileMissing })
  if (!/^\/([a-z0-9][a-z0-9-]{0,63}\/)*$/.test(unit) || !mayIn(person!, mayEdit, unit))
    problems.push({ field: 'unit', message: text.unitMissing })
  if (!file || problems.length > 0) return showImport(visit, unit, problems)
  const imported = importDocument(file.content, file.name)
  if ('refused' in imported) return showImport(visit, unit, [{ field: 'file', message: imported.refused[htmlLang(language)] }])
  const { document, report } = imported
  const form = await town.write(async (db: BuilderWriting) => {
    const stored = await storeImported(db, { document, unit, by: person!.personId, now })
    await recordAudit(db, {
      action: 'forms.form.imported',
      actor: { staff: person!.personId, unit },
      object: `forms.form/${stored!.id}`,
      details: { standard: report.standard, fields: report.fields, rules: report.rules },
    })
    return stored!
  })
  const formUrl = linkTo(visit, formPath(form.id))
  return page(
    <ImportedPage
      frame={frame}
      title={document.title.de}
      formUrl={formUrl}
      report={report}
      tasks={document.tasks?.length ?? 0}
    />,
  )
}
