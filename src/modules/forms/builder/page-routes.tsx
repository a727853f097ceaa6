// The addresses of one page in the builder: its texts, its removal.
import { staff } from '../../../kernel/access.ts'
import { type Answer, page as answerPage, type NotFound, notFound, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput, Problem } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import type { FormDocument, Page } from '../document/document.ts'
import { saidOf } from './builder-layout.tsx'
import { type BuilderWords, builderWords } from './builder-words.ts'
import { commentViews, listComments } from './comment.ts'
import { type DeskForm, mayEdit, openForm } from './desk-form.ts'
import { doneWord, takeStep } from './desk-step.ts'
import { changePage, present, removePage, withGerman, without } from './edits.ts'
import { type Entry, problemsIn, readTyped, type Typed } from './entries.tsx'
import { levelChoices, levelOf } from './level-choices.ts'
import { findPage, listItems } from './outline.ts'
import { EditPagePage, RemovePage } from './page-pages.tsx'
import { rulesThatUse } from './renaming.ts'
import { type BuilderReading, type Change, markOf } from './working-copy.ts'

export function pageRoutes(on: Routes): void {
  on.page('/desk/forms/:id/pages/:page', staff(mayEdit), {}, (visit) => showPage(visit))
  on.form('/desk/forms/:id/pages/:page', staff(mayEdit), {}, savePage)
  on.page('/desk/forms/:id/pages/:page/remove', staff(mayEdit), {}, askRemoval)
  on.form('/desk/forms/:id/pages/:page/remove', staff(mayEdit), {}, remove)
}

const pageEntries = (text: BuilderWords): Entry[] => [
  { name: 'title', label: text.pageTitle, as: 'line', needed: text.pageTitleMissing },
  { name: 'lead', label: text.pageLead, as: 'text', rows: 2, atMost: 2_000 },
  { name: 'help', label: text.pageHelp, as: 'text', atMost: 20_000 },
  { name: 'level', label: text.pageLevel, as: 'select', choices: levelChoices(text) },
]

const typedOfPage = ({ title, lead, help, level }: Page): Typed => ({
  title: title.de,
  lead: lead?.de ?? '',
  help: help?.de ?? '',
  level: level ?? '',
})

const withPageTyped = (page: Page, typed: Typed): Page => ({
  ...without(page, ['lead', 'help', 'level']),
  title: withGerman(page.title, typed.title ?? '')!,
  ...present({
    lead: withGerman(page.lead, typed.lead ?? ''),
    help: withGerman(page.help, typed.help ?? ''),
    level: levelOf(typed.level),
  }),
})

const textsOf = (document: FormDocument, key: string): unknown => {
  const page = findPage(document, key)
  return page && typedOfPage(page)
}

type Shown = { typed?: Typed; problems?: readonly Problem[]; theirs?: Typed; conflict?: readonly Change[]; open?: DeskForm }

async function showPage(visit: Visit, shown: Shown = {}): Promise<Answer | NotFound> {
  const open = shown.open ?? (await openForm(visit))
  const found = open && findPage(open.copy.document, visit.params.page!)
  if (!found) return notFound
  const { town, frame, query } = visit
  const text = builderWords(visit)
  const comments = await town.read((db: BuilderReading) => listComments(db, open.form.id, found.key))
  const { typed = typedOfPage(found), problems = [], theirs, conflict } = shown
  const props = {
    frame,
    open,
    page: found,
    entries: pageEntries(text),
    typed,
    mark: markOf(textsOf(open.copy.document, found.key)),
    problems,
    theirs,
    conflict,
    said: saidOf(text, query.done),
    comments: commentViews(visit, comments, open.person.personId),
  }
  return answerPage(<EditPagePage {...props} />, { status: conflict ? 409 : problems.length > 0 ? 422 : 200 })
}

async function savePage(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  const key = visit.params.page!
  const found = open && findPage(open.copy.document, key)
  if (!found) return notFound
  const entries = pageEntries(builderWords(visit))
  const typed = readTyped(input, entries)
  const problems = problemsIn(visit, entries, typed)
  if (problems.length > 0) return showPage(visit, { typed, problems, open })
  const outcome = await takeStep(visit, open, input, {
    action: 'page-changed',
    label: typed.title ?? '',
    part: (document) => textsOf(document, key),
    change: (document) => changePage(document, key, (page) => withPageTyped(page, typed)),
  })
  if ('conflict' in outcome) return showPage(visit, { typed, theirs: typedOfPage(found), conflict: outcome.conflict, open })
  return seeOther(open.url(`pages/${key}?done=${doneWord(outcome, 'saved')}`))
}

async function askRemoval(visit: Visit): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  const document = open?.copy.document
  const found = document && findPage(document, visit.params.page!)
  if (!found) return notFound
  const text = builderWords(visit)
  const inside = listItems(document).filter(({ page }) => page.key === found.key)
  const used = [...new Set(inside.flatMap(({ item }) => rulesThatUse(document, item.key)))]
  const back = { label: text.toPage(found.title.de), url: open.url(`pages/${found.key}`) }
  const action = open.url(`pages/${found.key}/remove`)
  return answerPage(
    <RemovePage {...{ frame: visit.frame, open, name: found.title.de, advice: text.removePage, used, action, back }} />,
  )
}

async function remove(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  const found = open && findPage(open.copy.document, visit.params.page!)
  if (!found) return notFound
  const outcome = await takeStep(visit, open, input, {
    action: 'page-removed',
    label: found.title.de,
    change: (document) => removePage(document, found.key),
  })
  return seeOther(open.url(`?done=${doneWord(outcome, 'removed')}`))
}
