// The addresses of changing a unit on the desk.
import type { FieldProblem } from '../../design/fields.tsx'
import { mayIn, staff } from '../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../kernel/http/answer.ts'
import type { FormInput } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import { findUnit } from '../../kernel/organisation.ts'
import { unitKinds } from '../../kernel/organisation-files.ts'
import type { ReadDb } from '../../kernel/town.ts'
import type { DeskTables } from './tables.ts'
import { changesUnits, changeUnit, closeUnit, listOwnUnits, listUnitHistory, openUnit, type UnitOutcome } from './unit-change.ts'
import { UnitChangePage, type UnitTyped } from './unit-change-pages.tsx'
import { unitChangeWords } from './unit-change-words.ts'

const changes = staff(changesUnits)

export function unitChangeRoutes(on: Routes): void {
  on.page('/desk/units/:key/change', changes, {}, (visit) => changePage(visit, {}, []))
  on.form('/desk/units/:key/change', changes, {}, (visit, input) => {
    const typed = { name: nameIn(input, 'name'), parent: input.value('parent').trim() }
    if (!fits(typed.name)) return changePage(visit, typed, [nameProblem(visit, 'name')])
    const done = changeUnit(visit.town, visit.person!, visit.params.key ?? '', typed, visit.now)
    return answer(visit, typed, done, 'parent')
  })
  on.form('/desk/units/:key/below', changes, {}, (visit, input) => {
    const text = unitChangeWords(visit)
    const typed = { newName: nameIn(input, 'newName'), kind: input.value('kind') }
    const kind = unitKinds.find((one) => one === typed.kind)
    if (!fits(typed.newName)) return changePage(visit, typed, [nameProblem(visit, 'newName')])
    if (!kind) return changePage(visit, typed, [{ field: 'kind', label: text.kind, message: text.kindWrong }])
    const done = openUnit(visit.town, visit.person!, visit.params.key ?? '', { name: typed.newName, kind }, visit.now)
    return answer(visit, typed, done, 'newName')
  })
  on.form('/desk/units/:key/close', changes, {}, (visit, input) => {
    const typed = { successor: input.value('successor').trim() }
    const done = closeUnit(visit.town, visit.person!, visit.params.key ?? '', typed.successor, visit.now)
    return answer(visit, typed, done, 'successor')
  })
}

const nameIn = (input: FormInput, field: string): string => input.value(field).replace(/\s+/g, ' ').trim()
const fits = (name: string): boolean => name !== '' && name.length <= 120
const nameProblem = (visit: Visit, field: string): FieldProblem => {
  const text = unitChangeWords(visit)
  return { field, label: text.name, message: text.nameMissing }
}

async function answer(
  visit: Visit,
  typed: Partial<UnitTyped>,
  changing: Promise<UnitOutcome>,
  field: 'parent' | 'newName' | 'successor',
): Promise<Answer | NotFound> {
  const done = await changing
  if ('key' in done) return seeOther(linkTo(visit, `/desk/units/${done.key}`))
  if (done.refused === 'unknown') return notFound
  const text = unitChangeWords(visit)
  const label = { parent: text.parent, newName: text.name, successor: text.successor }[field]
  const message = {
    parent: text.parentWrong,
    'below-itself': text.belowItself,
    children: text.children,
    successor: text.successorWrong,
  }[done.refused]
  return changePage(visit, typed, [{ field, label, message }])
}

async function changePage(
  visit: Visit,
  typed: Partial<UnitTyped>,
  problems: readonly FieldProblem[],
): Promise<Answer | NotFound> {
  const { town, person, params, frame } = visit
  const unit = await town.read((db: ReadDb<DeskTables>) => findUnit(db, params.key ?? ''))
  if (!unit || !mayIn(person!, changesUnits, unit.path)) return notFound
  const parent = unit.path.split('/').filter(Boolean).at(-2) ?? ''
  const shown = {
    ...{ unit, problems, units: await listOwnUnits(town, person!), history: await listUnitHistory(town, unit.id) },
    typed: { name: unit.name, parent, newName: '', kind: '', successor: '', ...typed },
  }
  return page(<UnitChangePage frame={frame} {...shown} />, { status: problems.length > 0 ? 422 : 200 })
}
