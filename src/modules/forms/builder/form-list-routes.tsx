// The addresses of the list of forms, and of beginning or copying one.
import { staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput, Problem } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { keyShapeOfForms } from '../form-key.ts'
import { builderWords } from './builder-words.ts'
import { formPath, mayEdit, openForm } from './desk-form.ts'
import { type Entry, problemsIn, readTyped, type Typed } from './entries.tsx'
import { beginForm, listDeskForms, unitsFor } from './form-list.ts'
import { FormListPage, NewFormPage } from './form-list-pages.tsx'
import { importPath } from './import-routes.tsx'
import { listWords } from './list-words.ts'
import type { BuilderReading, BuilderWriting } from './working-copy.ts'

export function formListRoutes(on: Routes): void {
  on.page('/desk/forms', staff(mayEdit), {}, async (visit) => {
    const { town, person, query, frame } = visit
    const forms = await town.read((db: BuilderReading) => listDeskForms(db, person!))
    return page(<FormListPage frame={frame} forms={forms} state={query.state ?? ''} query={(query.q ?? '').slice(0, 100)} />)
  })
  on.page('/desk/forms/new', staff(mayEdit), {}, (visit) => showNew(visit))
  on.form('/desk/forms/new', staff(mayEdit), {}, (visit, input) => begin(visit, input))
  on.page('/desk/forms/:id/copy', staff(mayEdit), {}, (visit) => showNew(visit))
  on.form('/desk/forms/:id/copy', staff(mayEdit), {}, (visit, input) => begin(visit, input))
}

async function newFormEntries(visit: Visit): Promise<Entry[]> {
  const list = listWords(visit)
  const units = await visit.town.read((db: BuilderReading) => unitsFor(db, visit.person!, builderWords(visit).wholeTown))
  const copying = visit.params.id !== undefined
  return [
    { name: 'title', label: list.title, hint: list.titleHint, as: 'line', atMost: 200, needed: list.titleMissing },
    { name: 'unit', label: list.unitField, as: 'select', choices: units, needed: list.unitMissing },
    ...(copying
      ? []
      : [
          {
            name: 'kind',
            label: list.kind,
            as: 'radios' as const,
            bare: true,
            choices: [
              { value: 'application', label: list.application },
              { value: 'questionnaire', label: list.questionnaire },
            ],
          },
        ]),
    { name: 'key', label: list.address, hint: list.addressHint, as: 'line', atMost: 80 },
  ]
}

async function showNew(
  visit: Visit,
  { typed, problems = [] }: { typed?: Typed; problems?: readonly Problem[] } = {},
): Promise<Answer | NotFound> {
  const list = listWords(visit)
  const source = visit.params.id === undefined ? undefined : await openForm(visit)
  if (visit.params.id !== undefined && !source) return notFound
  const entries = await newFormEntries(visit)
  const units = entries.find(({ name }) => name === 'unit')?.choices ?? []
  const begun = {
    kind: 'application',
    title: source ? list.copyTitle(source.copy.document.title.de) : '',
    unit: source?.form.unit ?? (units.length === 1 ? units[0]!.value : ''),
  }
  const shown = {
    frame: visit.frame,
    title: source ? list.copyOf(source.copy.document.title.de) : list.newForm,
    entries,
    typed: typed ?? begun,
    problems,
    action: source ? source.url('copy') : linkTo(visit, '/desk/forms/new'),
    importUrl: source ? undefined : linkTo(visit, importPath),
  }
  return page(<NewFormPage {...shown} />, { status: problems.length > 0 ? 422 : 200 })
}

async function begin(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { town, person, now } = visit
  const list = listWords(visit)
  const source = visit.params.id === undefined ? undefined : await openForm(visit)
  if (visit.params.id !== undefined && !source) return notFound
  const entries = await newFormEntries(visit)
  const typed = readTyped(input, entries)
  const problems = problemsIn(visit, entries, typed)
  const { title = '', unit = '', key = '' } = typed
  if (key !== '' && !keyShapeOfForms.test(key)) problems.push({ field: 'key', message: list.addressShape })
  if (problems.length > 0) return showNew(visit, { typed, problems })
  const kind = source?.form.kind ?? (typed.kind === 'questionnaire' ? 'questionnaire' : 'application')
  const document = source && { ...source.copy.document, title: { ...source.copy.document.title, de: title } }
  const begun = await town.write((db: BuilderWriting) => beginForm(db, { title, key, unit, kind }, person!, now, document))
  if (begun === 'not-allowed') return showNew(visit, { typed, problems: [{ field: 'unit', message: list.unitMissing }] })
  if (begun === 'taken') return showNew(visit, { typed, problems: [{ field: 'key', message: list.addressTaken }] })
  return seeOther(linkTo(visit, formPath(begun.id)))
}
