// The addresses of shared facts.
import { staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import type { ReadDb } from '../../../kernel/town.ts'
import { cleanLine } from '../readers/rich-text.ts'
import { deskPath } from './desk-address.ts'
import { backToDesk, deskRoot } from './desk-list-routes.tsx'
import { dropSharedFact, findSharedFact, storeSharedFact } from './fact-change.ts'
import { type FactForm, FactPage, FactsPage } from './fact-pages.tsx'
import { listWords } from './list-words.ts'
import { messageOf, problemWords } from './problem-words.ts'
import { labelFor } from './release-routes.tsx'
import { listSharedFacts } from './shared-fact.ts'
import type { EditorTables } from './tables.ts'
import { editorWords } from './words.ts'
import type { Said } from './work-pages.tsx'

const root = `${deskRoot}/facts`
const edit = staff('catalogue.texts.edit')
/** What is changed here is published at once, everywhere. */
const publish = staff('catalogue.texts.publish')

export function factRoutes(on: Routes): void {
  on.page(root, edit, {}, async (visit) => {
    const facts = await visit.town.read((db: ReadDb<EditorTables>) => listSharedFacts(db))
    const said: Said = visit.query.done === 'dropped' ? { text: listWords(visit).factDropped, tone: 'plain' } : undefined
    return page(<FactsPage frame={visit.frame} facts={facts} url={linkTo(visit, root)} back={backToDesk(visit)} said={said} />)
  })
  on.page(`${root}/new`, edit, {}, (visit) => showFact(visit, 0))
  on.form(`${root}/new`, publish, { perMinute: 30 }, (visit, input) => store(visit, 0, input))
  on.page(`${root}/:id`, edit, {}, (visit) => showFact(visit, numberIn(visit)))
  on.form(`${root}/:id`, publish, { perMinute: 30 }, (visit, input) => store(visit, numberIn(visit), input))
  on.form(`${root}/:id/drop`, publish, {}, drop)
}

const numberIn = ({ params }: Visit): number => (/^[1-9]\d{0,8}$/.test(params.id ?? '') ? Number(params.id) : -1)

type Shown = { form?: FactForm; problems?: Record<string, string>; said?: Said; status?: number }

async function showFact(visit: Visit, id: number, { form, problems = {}, said, status }: Shown = {}): Promise<Answer | NotFound> {
  const found = id === 0 ? undefined : await findSharedFact(visit.town, id)
  if (id !== 0 && !found) return notFound
  const text = editorWords(visit)
  const lists = listWords(visit)
  const fact = found?.fact
  const person = visit.person!
  const labels: Record<string, string> = { label: lists.factLabel, key: lists.factKey, value: lists.factValue }
  const done = visit.query.places
  const saved: Said = /^\d{1,6}$/.test(done ?? '') ? { text: lists.factSaved(Number(done)), tone: 'ok' } : undefined
  const mayNot: Said = person.permissions.has('catalogue.texts.publish')
    ? undefined
    : { text: lists.factNoPublish, tone: 'plain' }
  const view = {
    id,
    form: form
      ? { ...form, key: fact?.key ?? form.key }
      : { label: fact?.label ?? '', key: fact?.key ?? '', value: fact?.value ?? '', valueEn: fact?.valueEn ?? '' },
    problems: Object.entries(problems).map(([field, message]) => ({ field, label: labels[field] ?? field, message })),
    url: linkTo(visit, `${root}/${id === 0 ? 'new' : id}`),
    back: { label: text.facts, url: linkTo(visit, root) },
    uses: (found?.uses ?? []).map(({ noun, id: thing, field, title }) => ({
      label: `${title}: ${labelFor(visit, noun, field)}`,
      url: linkTo(visit, deskPath(noun, thing)),
    })),
    said: said ?? saved ?? mayNot,
    proposed:
      fact?.proposed === null || fact?.proposed === undefined
        ? undefined
        : {
            value: fact.proposed,
            valueEn: fact.proposedEn,
            mayConfirm: fact.proposedBy !== person.personId && person.permissions.has('catalogue.texts.publish'),
          },
  }
  return page(<FactPage frame={visit.frame} view={view} />, { status: status ?? (Object.keys(problems).length > 0 ? 422 : 200) })
}

async function store(visit: Visit, id: number, input: FormInput): Promise<Answer | NotFound> {
  const lists = listWords(visit)
  const form: FactForm = {
    label: cleanLine(input.value('label')).slice(0, 200),
    key: input.value('key').trim(),
    value: input.value('value').replace(/\r\n?/g, '\n').trim().slice(0, 1_000),
    valueEn: input.value('valueEn').replace(/\r\n?/g, '\n').trim().slice(0, 1_000),
  }
  const problems: Record<string, string> = {}
  if (form.label === '') problems.label = lists.factLabelNeeded
  if (id === 0 && (!/^[a-z0-9äöüß]+(-[a-z0-9äöüß]+)*$/.test(form.key) || form.key.length > 60)) problems.key = lists.factKeyWrong
  if (form.value === '') problems.value = lists.factValueNeeded
  if (Object.keys(problems).length > 0) return showFact(visit, id, { form, problems })
  if (id !== 0 && !(await findSharedFact(visit.town, id))) return notFound
  const done = await storeSharedFact(visit.town, { id, ...form }, visit.person!.personId, visit.now)
  if ('refused' in done) return showFact(visit, id, { form, problems: { key: lists.factKeyTaken } })
  if ('proposed' in done) return seeOther(linkTo(visit, `${root}/${id}`))
  if ('unfit' in done) {
    const { title, wrong } = done.unfit
    return showFact(visit, id, {
      form,
      problems: { value: `${lists.factUnfit(title)} ${messageOf(problemWords(visit), wrong)}` },
    })
  }
  return seeOther(linkTo(visit, `${root}/${done.id}?places=${done.places}`))
}

async function drop(visit: Visit): Promise<Answer | NotFound> {
  const id = numberIn(visit)
  if (await dropSharedFact(visit.town, id)) return seeOther(linkTo(visit, `${root}?done=dropped`))
  return showFact(visit, id, { said: { text: listWords(visit).factInUse, tone: 'bad' }, status: 409 })
}
