// The addresses of one question, group or note: added, edited, moved elsewhere, removed.
import { staff } from '../../../kernel/access.ts'
import { type Answer, page as answerPage, type NotFound, notFound, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput, Problem } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import type { FormDocument } from '../document/document.ts'
import { blockWords } from './block-words.ts'
import { saidOf } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import { commentViews, listComments } from './comment.ts'
import { type DeskForm, mayEdit, openForm } from './desk-form.ts'
import { doneWord, takeStep } from './desk-step.ts'
import { changeItem, moveItemTo, type Place, removeItem } from './edits.ts'
import { problemsIn, readTyped, type Typed } from './entries.tsx'
import { EditItemPage } from './item-pages.tsx'
import { findItem, labelOfItem, listItems, type Placed } from './outline.ts'
import { RemovePage } from './page-pages.tsx'
import { entriesFor, typedOf, withTyped } from './question-entries.ts'
import { asType, questionTypes } from './question-kinds.ts'
import { moreProblems } from './question-problems.ts'
import { questionWords } from './question-words.ts'
import { renameKey, rulesThatUse } from './renaming.ts'
import { typeWords } from './type-words.ts'
import { type BuilderReading, type Change, isRefusal, markOf, type Refusal } from './working-copy.ts'

export function itemRoutes(on: Routes): void {
  on.page('/desk/forms/:id/items/:path', staff(mayEdit), {}, (visit) => showItem(visit))
  on.form('/desk/forms/:id/items/:path', staff(mayEdit), {}, saveItem)
  on.form('/desk/forms/:id/items/:path/place', staff(mayEdit), {}, moveElsewhere)
  on.page('/desk/forms/:id/items/:path/remove', staff(mayEdit), {}, askRemoval)
  on.form('/desk/forms/:id/items/:path/remove', staff(mayEdit), {}, remove)
}

type Shown = {
  typed?: Typed
  problems?: readonly Problem[]
  theirs?: Typed
  conflict?: readonly Change[]
  placeProblem?: string
}
type OpenedItem = { open: DeskForm; placed: Placed; document: FormDocument }

async function openItem(visit: Visit): Promise<OpenedItem | undefined> {
  const open = await openForm(visit)
  const document = open?.copy.document
  const placed = document && findItem(document, visit.params.path!)
  return placed && { open, placed, document }
}

const typedAt = (document: FormDocument, path: string): Typed | undefined => {
  const item = findItem(document, path)?.item
  return item && typedOf(item)
}

async function showItem(visit: Visit, shown: Shown = {}): Promise<Answer | NotFound> {
  const opened = await openItem(visit)
  if (!opened) return notFound
  const { open, placed, document } = opened
  const { town, frame, query } = visit
  const { typed = typedOf(placed.item), problems = [], conflict } = shown
  const comments = await town.read((db: BuilderReading) => listComments(db, open.form.id, placed.path))
  const props = {
    frame,
    open,
    placed,
    entries: entriesFor(placed.item, document, { text: questionWords(visit), types: typeWords(visit) }),
    typed,
    mark: markOf(typedOf(placed.item)),
    problems,
    theirs: shown.theirs,
    conflict,
    said: query.done === 'kept' ? { tone: 'ok' as const, text: blockWords(visit).kept } : saidOf(builderWords(visit), query.done),
    comments: commentViews(visit, comments, open.person.personId),
    places: placesFor(visit, document, placed),
    placeProblem: shown.placeProblem,
    tasks: (document.tasks ?? []).flatMap((task, index) => (task.path === placed.path && !task.done ? [{ index, task }] : [])),
  }
  const status = conflict ? 409 : problems.length > 0 || shown.placeProblem ? 422 : 200
  return answerPage(<EditItemPage {...props} />, { status })
}

/** Other pages and groups, as `page` or `page/group.path`. */
function placesFor(visit: Visit, document: FormDocument, placed: Placed): { value: string; label: string }[] {
  const text = builderWords(visit)
  const outer = placed.groups.map(({ key }) => key).join('.')
  const here = outer === '' ? placed.page.key : `${placed.page.key}/${outer}`
  const groups = listItems(document).flatMap(({ item, path, page }) =>
    item.kind === 'group' && !`${path}.`.startsWith(`${placed.path}.`)
      ? [{ value: `${page.key}/${path}`, label: text.intoGroup(page.title.de, item.title.de) }]
      : [],
  )
  return [...document.pages.map(({ key, title }) => ({ value: key, label: text.ontoPage(title.de) })), ...groups].filter(
    ({ value }) => value !== here,
  )
}

async function saveItem(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const opened = await openItem(visit)
  if (!opened) return notFound
  const { open, placed, document } = opened
  const { item, path } = placed
  const text = questionWords(visit)
  const entries = entriesFor(item, document, { text, types: typeWords(visit) })
  const typed = readTyped(input, entries)
  const wanted = questionTypes.find((type) => type === typed.type)
  // Another kind has other limits: those that came with the old kind are not judged.
  const changesKind = item.kind === 'question' && wanted !== undefined && wanted !== item.type
  const judged = changesKind ? entries.filter(({ name }) => name === 'label' || name === 'type' || name === 'key') : entries
  const problems = [...problemsIn(visit, judged, typed), ...(changesKind ? [] : moreProblems(text, item, typed))]
  if (problems.length > 0) return showItem(visit, { typed, problems })
  const key = typed.key ?? item.key
  const change = (old: FormDocument): FormDocument | Refusal => {
    const changed = changeItem(old, path, (current) => {
      const fresh = withTyped(current, typed)
      return changesKind && fresh.kind === 'question' ? asType(fresh, wanted) : fresh
    })
    return isRefusal(changed) || key === item.key ? changed : renameKey(changed, path, key)
  }
  const outcome = await takeStep(visit, open, input, {
    action: key === item.key ? 'item-changed' : 'renamed',
    label: typed.label || typed.title || labelOfItem(item),
    part: (old) => typedAt(old, path),
    change,
  })
  if ('conflict' in outcome) return showItem(visit, { typed, theirs: typedOf(item), conflict: outcome.conflict })
  if ('refusal' in outcome) {
    const { refused, names } = outcome.refusal
    const message =
      refused === 'used'
        ? text['key-used'](names.join(', '))
        : refused === 'taken'
          ? text['key-taken']
          : refused === 'shape'
            ? text['key-shape']
            : text['key-gone']
    return showItem(visit, { typed, problems: [{ field: 'key', message }] })
  }
  const now = [...placed.groups.map((group) => group.key), key].join('.')
  // A new kind has settings of its own, and a new group wants questions: the editor stays.
  if (changesKind) return seeOther(open.url(`items/${now}?done=saved`))
  const outer = placed.groups.map((group) => group.key).join('.')
  return seeOther(open.url(`${outer === '' ? `pages/${placed.page.key}` : `items/${outer}`}?done=saved#at-${now}`))
}

async function moveElsewhere(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const opened = await openItem(visit)
  if (!opened) return notFound
  const { open, placed, document } = opened
  const value = input.value('place')
  if (!placesFor(visit, document, placed).some((one) => one.value === value))
    return showItem(visit, { placeProblem: builderWords(visit).moveMissing })
  const [page = '', group] = value.split('/')
  const place: Place = { page, group }
  const outcome = await takeStep(visit, open, input, {
    action: 'item-moved',
    label: labelOfItem(placed.item),
    change: (old) => moveItemTo(old, placed.path, place),
  })
  return seeOther(open.url(`${group ? `items/${group}` : `pages/${page}`}?done=${doneWord(outcome, 'moved')}`))
}

async function askRemoval(visit: Visit): Promise<Answer | NotFound> {
  const opened = await openItem(visit)
  if (!opened) return notFound
  const { open, placed, document } = opened
  const text = builderWords(visit)
  const name = labelOfItem(placed.item)
  const inside = listItems(document).filter(({ path }) => `${path}.`.startsWith(`${placed.path}.`))
  const used = [...new Set(inside.flatMap(({ item }) => rulesThatUse(document, item.key)))].filter((one) => one !== name)
  const back = { label: text.backTo(name), url: open.url(`items/${placed.path}`) }
  const action = open.url(`items/${placed.path}/remove`)
  return answerPage(<RemovePage {...{ frame: visit.frame, open, name, advice: text.removeItem, used, action, back }} />)
}

async function remove(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const opened = await openItem(visit)
  if (!opened) return notFound
  const { open, placed } = opened
  const outcome = await takeStep(visit, open, input, {
    action: 'item-removed',
    label: labelOfItem(placed.item),
    change: (document) => removeItem(document, placed.path),
  })
  const outer = placed.groups.map(({ key }) => key).join('.')
  const back = outer === '' ? `pages/${placed.page.key}` : `items/${outer}`
  return seeOther(open.url(`${back}?done=${doneWord(outcome, 'removed')}`))
}
