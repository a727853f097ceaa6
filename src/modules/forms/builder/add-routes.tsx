// The address on which a question, group, note or block is added to a page.
import { staff } from '../../../kernel/access.ts'
import { type Answer, page as answerPage, type NotFound, notFound, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput, Problem } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { findBlock, listBlocks } from './block.ts'
import { builderWords } from './builder-words.ts'
import { type DeskForm, mayEdit, openForm } from './desk-form.ts'
import { doneWord, takeStep } from './desk-step.ts'
import { addItems } from './edits.ts'
import { findItem, findPage, keyFor, keysOf, listItems } from './outline.ts'
import { AddItemPage } from './page-pages.tsx'
import { beginItem, kindGroups, kindName, kinds } from './question-kinds.ts'
import { type TypeWords, typeWords } from './type-words.ts'
import { type BuilderReading, isRefusal } from './working-copy.ts'

export function addRoutes(on: Routes): void {
  on.page('/desk/forms/:id/add', staff(mayEdit), {}, (visit) => {
    const { page = '', group = '' } = visit.query
    return showAdd(visit, { page, group }, { label: '', kind: '' }, [])
  })
  on.form('/desk/forms/:id/add', staff(mayEdit), {}, add)
}

const hintOf = (text: TypeWords, kind: string): string | undefined => (text as Record<string, string | undefined>)[`${kind}-hint`]

async function showAdd(
  visit: Visit,
  place: { page: string; group: string },
  typed: { label: string; kind: string },
  problems: readonly Problem[],
): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  const found = open && findPage(open.copy.document, place.page)
  if (!found) return notFound
  const text = builderWords(visit)
  const types = typeWords(visit)
  const group = place.group === '' ? undefined : findItem(open.copy.document, place.group)?.item
  const back =
    group?.kind === 'group'
      ? { label: text.backTo(group.title.de), url: open.url(`items/${place.group}`) }
      : { label: text.toPage(found.title.de), url: open.url(`pages/${found.key}`) }
  const offered = kindGroups.map(({ name, kinds: some }) => ({
    label: types[name],
    kinds: some.map((kind) => ({ value: kind, label: kindName(types, kind), hint: hintOf(types, kind) })),
  }))
  const listed = await visit.town.read((db: BuilderReading) => listBlocks(db, visit))
  const blocks = listed.map(({ key, name }) => ({ value: `block:${key}`, label: name }))
  const props = { frame: visit.frame, open, place, typed, problems, back, kinds: offered, blocks }
  return answerPage(<AddItemPage {...props} />, { status: problems.length > 0 ? 422 : 200 })
}

async function add(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  const place = { page: input.value('page'), group: input.value('group') }
  if (!open || !findPage(open.copy.document, place.page)) return notFound
  const text = builderWords(visit)
  const [label, chosen] = [input.value('label').slice(0, 1_000), input.value('kind')]
  if (chosen.startsWith('block:')) return addBlock(visit, open, input, place, chosen.slice(6))
  const kind = kinds.find((one) => one === chosen)
  const problems: Problem[] = [
    ...(label === '' ? [{ field: 'label', message: text.addLabelMissing }] : []),
    ...(kind === undefined ? [{ field: 'kind', message: text.addKindMissing }] : []),
  ]
  if (kind === undefined || problems.length > 0) return showAdd(visit, place, { label, kind: chosen }, problems)
  const group = place.group === '' ? undefined : place.group
  let path = ''
  const outcome = await takeStep(visit, open, input, {
    action: 'item-added',
    label,
    change: (document) => {
      const item = beginItem(kind, keyFor(label, keysOf(document)), label)
      const changed = addItems(document, { page: place.page, group }, [item])
      if (!isRefusal(changed)) path = listItems(changed).findLast((placed) => placed.item.key === item.key)?.path ?? ''
      return changed
    },
  })
  return 'document' in outcome
    ? seeOther(open.url(`items/${path}?done=added`))
    : seeOther(open.url(`pages/${place.page}?done=${doneWord(outcome, 'added')}`))
}

/** A block brings its own words; nothing is to be typed. */
async function addBlock(
  visit: Visit,
  open: DeskForm,
  input: FormInput,
  { page, group }: { page: string; group: string },
  key: string,
): Promise<Answer | NotFound> {
  const block = await visit.town.read((db: BuilderReading) => findBlock(db, key))
  if (!block) return notFound
  const place = { page, group: group === '' ? undefined : group }
  const outcome = await takeStep(visit, open, input, {
    action: 'block-added',
    label: block.name,
    change: (document) => addItems(document, place, block.items),
  })
  return seeOther(open.url(`${group === '' ? `pages/${page}` : `items/${group}`}?done=${doneWord(outcome, 'added')}`))
}
