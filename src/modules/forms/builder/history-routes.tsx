// The addresses of a form's history, its remarks, the tasks of its import, and what is taken along.
import { staff } from '../../../kernel/access.ts'
import {
  type Answer,
  page as answerPage,
  text as answerText,
  type NotFound,
  notFound,
  seeOther,
} from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { answerSchema } from '../document/answer-schema.ts'
import { listsOf } from '../document/kinds/kinds.ts'
import { findVersion } from '../form.ts'
import { saidOf } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import { addComment, listComments, tickComment } from './comment.ts'
import { type DeskForm, mayEdit, openForm } from './desk-form.ts'
import { doneWord, takeStep } from './desk-step.ts'
import { ComparePage, HistoryPage } from './history-pages.tsx'
import { historyWords } from './history-words.ts'
import { findItem, findPage, labelOfItem } from './outline.ts'
import { PrintPage } from './print-page.tsx'
import { type BuilderReading, type BuilderWriting, listChanges, undoLastStep } from './working-copy.ts'

export function historyRoutes(on: Routes): void {
  on.page('/desk/forms/:id/history', staff(mayEdit), {}, showHistory)
  on.page('/desk/forms/:id/compare', staff(mayEdit), {}, compare)
  on.form('/desk/forms/:id/undo', staff(mayEdit), {}, undo)
  on.form('/desk/forms/:id/versions', staff(mayEdit), {}, takeVersion)
  on.form('/desk/forms/:id/comments', staff(mayEdit), {}, comment)
  on.form('/desk/forms/:id/comments/done', staff(mayEdit), {}, tick)
  on.form('/desk/forms/:id/tasks', staff(mayEdit), {}, doTask)
  on.file('/desk/forms/:id/form.json', staff(mayEdit), {}, async (visit) => {
    const open = await openForm(visit)
    return open ? download(`${open.form.key}.json`, open.copy.document) : notFound
  })
  on.file('/desk/forms/:id/answers.schema.json', staff(mayEdit), {}, async (visit) => {
    const open = await openForm(visit)
    if (!open) return notFound
    const { document } = open.copy
    return download(
      `${open.form.key}.schema.json`,
      answerSchema(
        document,
        listsOf(document, () => undefined),
      ),
    )
  })
  on.page('/desk/forms/:id/print', staff(mayEdit), {}, async (visit) => {
    const open = await openForm(visit)
    return open ? answerPage(<PrintPage frame={visit.frame} open={open} />) : notFound
  })
}

const download = (name: string, value: object): Answer =>
  answerText('application/json; charset=utf-8', JSON.stringify(value, null, 2), {
    headers: { 'content-disposition': `attachment; filename="${name}"` },
  })

const versionsShown = 100

async function showHistory(visit: Visit): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  if (!open) return notFound
  const { town, query, frame } = visit
  const text = builderWords(visit)
  const { id } = open.form
  const { changes, versions, comments } = await town.read(async (db: BuilderReading) => ({
    changes: await listChanges(db, id),
    versions: await db
      .selectFrom('forms.version')
      .select(['number', 'published_at'])
      .where('form_id', '=', id)
      .orderBy('number', 'desc')
      .limit(versionsShown)
      .execute(),
    comments: await listComments(db, id),
  }))
  const taken = /^taken-(\d{1,6})$/.exec(query.done ?? '')?.[1]
  const said = taken
    ? { tone: 'ok' as const, text: historyWords(visit).taken(Number(taken)) }
    : query.done === 'nothing' || query.done === 'newer'
      ? { tone: 'bad' as const, text: query.done === 'nothing' ? text.undoNothing : text.undoChanged }
      : saidOf(text, query.done)
  const placed = comments.map(({ path, text: words }) => ({ ...placeOf(open, path), text: words }))
  return answerPage(<HistoryPage {...{ frame, open, changes, versions, said }} comments={placed} />)
}

/** A page or an item by what a remark is kept under. */
function placeOf({ copy: { document } }: DeskForm, path: string): { path: string; name: string } {
  const item = findItem(document, path)?.item
  if (item) return { path: `items/${path}`, name: labelOfItem(item) }
  const page = findPage(document, path)
  return page ? { path: `pages/${path}`, name: page.title.de } : { path: 'history', name: document.title.de }
}

async function compare(visit: Visit): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  if (!open) return notFound
  const text = historyWords(visit)
  const find = (number: string | undefined) =>
    /^[1-9]\d{0,5}$/.test(number ?? '')
      ? visit.town.read((db: BuilderReading) => findVersion(db, open.form.id, Number(number)))
      : undefined
  const older = await find(visit.query.from)
  const newer = await find(visit.query.to)
  if (!older || (visit.query.to !== undefined && !newer)) return notFound
  const side = (version: typeof older) => ({ name: text.version(version.number), document: version.document })
  const draft = { name: text.draft, document: open.copy.document }
  return answerPage(<ComparePage frame={visit.frame} open={open} older={side(older)} newer={newer ? side(newer) : draft} />)
}

async function undo(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  if (!open) return notFound
  const seen = Number(/^\d{1,9}$/.exec(input.value('seen'))?.[0] ?? 0)
  const step = { seen, by: open.person.personId, now: visit.now }
  const outcome = await visit.town.write((db: BuilderWriting) => undoLastStep(db, open.form.id, step))
  return seeOther(open.url(`history?done=${outcome === 'changed' ? 'newer' : outcome}`))
}

async function takeVersion(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  const number = /^[1-9]\d{0,5}$/.exec(input.value('number'))?.[0]
  const version = open && number && (await visit.town.read((db: BuilderReading) => findVersion(db, open.form.id, Number(number))))
  if (!open || !version) return notFound
  await takeStep(visit, open, input, {
    action: 'version-taken',
    label: historyWords(visit).version(version.number),
    change: () => version.document,
  })
  return seeOther(open.url(`history?done=taken-${version.number}`))
}

async function comment(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  if (!open) return notFound
  const { path } = placeOf(open, input.value('path'))
  const text = input.value('comment')
  if (text !== '') {
    const said = { formId: open.form.id, path: input.value('path').slice(0, 500), text, by: open.person.personId, now: visit.now }
    await visit.town.write((db: BuilderWriting) => addComment(db, said))
  }
  return seeOther(open.url(`${path}${text === '' ? '' : '?done=saved'}#comments`))
}

async function tick(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  const id = input.value('comment')
  if (!open || !isUuid(id)) return notFound
  await visit.town.write((db: BuilderWriting) => tickComment(db, open.form.id, id, visit.now))
  return seeOther(open.url(`${placeOf(open, input.value('path')).path}?done=saved#comments`))
}

/** A task of the import is done once somebody said what they decided. */
async function doTask(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  const index = Number(/^\d{1,5}$/.exec(input.value('task'))?.[0] ?? -1)
  const task = open?.copy.document.tasks?.[index]
  if (!open || !task) return notFound
  const note = input.value('note').slice(0, 300)
  const place = placeOf(open, task.path).path
  const by = open.person.personId
  const outcome = await takeStep(visit, open, input, {
    action: 'task',
    label: task.text,
    change: (document) => ({
      ...document,
      tasks: (document.tasks ?? []).map((one) =>
        one.text === task.text && one.path === task.path && !one.done ? { ...one, done: { by, ...(note && { note }) } } : one,
      ),
    }),
  })
  return seeOther(open.url(`${place}?done=${doneWord(outcome, 'saved')}`))
}
