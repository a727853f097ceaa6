// The addresses of one form's overview: its pages and their order, the last step taken back.
import { staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput, Problem } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { saidOf } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import { mayEdit, openForm } from './desk-form.ts'
import { doneWord, takeStep } from './desk-step.ts'
import { addPage, moveItem, movePage } from './edits.ts'
import { findItem, findPage, labelOfItem } from './outline.ts'
import { OverviewPage } from './overview-pages.tsx'
import { isRefusal } from './working-copy.ts'

export function overviewRoutes(on: Routes): void {
  on.page('/desk/forms/:id', staff(mayEdit), {}, (visit) => showOverview(visit, '', []))
  on.form('/desk/forms/:id/pages', staff(mayEdit), {}, async (visit, input) => {
    const open = await openForm(visit)
    if (!open) return notFound
    const title = input.value('title').slice(0, 300)
    if (title === '') return showOverview(visit, '', [{ field: 'title', message: builderWords(visit).pageTitleMissing }])
    let key = ''
    const change: Parameters<typeof takeStep>[3]['change'] = (document) => {
      const changed = addPage(document, title)
      if (!isRefusal(changed)) key = changed.pages.at(-1)?.key ?? ''
      return changed
    }
    const outcome = await takeStep(visit, open, input, { action: 'page-added', label: title, change })
    return 'document' in outcome
      ? seeOther(open.url(`pages/${key}?done=added`))
      : seeOther(open.url(`?done=${doneWord(outcome, 'added')}`))
  })
  on.form('/desk/forms/:id/move', staff(mayEdit), {}, move)
}

async function showOverview(visit: Visit, typed: string, problems: readonly Problem[]): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  if (!open) return notFound
  const said = saidOf(builderWords(visit), visit.query.done)
  const status = problems.length > 0 ? 422 : 200
  return page(<OverviewPage frame={visit.frame} open={open} said={said} typed={typed} problems={problems} />, { status })
}

/** Buttons of the lists: a page or an item one place up or down, back to where the button stood. */
async function move(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  if (!open) return notFound
  const { document } = open.copy
  const direction = input.value('go') === 'up' ? 'up' : 'down'
  const [key, path, here] = [input.value('page'), input.value('item'), input.value('here')]
  if (path !== '') {
    const item = findItem(document, path)?.item
    if (!item) return seeOther(open.url('?done=gone'))
    const step = {
      action: 'item-moved',
      label: labelOfItem(item),
      change: (old: typeof document) => moveItem(old, path, direction),
    } as const
    const outcome = await takeStep(visit, open, input, step)
    const back = findPage(document, here) ? `pages/${here}` : findItem(document, here) ? `items/${here}` : ''
    return seeOther(open.url(`${back}?done=${doneWord(outcome, 'moved')}#at-${path}`))
  }
  const moved = findPage(document, key)
  if (!moved) return seeOther(open.url('?done=gone'))
  const outcome = await takeStep(visit, open, input, {
    action: 'page-moved',
    label: moved.title.de,
    change: (old) => movePage(old, key, direction),
  })
  return seeOther(open.url(`?done=${doneWord(outcome, 'moved')}#at-${key}`))
}
