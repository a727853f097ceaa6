// The addresses of instances on the desk: looked at and repaired.
import { mayIn, staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput, Problem } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { variableShape } from '../../../standards/bpmn/reading.ts'
import { newRun, readExpression } from '../../../standards/feel/feel.ts'
import type { Value } from '../../../standards/feel/value.ts'
import type { Change } from '../engine/advance.ts'
import { repairInstance, resumeInstance, suspendInstance } from '../repair.ts'
import type { LogRow, VariableRow } from '../tables.ts'
import { toStored } from '../value.ts'
import type { Db } from '../version.ts'
import { wakeWorker } from '../worker.ts'
import { InstancePage, type InstanceView } from './instance-pages.tsx'
import { openForShow } from './opened.ts'
import { mayRead, mayRepair } from './views.ts'
import { processWords } from './words.ts'

const shownEntries = 200
const nothing = { name: '', value: '', reason: '' }

export function instanceRoutes(on: Routes): void {
  on.page('/desk/processes/instances/:id', staff(mayRead), {}, (visit) => show(visit, nothing, []))
  on.form('/desk/processes/instances/:id/repair', staff(mayRepair), {}, repair)
}

type Found = { view: InstanceView; source: string; version: string; key: string }

async function find({ town, person, params }: Visit): Promise<Found | undefined> {
  const id = params.id!
  if (!isUuid(id)) return undefined
  return town.write(async (db: Db) => {
    const instance = await db.selectFrom('processes.instance').selectAll().where('id', '=', id).executeTakeFirst()
    if (!instance) return undefined
    const model = await db.selectFrom('processes.model').selectAll().where('id', '=', instance.model_id).executeTakeFirstOrThrow()
    if (!mayIn(person!, mayRead, model.unit)) return undefined
    const [version, tokens, variables, incidents, log] = await Promise.all([
      db
        .selectFrom('processes.version')
        .select(['number', 'source'])
        .where('id', '=', instance.version_id)
        .executeTakeFirstOrThrow(),
      db.selectFrom('processes.token').selectAll().where('instance_id', '=', id).orderBy('since').execute(),
      db.selectFrom('processes.variable').selectAll().where('instance_id', '=', id).orderBy('name').execute(),
      db
        .selectFrom('processes.incident')
        .selectAll()
        .where('instance_id', '=', id)
        .where('ended_at', 'is', null)
        .orderBy('at')
        .execute(),
      db
        .selectFrom('processes.log')
        .selectAll()
        .where('instance_id', '=', id)
        .orderBy('number', 'desc')
        .limit(shownEntries)
        .execute(),
    ])
    const view: InstanceView = {
      instance,
      modelName: model.name,
      modelId: model.id,
      number: version.number,
      tokens,
      variables: variables as unknown as VariableRow[],
      incidents,
      log: log as unknown as LogRow[],
      entries: instance.entries,
      mayRepair: mayIn(person!, mayRepair, model.unit),
    }
    return { view, source: version.source, version: instance.version_id, key: model.key }
  })
}

async function show(visit: Visit, typed: typeof nothing, problems: readonly Problem[]): Promise<Answer | NotFound> {
  const found = await find(visit)
  const opened = found && (await openForShow(found.version, found.source, found.key))
  if (!found || !opened) return notFound
  const text = processWords(visit.frame)
  const said = {
    started: { tone: 'ok' as const, text: text.started },
    yes: { tone: 'ok' as const, text: text.done },
    no: { tone: 'warn' as const, text: text.notDone },
  }[visit.query.done ?? '']
  return page(
    <InstancePage
      frame={visit.frame}
      view={found.view}
      process={opened.process}
      diagram={opened.diagram}
      typed={typed}
      problems={problems}
      said={said}
    />,
    {
      status: problems.length > 0 ? 422 : 200,
    },
  )
}

async function repair(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { house, town, person, params, now } = visit
  const id = params.id!
  const text = processWords(visit.frame)
  const what = input.value('do')
  const why = input.names().includes('why') ? 'why' : 'reason'
  const typed = { name: input.value('name'), value: input.value('value'), reason: input.value(why).slice(0, 500) }
  const problems: Problem[] = []
  if (typed.reason === '' && what !== 'retry' && what !== 'resume') problems.push({ field: why, message: text.reasonMissing })
  const change = changeOf(what, input, typed, problems, visit)
  if (problems.length > 0) return show(visit, typed, problems)
  const after =
    what === 'suspend'
      ? await suspendInstance(town, person!, id, typed.reason, now)
      : what === 'resume'
        ? await resumeInstance(town, person!, id, now)
        : change && (await repairInstance(town, person!, id, change, now))
  if (!after && !(await find(visit))) return notFound
  wakeWorker(house, town)
  return seeOther(linkTo(visit, `/desk/processes/instances/${id}?done=${after ? 'yes' : 'no'}`))
}

function changeOf(what: string, input: FormInput, typed: typeof nothing, problems: Problem[], visit: Visit): Change | undefined {
  const text = processWords(visit.frame)
  const token = input.value('token')
  const { reason } = typed
  if (what === 'retry') return { kind: 'retry', token }
  if (what === 'skip') return { kind: 'skip', token, reason, variables: [] }
  if (what === 'cancel') return { kind: 'cancel', reason }
  if (what === 'move') {
    const to = input.value('to')
    if (to === '') problems.push({ field: 'to', message: text.moveMissing })
    return { kind: 'move', token, to, reason }
  }
  if (what !== 'set') return undefined
  if (!variableShape.test(typed.name)) problems.push({ field: 'name', message: text.variableWrong })
  const value = valueIn(typed.value, visit.now)
  if (value instanceof Error) {
    problems.push({ field: 'value', message: text.valueWrong(value.message) })
    return undefined
  }
  return { kind: 'set', variables: [[typed.name, value]], reason }
}

function valueIn(source: string, now: Date): Value | Error {
  try {
    const value = readExpression(source).evaluate(new Map(), newRun(now))
    toStored(value)
    return value
  } catch (fault) {
    return fault as Error
  }
}
