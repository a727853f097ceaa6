// The addresses of the second check, and of another decision in place of one that stands.
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { type FormInput, oneOf, type Problem, readForm, textField } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { ApprovalPage, ReplacePage } from './approval-pages.tsx'
import {
  access,
  draftedOf,
  inCase,
  noStore,
  parts,
  placeOf,
  readWording,
  type Said,
  staffName,
  type Typed,
  typedIn,
} from './case-at-work.tsx'
import { approve, type Deciding, replaceDecision, standing } from './decide.ts'
import { deskCasePath } from './pages.tsx'
import { decisionWords } from './words.ts'

export function approvalRoutes(on: Routes): void {
  on.page('/desk/cases/:id/approval', access, {}, (visit) => inCase(visit, (deciding) => showApproval(visit, deciding, '', [])))
  on.form('/desk/cases/:id/approval', access, {}, (visit, input) =>
    inCase(visit, (deciding) => postApproval(visit, deciding, input)),
  )
  on.page('/desk/cases/:id/decision/replace', access, {}, (visit) =>
    inCase(visit, (deciding) =>
      showReplace(visit, deciding, { subject: '', paragraphs: '', reasons: '', kind: '', outcome: '' }, []),
    ),
  )
  on.form('/desk/cases/:id/decision/replace', access, {}, (visit, input) =>
    inCase(visit, (deciding) => postReplace(visit, deciding, input)),
  )
}

async function showApproval(
  visit: Visit,
  deciding: Deciding,
  reason: string,
  problems: readonly Problem[],
  said?: Said,
): Promise<Answer | NotFound> {
  const draft = deciding.decisions.find(({ row }) => row.state === 'draft')
  const drafted = draft && (await draftedOf(visit, deciding, draft.row.outcome))
  if (!draft || !drafted || 'unfit' in drafted) return notFound
  const by = draft.row.prepared_by ? await staffName(visit, draft.row.prepared_by) : ''
  return page(
    <ApprovalPage
      frame={visit.frame}
      row={deciding.row}
      drafted={drafted}
      by={by}
      reason={reason}
      problems={problems}
      said={said}
    />,
    {
      status: problems.length > 0 ? 422 : said?.tone === 'bad' ? 409 : 200,
      headers: noStore,
    },
  )
}

async function postApproval(visit: Visit, deciding: Deciding, input: FormInput): Promise<Answer | NotFound> {
  const reason = input.value('reasons')
  const agrees = input.value('do') === 'agree'
  const text = decisionWords(visit)
  if (!agrees && reason === '') return showApproval(visit, deciding, reason, [{ field: 'reasons', message: text.missing }])
  if (reason.length > 2_000) return showApproval(visit, deciding, reason, [{ field: 'reasons', message: text.tooLong }])
  const done = await approve(placeOf(visit), deciding, agrees, reason)
  if (done === 'done') return seeOther(linkTo(visit, `${deskCasePath(deciding.row.id)}?done=${agrees ? 'decided' : 'back'}`))
  return showApproval(visit, deciding, reason, [], { tone: 'bad', text: text[`refused-${done}`] })
}

type Replacing = Typed & { kind: string; outcome: string }

async function showReplace(visit: Visit, { row, kind, decisions }: Deciding, typed: Replacing, problems: readonly Problem[]) {
  const stands = standing(decisions)
  if (!stands) return notFound
  const outcomes = kind.type.outcomes.map(({ key, title }) => ({ key, title: visit.language === 'en' ? title.en : title.de }))
  return page(
    <ReplacePage
      frame={visit.frame}
      row={row}
      typed={typed}
      kind={typed.kind}
      outcome={typed.outcome}
      outcomes={outcomes}
      replaces={stands.row.id}
      toSecond={kind.type.fourEyes === true}
      problems={problems}
    />,
    {
      status: problems.length > 0 ? 422 : 200,
      headers: noStore,
    },
  )
}

async function postReplace(visit: Visit, deciding: Deciding, input: FormInput): Promise<Answer | NotFound> {
  const text = decisionWords(visit)
  const typed = { ...typedIn(input), kind: input.value('kind'), outcome: input.value('outcome') }
  const keys = deciding.kind.type.outcomes.map(({ key }) => key)
  const chosen = readForm(input, {
    kind: oneOf('kind', ['amendment', 'revocation'], text.kindMissing),
    outcome: oneOf('outcome', keys, text.kindMissing),
    why: textField('reasons', { atMost: 10_000, message: text.missing, tooLong: () => text.tooLong }),
  })
  const worded = readWording(visit, input)
  if ('problems' in chosen || 'problems' in worded) {
    const problems = [...('problems' in chosen ? chosen.problems : []), ...('problems' in worded ? worded.problems : [])]
    return showReplace(visit, deciding, typed, problems)
  }
  const { subject, paragraphs, reasons } = worded.values
  const content = { subject, paragraphs: parts(paragraphs), reasons: parts(reasons) }
  const replaces = input.value('replaces')
  const replaced = await replaceDecision(placeOf(visit), deciding, { ...chosen.values, replaces, content })
  const own = deskCasePath(deciding.row.id)
  return seeOther(linkTo(visit, replaced ? `${own}?done=decided` : `${own}?refused=gone`))
}
