// The addresses of linking, splitting and objecting.
import { staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { type FormInput, oneOf, type Problem, readForm, textField } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { mayWork } from '../access.ts'
import { atWork } from './ask-routes.tsx'
import { after, whoOf } from './case-routes.tsx'
import type { Done } from './clerk.ts'
import { LinksPage, type LinkTyped } from './link-pages.tsx'
import { linkWords } from './link-words.ts'
import { canObject, linkCases, linkReasons, splitCase, takeObjection, unlinkCases } from './links.ts'
import { deskPath } from './list-pages.tsx'
import type { CaseShown } from './one.ts'

const own = `${deskPath}/:id`
const purpose = 'Verknüpfung mit einem anderen Vorgang vorbereitet'
const empty: LinkTyped = { reference: '', reason: '', why: '', 'split-why': '', 'objection-why': '' }

export function linkRoutes(on: Routes): void {
  on.page(`${own}/links`, staff(mayWork), {}, (visit) => atWork(visit, purpose, (shown) => showLinks(visit, shown, empty, [])))
  on.form(`${own}/links`, staff(mayWork), {}, (visit, input) => atWork(visit, purpose, (shown) => postLink(visit, shown, input)))
  on.form(`${own}/links/remove`, staff(mayWork), {}, async (visit, input) =>
    after(visit, 'unlink', await unlinkCases(whoOf(visit), visit.params.id!, input.value('other'))),
  )
  on.form(`${own}/split`, staff(mayWork), {}, (visit, input) =>
    atWork(visit, purpose, (shown) => postAgain(visit, shown, input, 'split-why', splitCase)),
  )
  on.form(`${own}/objection`, staff(mayWork), {}, (visit, input) =>
    atWork(visit, purpose, (shown) => postAgain(visit, shown, input, 'objection-why', takeObjection)),
  )
}

function showLinks(visit: Visit, shown: CaseShown, typed: LinkTyped, problems: readonly Problem[]): Answer {
  const objects = canObject(shown, visit.town)
  return page(<LinksPage {...{ frame: visit.frame, shown, typed, problems, objects }} />, {
    status: problems.length > 0 ? 422 : 200,
  })
}

const whyField = (visit: Visit, name: string) => {
  const text = linkWords(visit)
  return textField(name, { atMost: 1_000, message: text.whyMissing, tooLong: text.whyTooLong })
}

async function postLink(visit: Visit, shown: CaseShown, input: FormInput): Promise<Answer | NotFound> {
  const text = linkWords(visit)
  const typed = { ...empty, reference: input.value('reference'), reason: input.value('reason'), why: input.value('why') }
  const read = readForm(input, {
    reference: textField('reference', {
      atMost: 60,
      message: text.referenceUnknown,
      tooLong: () => text.referenceUnknown,
    }),
    reason: oneOf('reason', linkReasons, text.reasonMissing),
    why: whyField(visit, 'why'),
  })
  if ('problems' in read) return showLinks(visit, shown, typed, read.problems)
  const outcome = await linkCases(whoOf(visit), shown.row.id, read.values)
  if (outcome === 'unknown') return showLinks(visit, shown, typed, [{ field: 'reference', message: text.referenceUnknown }])
  if (outcome === 'not-lawful') return showLinks(visit, shown, typed, [{ field: 'reference', message: text.notLawful }])
  return after(visit, 'link', outcome)
}

type Again = (who: ReturnType<typeof whoOf>, id: string, why: string) => Promise<Done<{ id: string }>>

async function postAgain(
  visit: Visit,
  shown: CaseShown,
  input: FormInput,
  field: 'split-why' | 'objection-why',
  work: Again,
): Promise<Answer | NotFound> {
  const read = readForm(input, { why: whyField(visit, field) })
  if ('problems' in read) return showLinks(visit, shown, { ...empty, [field]: input.value(field) }, read.problems)
  const outcome = await work(whoOf(visit), shown.row.id, read.values.why)
  if (outcome && outcome !== 'party' && 'id' in outcome) return seeOther(linkTo(visit, `${deskPath}/${outcome.id}?did=split`))
  return after(visit, 'split', outcome)
}
