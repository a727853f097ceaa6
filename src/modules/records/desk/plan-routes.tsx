// The addresses of the overview, the filing plan and its files.
import { mayIn, staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { type FormInput, fileField, oneOf, type Problem, readForm, textField } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { isUuid } from '../../../kernel/ids.ts'
import type { ReadDb } from '../../../kernel/town.ts'
import { openFile, openProcedure } from '../place.ts'
import { findEntry, listEntries, type PlanLine, type RefusedLine, takePlan } from '../plan/entry.ts'
import { readPlanCsv } from '../plan/plan-csv.ts'
import { readPlanMessage } from '../plan/plan-xdomea.ts'
import { mayChangePlan, mayHold, mayRead, mayWrite } from '../rights.ts'
import type { RecordsTables } from '../tables.ts'
import type { Db } from '../text.ts'
import { FilePage } from './file-pages.tsx'
import { findVisibleFile, listFiles, listOfFile, listRecent, searchProcedures } from './lists.ts'
import { actorOf } from './look.ts'
import { OverviewPage } from './overview-pages.tsx'
import type { Said } from './parts.tsx'
import { pageIn, root } from './paths.ts'
import { EntryPage, PlanPage } from './plan-pages.tsx'
import { namesOfUnits, unitsFor } from './units.ts'
import { planFile } from './uploads.ts'
import { deskWords } from './words.ts'

const reads = staff(mayRead)

export function planRoutes(on: Routes): void {
  on.page(root, reads, {}, async (visit) => {
    const { town, person, query, frame } = visit
    const typed = (query.q ?? '').slice(0, 200).trim()
    const found =
      typed === '' ? await listRecent(town, person!, pageIn(visit)) : await searchProcedures(town, person!, typed, pageIn(visit))
    return page(<OverviewPage frame={frame} person={person!} query={typed} found={found} page={pageIn(visit)} />)
  })
  on.page(`${root}/plan`, reads, {}, (visit) => {
    const count = /^\d{1,5}$/.test(visit.query.taken ?? '') ? Number(visit.query.taken) : undefined
    const said: Said = count === undefined ? undefined : { tone: 'ok', text: deskWords(visit).planTaken(count) }
    return showPlan(visit, { refused: [], problems: [], said })
  })
  on.form(`${root}/plan`, staff(mayChangePlan), { uploads: planFile }, takeUploadedPlan)
  on.page(`${root}/plan/:id`, reads, {}, (visit) => showEntry(visit, { title: '', unit: '' }, []))
  on.form(`${root}/plan/:id/files`, staff(mayWrite), {}, newFile)
  on.page(`${root}/files/:id`, reads, {}, (visit) => showFile(visit, { title: '', subject: '' }, []))
  on.form(`${root}/files/:id/procedures`, staff(mayWrite), {}, newProcedure)
}

type Shown = { refused: readonly RefusedLine[]; problems: readonly Problem[]; said: Said }

async function showPlan(visit: Visit, shown: Shown): Promise<Answer> {
  const { town, person, frame } = visit
  const entries = await town.read((db: ReadDb<RecordsTables>) => listEntries(db, null))
  const mayChange = person!.permissions.has(mayChangePlan)
  const status = shown.problems.length > 0 ? 422 : 200
  return page(<PlanPage frame={frame} person={person!} entries={entries} mayChange={mayChange} {...shown} />, { status })
}

async function takeUploadedPlan(visit: Visit, input: FormInput): Promise<Answer> {
  const text = deskWords(visit)
  const read = readForm(input, { plan: fileField('plan', { message: text.planMissing }) })
  if ('problems' in read) return showPlan(visit, { refused: [], problems: read.problems, said: undefined })
  const [file] = read.values.plan
  let lines: PlanLine[]
  const refused: RefusedLine[] = []
  try {
    const content = file!.content.toString('utf8')
    if (file!.kind === 'xml') lines = readPlanMessage(content).lines
    else {
      const table = readPlanCsv(content)
      lines = table.lines
      refused.push(...table.refused)
    }
  } catch {
    const problems = [{ field: 'plan', message: file!.kind === 'xml' ? text.planNotXdomea : text.planNotTable }]
    return showPlan(visit, { refused: [], problems, said: undefined })
  }
  const report = await visit.town.write((db: Db) => takePlan(db, { lines, source: 'desk' }, visit.now))
  refused.push(...report.refused)
  const taken = report.created + report.changed
  if (refused.length === 0) return seeOther(linkTo(visit, `${root}/plan?taken=${taken}`))
  return showPlan(visit, { refused, problems: [], said: { tone: 'warn', text: text.planTaken(taken) } })
}

async function showEntry(
  visit: Visit,
  typed: { title: string; unit: string },
  problems: readonly Problem[],
): Promise<Answer | NotFound> {
  const { town, person, params, frame } = visit
  if (!isUuid(params.id!)) return notFound
  const found = await town.read(async (db: ReadDb<RecordsTables>) => {
    const entry = await findEntry(db, params.id!)
    if (!entry) return undefined
    const above = entry.parent_id === null ? undefined : await findEntry(db, entry.parent_id)
    return { entry, above, below: await listEntries(db, entry.id) }
  })
  if (!found) return notFound
  const files = await listFiles(town, person!, params.id!, pageIn(visit))
  const mayOpen = person!.permissions.has(mayWrite)
  const units = mayOpen ? await unitsFor(town, person!, mayWrite) : []
  const shown = { ...found, files, units, mayOpen, typed, problems, page: pageIn(visit) }
  return page(<EntryPage frame={frame} {...shown} />, { status: problems.length > 0 ? 422 : 200 })
}

async function newFile(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const text = deskWords(visit)
  const { town, person, params, now } = visit
  const entry = isUuid(params.id!) ? await town.read((db: ReadDb<RecordsTables>) => findEntry(db, params.id!)) : undefined
  if (!entry || entry.closed_at) return notFound
  const units = (await unitsFor(town, person!, mayWrite)).map(({ path }) => path)
  const read = readForm(input, {
    title: textField('title', { atMost: 200, message: text.titleMissing, tooLong: text.tooLong }),
    unit: oneOf('unit', units, text.unitMissing),
  })
  if ('problems' in read) return showEntry(visit, { title: input.value('title'), unit: input.value('unit') }, read.problems)
  const { unit } = read.values
  const id = await town.write((db: Db) => openFile(db, town, entry, read.values, actorOf(person!, unit), now))
  return seeOther(linkTo(visit, `${root}/files/${id}`))
}

export async function showFile(
  visit: Visit,
  typed: { title: string; subject: string },
  problems: readonly Problem[],
): Promise<Answer | NotFound> {
  const { town, person, params, frame, query } = visit
  const file = await findVisibleFile(town, person!, params.id!)
  if (!file) return notFound
  const found = await listOfFile(town, person!, file.id, pageIn(visit))
  const names = await namesOfUnits(town, [file.unit])
  const may = { write: mayIn(person!, mayWrite, file.unit), hold: mayIn(person!, mayHold, file.unit) }
  const said: Said = query.done === 'hold' ? { tone: 'ok', text: deskWords(visit).saved } : undefined
  const shown = { file, found, may, typed, problems, said, page: pageIn(visit) }
  return page(<FilePage frame={frame} unitName={names.get(file.unit) ?? file.unit} {...shown} />, {
    status: problems.length > 0 ? 422 : 200,
  })
}

async function newProcedure(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const text = deskWords(visit)
  const { town, person, params, now } = visit
  const file = await findVisibleFile(town, person!, params.id!, mayWrite)
  if (file?.state !== 'open') return notFound
  const read = readForm(input, {
    title: textField('title', { atMost: 200, message: text.titleMissing, tooLong: text.tooLong }),
    subject: textField('subject', { atMost: 300, tooLong: text.tooLong }),
  })
  if ('problems' in read) return showFile(visit, { title: input.value('title'), subject: input.value('subject') }, read.problems)
  const actor = actorOf(person!, file.unit)
  const id = await town.write((db: Db) => openProcedure(db, town, file, { ...read.values, person: null }, actor, now))
  return seeOther(linkTo(visit, `${root}/procedures/${id}`))
}
