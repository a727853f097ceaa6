// The addresses of acts on a procedure or a file: closing, opening again, cancelling, holds, letting other units in, confidentiality, its place.

import { mayIn, staff } from '../../../kernel/access.ts'
import type { Actor } from '../../../kernel/actor.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { type FormInput, oneOf, type Problem, readForm, textField } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { newId } from '../../../kernel/ids.ts'
import { note } from '../history.ts'
import { liftHold, setHold } from '../hold.ts'
import { placeProcedure } from '../place.ts'
import { findEntryByNumber } from '../plan/entry.ts'
import { cancelProcedure, closeProcedure, reopenProcedure } from '../procedure.ts'
import { mayHold, mayRead, mayRepair, mayWrite } from '../rights.ts'
import { type Confidentiality, confidentialities, type ProcedureRow } from '../tables.ts'
import type { Db } from '../text.ts'
import { ActionFields, actionLabels, type TypedAction } from './action-fields.tsx'
import { ActionPage } from './action-pages.tsx'
import { actionWords } from './action-words.ts'
import { findVisibleFile } from './lists.ts'
import { actorOf, findVisibleProcedure, withProcedure } from './look.ts'
import { deskPath, root } from './paths.ts'
import { openHolds } from './procedure-view.ts'
import { allUnits } from './units.ts'
import { deskWords } from './words.ts'

export const actions = ['close', 'reopen', 'cancel', 'hold', 'lift-hold', 'share', 'level', 'place'] as const
export type Action = (typeof actions)[number]

const permissionFor = (action: Action): string =>
  action === 'hold' || action === 'lift-hold' ? mayHold : action === 'place' ? mayRepair : mayWrite
const doneAs: Record<Action, string> = {
  ...{ close: 'closed', reopen: 'reopened', cancel: 'cancelled', hold: 'saved', 'lift-hold': 'saved' },
  ...{ share: 'saved', level: 'saved', place: 'placed' },
}

export function actionRoutes(on: Routes): void {
  on.page(`${root}/procedures/:id/do/:action`, staff(mayRead), {}, (visit) => showAction(visit, {}, []))
  on.form(`${root}/procedures/:id/do/:action`, staff(mayRead), {}, act)
  on.page(`${root}/files/:id/hold`, staff(mayHold), {}, (visit) => showFileHold(visit, {}, []))
  on.form(`${root}/files/:id/hold`, staff(mayHold), {}, holdFile)
}

/** The act that the address names, where this reader may do it here. */
async function findAct(visit: Visit): Promise<{ action: Action; procedure: ProcedureRow } | undefined> {
  const action = actions.find((one) => one === visit.params.action)
  if (!action) return undefined
  const { town, person } = visit
  const permission = permissionFor(action)
  if (permission === mayWrite) {
    const procedure = await findVisibleProcedure({ town, person: person!, permission }, visit.params.id!)
    return procedure && { action, procedure }
  }
  const procedure = await findVisibleProcedure({ town, person: person! }, visit.params.id!)
  return procedure && mayIn(person!, permission, procedure.unit) ? { action, procedure } : undefined
}

async function showAction(visit: Visit, typed: TypedAction, problems: readonly Problem[]): Promise<Answer | NotFound> {
  const found = await findAct(visit)
  if (!found) return notFound
  const { frame, town } = visit
  const { action, procedure } = found
  const units = action === 'share' ? await allUnits(town) : []
  return page(
    <ActionPage
      frame={frame}
      title={actionWords(visit)[`do-${action}`]}
      back={{ label: procedure.number, url: deskPath(frame, `/procedures/${procedure.id}`) }}
      meaning={actionWords(visit)[`meaning-${action}`]}
      url={deskPath(frame, `/procedures/${procedure.id}/do/${action}`)}
      button={actionWords(visit)[`button-${action}`]}
      danger={action === 'cancel'}
      problems={problems}
      labels={actionLabels(frame)}
    >
      <ActionFields {...{ frame, action, typed, problems, units }} now={procedure.confidentiality} />
    </ActionPage>,
    { status: problems.length > 0 ? 422 : 200 },
  )
}

type Work = (db: Db, procedure: ProcedureRow, actor: Actor) => Promise<boolean>

async function act(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const found = await findAct(visit)
  if (!found) return notFound
  const { action, procedure } = found
  const read = await readAct(visit, action, input)
  if ('problems' in read) {
    const typed = Object.fromEntries(
      ['reason', 'result', 'unit', 'may', 'level', 'plan'].map((name) => [name, input.value(name)]),
    )
    return showAction(visit, typed, read.problems)
  }
  const { town, person } = visit
  const looking = { town, person: person!, purpose: actionWords({ language: 'de' })[`do-${action}`] }
  const done = await withProcedure(looking, procedure.id, (db, row) => read.work(db, row, actorOf(person!, row.unit)))
  return done ? seeOther(linkTo(visit, `${root}/procedures/${procedure.id}?done=${doneAs[action]}`)) : notFound
}

async function readAct(visit: Visit, action: Action, input: FormInput): Promise<{ work: Work } | { problems: Problem[] }> {
  const text = deskWords(visit)
  const { town, person, now } = visit
  const reason = textField('reason', { atMost: 200, message: text.reasonMissing, tooLong: text.tooLong })
  const by = person!.personId
  if (action === 'close') {
    const read = readForm(input, {
      result: textField('result', { atMost: 200, message: text.resultMissing, tooLong: text.tooLong }),
    })
    if ('problems' in read) return read
    return { work: (db, { id }, actor) => closeProcedure(db, id, read.values.result, actor, now) }
  }
  if (action === 'reopen' || action === 'cancel' || action === 'hold') {
    const read = readForm(input, { reason })
    if ('problems' in read) return read
    const why = read.values.reason
    if (action === 'hold')
      return { work: (db, { id }, actor) => setHold(db, { procedure: id }, why, by, actor, now).then(() => true) }
    const change = action === 'reopen' ? reopenProcedure : cancelProcedure
    return { work: (db, { id }, actor) => change(db, id, why, actor, now) }
  }
  if (action === 'lift-hold') return { work: (db, row, actor) => liftAll(db, row, by, actor, now) }
  if (action === 'level') {
    const read = readForm(input, { level: oneOf('level', confidentialities, text.levelMissing) })
    return 'problems' in read ? read : { work: (db, row, actor) => setLevel(db, row, read.values.level, actor, now) }
  }
  if (action === 'share') {
    const units = (await allUnits(town)).map(({ path }) => path)
    const read = readForm(input, {
      unit: oneOf('unit', units, text.unitMissing),
      may: oneOf('may', ['read', 'write', 'nothing'], text.mayMissing),
    })
    return 'problems' in read ? read : { work: (db, row, actor) => share(db, row, { ...read.values, by }, actor, now) }
  }
  const number = input.value('plan')
  const entry = await town.write((db: Db) => findEntryByNumber(db, number))
  if (!entry || entry.closed_at) {
    const message = number === '' ? text.planNumberMissing : text.planNumberUnknown(number.slice(0, 40))
    return { problems: [{ field: 'plan', message }] }
  }
  return {
    work: async (db, { id }, actor) => (await placeProcedure(db, town, id, entry, { person: by, actor }, now)) !== undefined,
  }
}

async function liftAll(db: Db, procedure: ProcedureRow, by: string, actor: Actor, now: Date): Promise<boolean> {
  const own = (await openHolds(db, procedure)).filter(({ procedure_id }) => procedure_id !== null)
  for (const { id } of own) await liftHold(db, id, { procedure: procedure.id }, by, actor, now)
  return own.length > 0
}

async function setLevel(db: Db, { id, confidentiality }: ProcedureRow, level: Confidentiality, actor: Actor, now: Date) {
  await db.updateTable('records.procedure').set({ confidentiality: level, changed_at: now }).where('id', '=', id).execute()
  await note(db, { what: 'level', procedure: id, details: { from: confidentiality, to: level } }, actor, now)
  return true
}

type Share = { unit: string; may: 'read' | 'write' | 'nothing'; by: string }

async function share(db: Db, { id }: ProcedureRow, { unit, may, by }: Share, actor: Actor, now: Date): Promise<boolean> {
  await db.deleteFrom('records.unit_right').where('procedure_id', '=', id).where('unit', '=', unit).execute()
  if (may === 'nothing') {
    await note(db, { what: 'unshared', procedure: id, details: { unit } }, actor, now)
    return true
  }
  await db
    .insertInto('records.unit_right')
    .values({ id: newId(now), file_id: null, procedure_id: id, unit, may, given_at: now, given_by: by })
    .execute()
  await note(db, { what: 'shared', procedure: id, details: { unit, may } }, actor, now)
  return true
}

async function showFileHold(visit: Visit, typed: TypedAction, problems: readonly Problem[]): Promise<Answer | NotFound> {
  const { town, person, params, frame } = visit
  const file = await findVisibleFile(town, person!, params.id!)
  if (!file || !mayIn(person!, mayHold, file.unit)) return notFound
  const action = file.holds > 0 ? 'lift-hold' : 'hold'
  return page(
    <ActionPage
      frame={frame}
      title={actionWords(visit)[`do-${action}`]}
      back={{ label: file.number, url: deskPath(frame, `/files/${file.id}`) }}
      meaning={actionWords(visit)[`meaning-${action}`]}
      url={deskPath(frame, `/files/${file.id}/hold`)}
      button={actionWords(visit)[`button-${action}`]}
      problems={problems}
      labels={actionLabels(frame)}
    >
      <ActionFields {...{ frame, action, typed, problems }} units={[]} now="internal" />
    </ActionPage>,
    { status: problems.length > 0 ? 422 : 200 },
  )
}

async function holdFile(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { town, person, params, now } = visit
  const text = deskWords(visit)
  const file = await findVisibleFile(town, person!, params.id!)
  if (!file || !mayIn(person!, mayHold, file.unit)) return notFound
  const actor = actorOf(person!, file.unit)
  const by = person!.personId
  const held = { file: file.id }
  if (file.holds > 0) {
    await town.write(async (db: Db) => {
      const open = await db
        .selectFrom('records.hold')
        .select('id')
        .where('file_id', '=', file.id)
        .where('lifted_at', 'is', null)
        .execute()
      for (const { id } of open) await liftHold(db, id, held, by, actor, now)
    })
  } else {
    const read = readForm(input, {
      reason: textField('reason', { atMost: 200, message: text.reasonMissing, tooLong: text.tooLong }),
    })
    if ('problems' in read) return showFileHold(visit, { reason: input.value('reason') }, read.problems)
    await town.write((db: Db) => setHold(db, held, read.values.reason, by, actor, now))
  }
  return seeOther(linkTo(visit, `${root}/files/${file.id}?done=hold`))
}
