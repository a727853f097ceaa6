// The addresses of one procedure: shown, and documents put into it by hand.

import { staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { type FormInput, fileField, oneOf, type Problem, readForm, textField } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { newId } from '../../../kernel/ids.ts'
import { addDocuments } from '../document.ts'
import { mayRead, mayWrite } from '../rights.ts'
import { actionWords } from './action-words.ts'
import { unitsOf } from './history-words.ts'
import { actorOf, withProcedure } from './look.ts'
import { root } from './paths.ts'
import { ProcedurePage, type TypedDocument } from './procedure-pages.tsx'
import { openProcedureView } from './procedure-view.ts'
import { namesOfUnits } from './units.ts'
import { acceptedFiles } from './uploads.ts'
import { deskWords } from './words.ts'

export const directions = ['incoming', 'outgoing', 'internal'] as const

export function procedureRoutes(on: Routes): void {
  on.page(`${root}/procedures/:id`, staff(mayRead), {}, (visit) =>
    showProcedure(visit, { title: '', direction: 'incoming', once: newId(visit.now) }, []),
  )
  on.form(`${root}/procedures/:id/documents`, staff(mayWrite), { uploads: acceptedFiles }, addToProcedure)
}

/** What was done before this page was asked for again. */
const saidKeys = ['filed', 'closed', 'reopened', 'cancelled', 'saved', 'placed', 'assigned'] as const

async function showProcedure(visit: Visit, typed: TypedDocument, problems: readonly Problem[]): Promise<Answer | NotFound> {
  const { town, person, params, query, frame } = visit
  const view = await openProcedureView(town, person!, params.id!)
  if (!view) return notFound
  const names = await namesOfUnits(town, unitsOf(view.history))
  const done = saidKeys.find((key) => key === query.done)
  const said = done && { tone: 'ok' as const, text: actionWords(visit)[`said-${done}`] }
  return page(<ProcedurePage {...{ frame, view, names, typed, problems, said }} />, { status: problems.length > 0 ? 422 : 200 })
}

/** What is asked of every document that is added by hand. */
export function readDocument(visit: Visit, input: FormInput) {
  const text = deskWords(visit)
  return readForm(input, {
    title: textField('title', { atMost: 200, message: text.documentTitleMissing, tooLong: text.tooLong }),
    direction: oneOf('direction', directions, text.directionMissing),
    files: fileField('files', { message: text.filesMissing }),
  })
}

export const typedDocument = (input: FormInput): TypedDocument => ({
  title: input.value('title'),
  direction: input.value('direction'),
  once: input.value('once'),
})

export const onceOf = (input: FormInput): string => (/^[0-9a-f-]{36}$/.test(input.value('once')) ? input.value('once') : newId())

async function addToProcedure(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { house, town, person, params, now } = visit
  const read = readDocument(visit, input)
  if ('problems' in read) return showProcedure(visit, typedDocument(input), read.problems)
  const looking = { town, person: person!, permission: mayWrite, purpose: 'Dokument in der Akte abgelegt' }
  const added = await withProcedure(looking, params.id!, async (db, procedure) => {
    if (procedure.state !== 'open') return undefined
    const document = { ...read.values, at: now, once: onceOf(input) }
    return addDocuments(house, town, db, { procedure }, document, actorOf(person!, procedure.unit), now)
  })
  return added ? seeOther(linkTo(visit, `${root}/procedures/${params.id}?done=filed`)) : notFound
}
