// The addresses of exits, checks, calculations, the fee and lists: each is one page with its fields.
import { staff } from '../../../kernel/access.ts'
import { type Answer, page as answerPage, type NotFound, notFound, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput, Problem } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import type { FormDocument } from '../document/document.ts'
import { saidOf } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import { listAt } from './code-list.ts'
import { standpointOf, subjectsFor } from './condition.ts'
import { mayEdit, openForm } from './desk-form.ts'
import { doneWord, takeStep } from './desk-step.ts'
import { problemsIn, readTyped, type Typed } from './entries.tsx'
import { exitAt } from './exit.ts'
import { calculationAt, checkAt, feeOf } from './logic.ts'
import { RuleLine } from './rule-line.tsx'
import { Names } from './rule-pages.tsx'
import { ruleProblem, type Thing } from './thing.ts'
import { ThingPage } from './thing-page.tsx'
import { type Change, markOf } from './working-copy.ts'

type Find = (visit: Visit, document: FormDocument) => Thing | undefined

export function thingRoutes(on: Routes): void {
  const both = (path: string, find: Find): void => {
    const address = (visit: Visit): string => path.replace(/:(\w+)/g, (_, name: string) => visit.params[name]!)
    on.page(`/desk/forms/:id/${path}`, staff(mayEdit), {}, (visit) => showThing(visit, find, address(visit)))
    on.form(`/desk/forms/:id/${path}`, staff(mayEdit), {}, (visit, input) => saveThing(visit, input, find, address(visit)))
  }
  both('pages/:page/exits/:index', (visit, document) => exitAt(visit, document, visit.params.page!, visit.params.index!))
  both('checks/:index', (visit, document) => checkAt(visit, document, visit.params.index!))
  both('calculations/:name', (visit, document) => calculationAt(visit, document, visit.params.name!))
  both('fee', (visit, document) => feeOf(visit, document))
  both('lists/:list', (visit, document) => listAt(visit, document, visit.params.list!))
}

type Shown = { typed?: Typed; problems?: readonly Problem[]; conflict?: readonly Change[] }

async function showThing(visit: Visit, find: Find, address: string, shown: Shown = {}): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  const thing = open && find(visit, open.copy.document)
  if (!thing) return notFound
  const { frame, query } = visit
  const { typed = thing.typed ?? {}, problems = [], conflict } = shown
  const { rule } = thing
  const view = {
    frame,
    open,
    title: thing.title,
    back: { label: thing.back.label, url: open.url(thing.back.path) },
    lead: thing.lead,
    entries: thing.entries,
    typed,
    mark: markOf(thing.typed),
    action: open.url(address),
    problems,
    theirs: conflict && thing.typed,
    conflict,
    said: saidOf(builderWords(visit), query.done),
    mayRemove: thing.typed !== undefined,
  }
  return answerPage(
    <ThingPage {...view}>
      {rule && !rule.field && rule.feel !== undefined && (
        <RuleLine frame={frame} open={open} at={rule.at} feel={rule.feel} {...(rule.title && { title: rule.title })} />
      )}
      {thing.showNames && <Names frame={frame} subjects={subjectsFor(standpointOf(open.copy.document, 'fee'))} />}
    </ThingPage>,
    { status: conflict ? 409 : problems.length > 0 ? 422 : 200 },
  )
}

async function saveThing(visit: Visit, input: FormInput, find: Find, address: string): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  const thing = open && find(visit, open.copy.document)
  if (!thing) return notFound
  const removing = input.value('do') === 'remove'
  const typed = removing ? (thing.typed ?? {}) : readTyped(input, thing.entries)
  if (!removing) {
    const own = [...problemsIn(visit, thing.entries, typed), ...thing.more(typed)]
    const problems = own.length > 0 ? own : ruleProblem(visit, thing, open.copy.document, typed)
    if (problems.length > 0) return showThing(visit, find, address, { typed, problems })
  }
  const outcome = await takeStep(visit, open, input, {
    action: thing.action,
    label: thing.label(typed),
    part: (document) => find(visit, document)?.typed,
    change: (document) => (removing ? thing.drop(document) : thing.put(document, typed)),
  })
  if ('conflict' in outcome) return showThing(visit, find, address, { typed, conflict: outcome.conflict })
  if (!removing && thing.onwards && 'document' in outcome) return seeOther(open.url(thing.onwards(outcome.document)))
  return seeOther(open.url(`${thing.back.path}?done=${doneWord(outcome, removing ? 'removed' : 'saved')}`))
}
