// The addresses of models on the desk: listed, deployed, shown, begun, suspended.
import { mayIn, staff } from '../../../kernel/access.ts'
import { staffActor } from '../../../kernel/actor.ts'
import { recordAudit } from '../../../kernel/audit.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { type FormInput, fileField, type Problem, readForm } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import type { Finding } from '../../../standards/bpmn/model.ts'
import { decodeXml } from '../../../standards/bpmn/read.ts'
import { beginInstance } from '../instance.ts'
import { deploy } from '../model.ts'
import { findNewest } from '../step.ts'
import { findUnits } from '../store.ts'
import type { InstanceState } from '../tables.ts'
import type { Db } from '../version.ts'
import { wakeWorker } from '../worker.ts'
import { DeployPage, IncidentsPage } from './check-pages.tsx'
import { tryDecision } from './decision-tried.ts'
import { listFigures } from './figures.ts'
import { ModelPage, ModelsPage } from './model-pages.tsx'
import { openForShow } from './opened.ts'
import { readFields, startFields, type Typed, typedIn } from './task-fields.tsx'
import { perPage } from './task-list.ts'
import { countTokens, findModel, listIncidents, listInstances, listModels, mayDeploy, mayRead, mayRepair } from './views.ts'
import { processWords } from './words.ts'

const root = '/desk/processes'
const states: readonly InstanceState[] = ['running', 'suspended', 'ended', 'cancelled', 'failed']
export const pageIn = ({ query }: Visit): number => (/^[1-9]\d{0,3}$/.test(query.page ?? '') ? Number(query.page) : 1)
export const pagesOf = (total: number): number => Math.max(1, Math.ceil(total / perPage))

export function modelRoutes(on: Routes): void {
  on.page(root, staff(mayRead), {}, async ({ town, person, frame, query }) => {
    const models = await listModels(town, person!)
    const incidents = models.reduce((sum, model) => sum + model.incidents, 0)
    const said = query.done === 'deployed' ? processWords(frame).deployed : undefined
    return page(
      <ModelsPage
        frame={frame}
        models={models}
        incidents={incidents}
        mayDeploy={person!.permissions.has(mayDeploy)}
        said={said}
      />,
    )
  })
  on.page(`${root}/deploy`, staff(mayDeploy), {}, ({ frame, person }) =>
    page(<DeployPage frame={frame} unit={person!.units.get(mayDeploy)?.[0] ?? '/'} problems={[]} findings={[]} />),
  )
  on.form(
    `${root}/deploy`,
    staff(mayDeploy),
    { perMinute: 20, uploads: { maxFiles: 1, maxBytesEach: 5_000_000, accept: ['xml'] } },
    deployFile,
  )
  on.page(`${root}/incidents`, staff(mayRead), {}, async (visit) => {
    const { rows, total } = await listIncidents(visit.town, visit.person!, pageIn(visit))
    return page(<IncidentsPage frame={visit.frame} rows={rows} page={pageIn(visit)} pages={pagesOf(total)} />)
  })
  on.page(`${root}/models/:id`, staff(mayRead), {}, (visit) => showModel(visit, {}, []))
  on.form(`${root}/models/:id/start`, staff(mayRepair), {}, startByHand)
  on.form(`${root}/models/:id/suspend`, staff(mayDeploy), {}, async ({ town, person, params, ...visit }, input) => {
    const model = await findModel(town, person!, params.id!)
    if (!model || !mayIn(person!, mayDeploy, model.unit)) return notFound
    const suspended = input.value('suspended') === 'true'
    await town.write(async (db: Db) => {
      await db.updateTable('processes.model').set({ suspended }).where('id', '=', model.id).execute()
      const action = suspended ? 'processes.model.suspended' : 'processes.model.resumed'
      await recordAudit(db, { action, actor: staffActor(person!, mayDeploy), object: `model:${model.id}` })
    })
    return seeOther(linkTo(visit, `${root}/models/${model.id}`))
  })
}

async function deployFile(visit: Visit, input: FormInput): Promise<Answer> {
  const { town, person, frame, now } = visit
  const text = processWords(frame)
  const unit = input.value('unit') || '/'
  const again = (problems: readonly Problem[], findings: readonly Finding[] = []) =>
    page(<DeployPage frame={frame} unit={unit} problems={problems} findings={findings} />, { status: 422 })
  const read = readForm(input, { files: fileField('file', { message: text.fileMissing }) })
  if ('problems' in read) return again(read.problems)
  const known = unit === '/' || (await town.write((db: Db) => findUnits(db, [unit]))).get(unit) === unit
  if (!known || !mayIn(person!, mayDeploy, unit)) return again([{ field: 'unit', message: text.unitWrong }])
  let source: string
  try {
    source = decodeXml(read.values.files[0]!.content)
  } catch (fault) {
    return again([{ field: 'file', message: (fault as Error).message }])
  }
  const mayReplaceIn = (place: string): boolean => mayIn(person!, mayDeploy, place)
  const outcome = await town.write((db: Db) => deploy(db, town, { source, unit, by: person!.personId, mayReplaceIn }, now))
  if ('refused' in outcome) return again([{ field: 'file', message: text.refused }], outcome.refused)
  const [first] = outcome.deployed
  const to = outcome.deployed.length === 1 ? `${root}/models/${first!.model}?done=deployed` : `${root}?done=deployed`
  return seeOther(linkTo(visit, to))
}

async function showModel(
  visit: Visit,
  typed: Typed & { key?: string },
  problems: readonly Problem[],
): Promise<Answer | NotFound> {
  const { town, person, params, query, frame } = visit
  const text = processWords(frame)
  const model = await findModel(town, person!, params.id!, query.version)
  if (!model) return notFound
  const opened = model.kind === 'process' ? await openForShow(model.version, model.source, model.key) : undefined
  const state = states.find((one) => one === query.state) ?? 'running'
  const [instances, tokens, figures] = await Promise.all([
    listInstances(town, model.id, state, pageIn(visit)),
    model.kind === 'process' ? countTokens(town, model.version) : [],
    model.kind === 'process' ? listFigures(town, model.id) : [],
  ])
  const findings = await town.write((db: Db) =>
    db.selectFrom('processes.version').select('findings').where('id', '=', model.version).executeTakeFirstOrThrow(),
  )
  const said =
    query.done === 'deployed'
      ? { tone: 'ok' as const, text: text.deployed }
      : query.done === 'cannot'
        ? { tone: 'warn' as const, text: text.cannotStart }
        : undefined
  return page(
    <ModelPage
      frame={frame}
      model={model}
      process={opened?.process}
      diagram={opened?.diagram}
      marks={new Map(tokens.map(({ node, count, incidents }) => [node, { count, incidents }]))}
      decisions={model.kind === 'decision' ? tryDecision(visit, model.key, model.source) : undefined}
      figures={figures}
      findings={findings.findings}
      state={state}
      instances={instances}
      page={pageIn(visit)}
      pages={pagesOf(model.counts[state])}
      mayStart={mayIn(person!, mayRepair, model.unit)}
      mayDeploy={mayIn(person!, mayDeploy, model.unit)}
      typed={typed}
      problems={problems}
      said={said}
    />,
    { status: problems.length > 0 ? 422 : 200 },
  )
}

async function startByHand(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { house, town, person, params, now } = visit
  const model = await findModel(town, person!, params.id!)
  if (model?.kind !== 'process' || !mayIn(person!, mayRepair, model.unit)) return notFound
  const opened = await openForShow(model.version, model.source, model.key)
  const read = readFields(visit.frame, opened ? startFields(opened.process) : [], input)
  if ('problems' in read) return showModel(visit, { ...typedIn(input), key: input.value('key') }, read.problems)
  const { variables } = read
  const begun = await town.write(async (db: Db) => {
    const newest = await findNewest(db, model.key)
    const businessKey = input.value('key').slice(0, 200) || null
    return (
      newest &&
      beginInstance(
        db,
        town,
        { ...newest, businessKey, variables, startedBy: person!.personId },
        { now, actor: staffActor(person!, mayRepair) },
      )
    )
  })
  if (!begun) return seeOther(linkTo(visit, `${root}/models/${model.id}?done=cannot`))
  wakeWorker(house, town)
  return seeOther(linkTo(visit, `${root}/instances/${begun.instance}?done=started`))
}
