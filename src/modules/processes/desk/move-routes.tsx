// The addresses of two versions side by side: looked at, planned, moved.
import { mayIn, staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { differencesBetween } from '../../../standards/bpmn/difference.ts'
import type { Process } from '../../../standards/bpmn/model.ts'
import { type Mapping, moveInstances, previewMove } from '../move.ts'
import { type Db, openVersion } from '../version.ts'
import { wakeWorker } from '../worker.ts'
import { MovePage } from './move-pages.tsx'
import { moveWords } from './move-words.ts'
import { findModel, type ModelView, mayRead, mayRepair, type VersionLine } from './views.ts'

const address = '/desk/processes/models/:id/move'

export function moveRoutes(on: Routes): void {
  on.page(address, staff(mayRead), {}, show)
  on.form(address, staff(mayRepair), {}, async (visit, input) => {
    const found = await find(visit, (name) => input.value(name), input.names())
    if (!found || !mayIn(visit.person!, mayRepair, found.model.unit)) return notFound
    const { model, from, to, mapping } = found
    const outcome = await moveInstances(visit.town, visit.person!, { from, to, mapping, unit: model.unit }, visit.now)
    if (!outcome) return notFound
    wakeWorker(visit.house, visit.town)
    const back = `from=${from.number}&to=${to.number}&moved=${outcome.moved}&stayed=${outcome.stayed}`
    return seeOther(linkTo(visit, `/desk/processes/models/${model.id}/move?${back}`))
  })
}

type Found = { model: ModelView; from: VersionLine; to: VersionLine; before: Process; after: Process; mapping: Mapping }

async function find(
  { town, person, params }: Visit,
  value: (name: string) => string | undefined,
  names: readonly string[],
): Promise<Found | undefined> {
  const model = await findModel(town, person!, params.id!)
  if (model?.kind !== 'process') return undefined
  const versionOf = (name: string) => model.versions.find(({ number }) => String(number) === value(name))
  const from = versionOf('from')
  const to = versionOf('to') ?? model.versions[0]
  if (!from || !to || from.id === to.id) return undefined
  const [before, after] = await town.write((db: Db) =>
    Promise.all([openVersion(db, town, from.id), openVersion(db, town, to.id)]),
  )
  const mapping = Object.fromEntries(
    names.flatMap((name): [string, string][] => {
      const [node, other] = [name.replace(/^m_/, ''), value(name) ?? '']
      return name.startsWith('m_') && before.nodes.has(node) && after.nodes.has(other) && node !== other ? [[node, other]] : []
    }),
  )
  return { model, from, to, before, after, mapping }
}

async function show(visit: Visit): Promise<Answer | NotFound> {
  const { town, person, query, frame, now } = visit
  const found = await find(visit, (name) => query[name], Object.keys(query))
  if (!found) return notFound
  const { model, from, to, before, after, mapping } = found
  const { moved, stayed } = query
  const isCount = (text: string | undefined): text is string => /^\d{1,7}$/.test(text ?? '')
  return page(
    <MovePage
      frame={frame}
      {...found}
      differences={differencesBetween(before, after)}
      preview={await previewMove(town, { from: from.id, to: to.id }, mapping, now)}
      mayMove={mayIn(person!, mayRepair, model.unit)}
      said={isCount(moved) && isCount(stayed) ? moveWords(frame).moved(moved, stayed) : undefined}
    />,
  )
}
