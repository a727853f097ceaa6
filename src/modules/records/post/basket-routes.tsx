// The addresses of the post basket and of cover sheets.
import { staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { type FormInput, oneOf, type Problem } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { newId } from '../../../kernel/ids.ts'
import { logAccess } from '../../../kernel/town.ts'
import { searchProcedures } from '../desk/lists.ts'
import { actorOf, findVisibleDocument, findVisibleProcedure, withDocument, withProcedure } from '../desk/look.ts'
import { pageIn, root } from '../desk/paths.ts'
import { onceOf, readDocument, typedDocument } from '../desk/procedure-routes.tsx'
import { unitsFor } from '../desk/units.ts'
import { acceptedFiles } from '../desk/uploads.ts'
import { deskWords } from '../desk/words.ts'
import { addDocuments, assignDocument } from '../document.ts'
import { legalBasis } from '../person-offers.ts'
import { mayRead, mayWrite } from '../rights.ts'
import type { ProcedureRow } from '../tables.ts'
import { type Db, openTexts } from '../text.ts'
import { findByCode, listBasket } from './basket.ts'
import { AssignPage, BasketPage, CoverSheetPage, type TypedPost } from './basket-pages.tsx'
import { withAttachments } from './mail.ts'
import { basketWords } from './words.ts'

const at = `${root}/basket`

export function basketRoutes(on: Routes): void {
  on.page(at, staff(mayRead), {}, (visit) => showBasket(visit, { ...empty, once: newId(visit.now) }, []))
  on.form(at, staff(mayWrite), { uploads: acceptedFiles }, record)
  on.page(`${at}/:id`, staff(mayWrite), {}, (visit) => showAssign(visit, '', []))
  on.form(`${at}/:id`, staff(mayWrite), {}, assign)
  on.page(`${root}/procedures/:id/cover-sheet`, staff(mayRead), {}, async (visit) => {
    const { town, person, params, frame } = visit
    const procedure = await findVisibleProcedure({ town, person: person! }, params.id!)
    return procedure ? page(<CoverSheetPage frame={frame} procedure={procedure} />) : notFound
  })
}

const empty: TypedPost = { title: '', direction: 'incoming', unit: '', code: '', once: '' }

async function showBasket(visit: Visit, typed: TypedPost, problems: readonly Problem[]): Promise<Answer> {
  const { town, person, query, frame } = visit
  const found = await listBasket(town, person!, pageIn(visit))
  const mayRecord = person!.permissions.has(mayWrite)
  const units = mayRecord ? await unitsFor(town, person!, mayWrite) : []
  const count = /^\d{1,3}$/.test(query.recorded ?? '') ? Number(query.recorded) : undefined
  const said = count === undefined ? undefined : { tone: 'ok' as const, text: basketWords(visit).recorded(count) }
  const shown = { found, units, mayRecord, typed, problems, said, page: pageIn(visit) }
  return page(<BasketPage frame={frame} person={person!} {...shown} />, { status: problems.length > 0 ? 422 : 200 })
}

/** Recorded as it came in; with the code of a cover sheet it goes straight to its procedure. */
async function record(visit: Visit, input: FormInput): Promise<Answer> {
  const { house, town, person, now } = visit
  const text = basketWords(visit)
  const typed = { ...typedDocument(input), unit: input.value('unit'), code: input.value('code') }
  const units = (await unitsFor(town, person!, mayWrite)).map(({ path }) => path)
  const read = readDocument(visit, input)
  const problems = 'problems' in read ? [...read.problems] : []
  const procedure = typed.code === '' ? undefined : await findByCode(town, person!, typed.code)
  if (typed.code !== '' && !procedure) problems.push({ field: 'code', message: text.codeUnknown })
  const unit = oneOf('unit', units, deskWords(visit).unitMissing)(input)
  if (typed.code === '' && 'problem' in unit) problems.push(unit.problem)
  if (problems.length > 0 || 'problems' in read) return showBasket(visit, typed, problems)
  const files = await withAttachments(house, town, read.values.files)
  const added = { ...read.values, files, at: now, once: onceOf(input) }
  if (procedure) {
    const looking = { town, person: person!, permission: mayWrite, purpose: 'Post in Ihren Vorgang gelegt' }
    await withProcedure(looking, procedure.id, (db, row) =>
      addDocuments(house, town, db, { procedure: row }, added, actorOf(person!, row.unit), now),
    )
    return seeOther(linkTo(visit, `${root}/procedures/${procedure.id}?done=filed`))
  }
  const place = { unit: typed.unit, person: null }
  await town.write((db: Db) => addDocuments(house, town, db, place, added, actorOf(person!, typed.unit), now))
  return seeOther(linkTo(visit, `${at}?recorded=${files.length}`))
}

async function showAssign(visit: Visit, typed: string, problems: readonly Problem[]): Promise<Answer | NotFound> {
  const { town, person, params, query, frame } = visit
  const looking = { town, person: person!, permission: mayWrite, purpose: 'Posteingang einem Vorgang zugeordnet' }
  const found = await withDocument(looking, params.id!, async (db, document) =>
    document.procedure_id === null && document.cancelled_at === null
      ? { document, name: (await openTexts(db, town, [document.id])).get(document.id) ?? document.title }
      : undefined,
  )
  if (!found) return notFound
  const searched = (query.q ?? '').slice(0, 200).trim()
  const hits =
    searched === '' ? [] : (await searchProcedures(town, person!, searched, 1)).lines.filter(({ state }) => state === 'open')
  const shown = { ...found, query: searched, hits, typed, problems }
  return page(<AssignPage frame={frame} {...shown} />, { status: problems.length > 0 ? 422 : 200 })
}

async function assign(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { town, person, params } = visit
  const code = input.value('code')
  const document = await findVisibleDocument({ town, person: person!, permission: mayWrite }, params.id!)
  if (!document || document.procedure_id !== null) return notFound
  const procedure =
    input.value('procedure') === ''
      ? await findByCode(town, person!, code)
      : await findVisibleProcedure({ town, person: person!, permission: mayWrite }, input.value('procedure'))
  if (procedure?.state !== 'open') return showAssign(visit, code, [{ field: 'code', message: basketWords(visit).codeUnknown }])
  const assigned = await assignTo(visit, document, procedure)
  return assigned ? seeOther(linkTo(visit, `${root}/procedures/${procedure.id}?done=assigned`)) : notFound
}

/** A look at whom it concerned before, and one at whom it concerns from now on. */
function assignTo({ town, person, now }: Visit, document: { id: string; person_id: string | null }, procedure: ProcedureRow) {
  const looking = { town, person: person!, permission: mayWrite, purpose: 'Post in Ihren Vorgang gelegt' }
  return withProcedure(looking, procedure.id, async (db, row) => {
    const actor = actorOf(person!, row.unit)
    if (document.person_id !== null && document.person_id !== row.person_id)
      await logAccess(db, [document.person_id], { actor, purpose: looking.purpose, legalBasis, matter: row.number })
    return assignDocument(db, town, document.id, row, actor, now)
  })
}
