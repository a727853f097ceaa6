// The addresses of disposal: runs, appraising, the messages to and from an archive, destroying.
import { mayIn, staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { type FormInput, fileField, oneOf, type Problem, readForm } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { newId } from '../../../kernel/ids.ts'
import { actorOf } from '../desk/look.ts'
import type { Said } from '../desk/parts.tsx'
import { root } from '../desk/paths.ts'
import { unitsFor } from '../desk/units.ts'
import { mayDispose } from '../rights.ts'
import type { Appraisal } from '../tables.ts'
import type { Db } from '../text.ts'
import { type ReadMessage, readMessage } from '../xdomea/read.ts'
import { sendPacked, sendRun } from '../xdomea/send.ts'
import { appraise, beginDisposal, endItems, noteOffer } from './disposal.ts'
import { DestroyPage, RunPage, RunsPage } from './disposal-pages.tsx'
import { findRun, listRuns, type RunView } from './disposal-view.ts'
import { disposalWords } from './words.ts'

const at = `${root}/disposals`
const access = staff(mayDispose)
const messageFile = { maxFiles: 1, maxBytesEach: 20 * 1_048_576, accept: ['xml'] } as const

export function disposalRoutes(on: Routes): void {
  on.page(at, access, {}, (visit) => showRuns(visit, '', []))
  on.form(at, access, {}, begin)
  on.page(`${at}/:id`, access, {}, (visit) => showRun(visit, []))
  on.form(`${at}/:id/appraise`, access, {}, appraiseByHand)
  on.form(`${at}/:id/offer`, access, {}, (visit) => withRun(visit, (view) => offer(visit, view)))
  on.form(`${at}/:id/hand-over`, access, {}, (visit) => withRun(visit, (view) => handOver(visit, view)))
  on.form(`${at}/:id/receive`, access, { uploads: messageFile }, receive)
  on.page(`${at}/:id/destroy`, access, {}, (visit) =>
    withRun(visit, async (view) => {
      const count = openOf(view, 'V').length
      return view.run.state === 'appraised' && count > 0
        ? page(<DestroyPage frame={visit.frame} view={view} count={count} />)
        : notFound
    }),
  )
  on.form(`${at}/:id/destroy`, access, {}, (visit) => withRun(visit, (view) => destroy(visit, view)))
}

const openOf = ({ items }: RunView, appraisal: Appraisal): string[] =>
  items.filter((item) => item.outcome === null && item.appraisal === appraisal).map(({ procedure_id }) => procedure_id)

async function withRun(visit: Visit, work: (view: RunView) => Promise<Answer | NotFound>): Promise<Answer | NotFound> {
  const view = await findRun(visit.town, visit.person!, visit.params.id!)
  return view ? work(view) : notFound
}

async function showRuns(visit: Visit, typed: string, problems: readonly Problem[]): Promise<Answer> {
  const { town, person, frame } = visit
  const [runs, units] = await Promise.all([listRuns(town, person!), unitsFor(town, person!, mayDispose)])
  return page(<RunsPage {...{ frame, runs, units, typed, problems }} person={person!} />, {
    status: problems.length > 0 ? 422 : 200,
  })
}

async function begin(visit: Visit, input: FormInput): Promise<Answer> {
  const { town, person, today, now } = visit
  const text = disposalWords(visit)
  const units = (await unitsFor(town, person!, mayDispose)).map(({ path }) => path)
  const read = readForm(input, { unit: oneOf('unit', units, text.unitMissing) })
  if ('problems' in read) return showRuns(visit, input.value('unit'), read.problems)
  const { unit } = read.values
  const asked = { unit, due: today, by: person!.personId, actor: actorOf(person!, unit) }
  const id = await town.write((db: Db) => beginDisposal(db, asked, now))
  if (!id) return showRuns(visit, unit, [{ field: 'unit', message: text.nothingDue }])
  return seeOther(linkTo(visit, `${at}/${id}`))
}

async function showRun(visit: Visit, problems: readonly Problem[]): Promise<Answer | NotFound> {
  const { town, person, params, query, frame } = visit
  const view = await findRun(town, person!, params.id!)
  if (!view) return notFound
  const text = disposalWords(visit)
  const count = (value: string | undefined): number | undefined => (/^\d{1,3}$/.test(value ?? '') ? Number(value) : undefined)
  const [appraised, ended] = [count(query.appraised), count(query.ended)]
  const said: Said =
    appraised !== undefined
      ? { tone: 'ok', text: text.appraised(appraised) }
      : ended !== undefined
        ? { tone: 'ok', text: text.ended(ended) }
        : /^05\d\d$/.test(query.received ?? '')
          ? { tone: 'ok', text: text.received(query.received!) }
          : undefined
  return page(<RunPage {...{ frame, view, problems, said }} />, { status: problems.length > 0 ? 422 : 200 })
}

async function appraiseByHand(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  return withRun(visit, async ({ run, items }) => {
    const changed = items.flatMap(({ procedure_id, appraisal, outcome }) => {
      const wanted = (['A', 'B', 'V'] as const).find((one) => one === input.value(`a-${procedure_id}`))
      return outcome === null && wanted && wanted !== appraisal ? [{ id: procedure_id, appraisal: wanted }] : []
    })
    const actor = actorOf(visit.person!, run.unit)
    const count = await visit.town.write((db: Db) => appraise(db, run.id, changed, actor, visit.now))
    return seeOther(linkTo(visit, `${at}/${run.id}?appraised=${count}`))
  })
}

async function offer(visit: Visit, view: RunView): Promise<Answer> {
  const { run, items } = view
  const open = items.filter(({ outcome }) => outcome === null)
  const packed = await sendRun(visit, '0501', run, open)
  await visit.town.write((db: Db) => noteOffer(db, run.id, actorOf(visit.person!, run.unit), visit.now))
  return sendPacked(packed)
}

async function handOver(visit: Visit, view: RunView): Promise<Answer | NotFound> {
  const wanted = new Set(openOf(view, 'A'))
  if (view.run.state !== 'appraised' || wanted.size === 0) return notFound
  const items = view.items.filter(({ procedure_id }) => wanted.has(procedure_id))
  return sendPacked(await sendRun(visit, '0503', view.run, items))
}

async function receive(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  return withRun(visit, async ({ run }) => {
    const text = disposalWords(visit)
    const read = readForm(input, { message: fileField('message', { message: text.receiveMissing }) })
    if ('problems' in read) return showRun(visit, read.problems)
    let message: ReadMessage | undefined
    try {
      message = readMessage(read.values.message[0]!.content.toString('utf8'))
    } catch {
      message = undefined
    }
    if (message?.process !== run.process_id) return showRun(visit, [{ field: 'message', message: text.receiveWrong }])
    await take(visit, run, message)
    return seeOther(linkTo(visit, `${at}/${run.id}?received=${message.kind}`))
  })
}

/** Appraisals are taken over; what the archive has imported is handed over and leaves the house. */
async function take({ house, town, person, now }: Visit, run: RunView['run'], message: ReadMessage): Promise<void> {
  const actor = actorOf(person!, run.unit)
  const { kind } = message
  await town.write(async (db: Db) => {
    await db
      .insertInto('records.message')
      .values({
        id: newId(now),
        process_id: run.process_id,
        kind,
        direction: 'in',
        disposal_id: run.id,
        at: now,
        by_id: person!.personId,
      })
      .execute()
    if (message.kind === '0502') await appraise(db, run.id, message.appraised, actor, now)
  })
  if (message.kind !== '0506') return
  const done = message.imported.filter((one) => one.done)
  const mark = new Map(done.flatMap((one) => (one.mark ? [[one.id, one.mark] as const] : [])))
  const ending = { procedures: done.map(({ id }) => id), outcome: 'handed-over' as const, mark, by: person!.personId, actor }
  await endItems(house, town, run.id, ending, now)
}

async function destroy({ house, town, person, now, language }: Visit, view: RunView): Promise<Answer | NotFound> {
  const procedures = openOf(view, 'V')
  if (view.run.state !== 'appraised' || procedures.length === 0 || !mayIn(person!, mayDispose, view.run.unit)) return notFound
  const ending = { procedures, outcome: 'destroyed' as const, by: person!.personId, actor: actorOf(person!, view.run.unit) }
  const counted = await endItems(house, town, view.run.id, ending, now)
  return seeOther(linkTo({ language }, `${at}/${view.run.id}?ended=${counted.destroyed}`))
}
