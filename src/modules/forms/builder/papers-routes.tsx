// The addresses of what stands around the questions.
import { staff } from '../../../kernel/access.ts'
import { type Answer, page as answerPage, type NotFound, notFound, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput, Problem } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { saidOf } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import { mayEdit, openForm } from './desk-form.ts'
import { doneWord, takeStep } from './desk-step.ts'
import { type Entry, problemsIn, readTyped, type Typed } from './entries.tsx'
import { papersChapters, typedOfPapers, withPapers } from './papers.ts'
import { PapersPage } from './papers-pages.tsx'
import { papersWords } from './papers-words.ts'
import { type Change, markOf } from './working-copy.ts'

export function papersRoutes(on: Routes): void {
  on.page('/desk/forms/:id/papers', staff(mayEdit), {}, (visit) => showPapers(visit))
  on.form('/desk/forms/:id/papers', staff(mayEdit), {}, savePapers)
}

type Shown = { typed?: Typed; problems?: readonly Problem[]; theirs?: Typed; conflict?: readonly Change[] }

async function showPapers(visit: Visit, shown: Shown = {}): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  if (!open) return notFound
  const stored = typedOfPapers(open.copy.document)
  const { problems = [], typed = stored, conflict, theirs } = shown
  const props = {
    frame: visit.frame,
    open,
    chapters: papersChapters(papersWords(visit), builderWords(visit)),
    typed,
    mark: markOf(stored),
    problems,
    theirs,
    conflict,
    said: saidOf(builderWords(visit), visit.query.done),
  }
  return answerPage(<PapersPage {...props} />, { status: conflict ? 409 : problems.length > 0 ? 422 : 200 })
}

async function savePapers(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  if (!open) return notFound
  const text = papersWords(visit)
  const entries = papersChapters(text, builderWords(visit)).flatMap((chapter): readonly Entry[] => chapter.entries)
  const typed = readTyped(input, entries)
  const problems = problemsIn(visit, entries, typed)
  const { contactName, contactPhone, contactMail, contactAddress } = typed
  if (!contactName && (contactPhone || contactMail || contactAddress))
    problems.push({ field: 'contactName', message: text.contactMissing })
  if (problems.length > 0) return showPapers(visit, { typed, problems })
  const outcome = await takeStep(visit, open, input, {
    action: 'papers',
    label: '',
    part: typedOfPapers,
    change: (document) => withPapers(document, typed),
  })
  if ('conflict' in outcome)
    return showPapers(visit, { typed, theirs: typedOfPapers(open.copy.document), conflict: outcome.conflict })
  return seeOther(open.url(`papers?done=${doneWord(outcome, 'saved')}`))
}
