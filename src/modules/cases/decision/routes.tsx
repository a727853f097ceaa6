// The addresses of deciding: the draft of a decision, and what goes by post.
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput, Problem } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { sendBlob } from '../../../kernel/http/send-blob.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { approvalRoutes } from './approval-routes.tsx'
import {
  access,
  draftedOf,
  inCase,
  noStore,
  parts,
  placeOf,
  readWording,
  type Said,
  type Typed,
  typedIn,
} from './case-at-work.tsx'
import { type Deciding, decide, saveDraft } from './decide.ts'
import { listDecisions } from './draft.ts'
import { unitName } from './issue.ts'
import { DraftPage, deskCasePath, PostPage } from './pages.tsx'
import { makeDecisionPdf } from './paper.ts'
import { findPaper, listPost, notePosted } from './post.ts'
import { decisionWords } from './words.ts'

export function decisionRoutes(on: Routes): void {
  on.page('/desk/cases/post', access, {}, async ({ town, person, frame }) =>
    page(<PostPage frame={frame} lines={await listPost(town, person!)} />, { headers: noStore }),
  )
  on.file('/desk/cases/post/:id/paper', access, {}, async ({ house, town, person, params }) => {
    const found = isUuid(params.id!) ? await findPaper(house, town, person!, params.id!) : undefined
    return found ? sendBlob({ house, town }, found) : notFound
  })
  on.form('/desk/cases/post/:id', access, {}, async (visit) => {
    const { house, town, person, params, now } = visit
    const noted = isUuid(params.id!) && (await notePosted(house, town, person!, params.id!, now))
    return noted ? seeOther(linkTo(visit, '/desk/cases/post')) : notFound
  })
  on.page('/desk/cases/:id/decision', access, {}, (visit) =>
    inCase(visit, (deciding) => showDraft(visit, deciding, visit.query.outcome ?? '')),
  )
  on.form('/desk/cases/:id/decision', access, {}, (visit, input) =>
    inCase(visit, (deciding) => postDraft(visit, deciding, input)),
  )
  approvalRoutes(on)
}

async function showDraft(
  visit: Visit,
  deciding: Deciding,
  key: string,
  said?: Said,
  typed?: Typed,
  problems: readonly Problem[] = [],
) {
  const drafted = await draftedOf(visit, deciding, key)
  if (!drafted) return notFound
  if ('unfit' in drafted) {
    const empty = {
      outcome: { key, title: key, hasLetter: false },
      content: { subject: '', paragraphs: [], reasons: [], basis: [] },
      feeCents: null,
      feeText: '',
      validUntil: null,
      remedy: undefined,
      hasAccount: false,
      fourEyes: false,
    }
    const bad = { tone: 'bad', text: decisionWords(visit).unfit(drafted.unfit) } as const
    return page(
      <DraftPage
        frame={visit.frame}
        row={deciding.row}
        drafted={empty}
        typed={{ subject: '', paragraphs: '', reasons: '' }}
        problems={[]}
        said={bad}
      />,
      { status: 409, headers: noStore },
    )
  }
  const { subject, paragraphs, reasons } = drafted.content
  const shown = typed ?? { subject, paragraphs: paragraphs.join('\n\n'), reasons: reasons.join('\n\n') }
  const notice = said ?? (visit.query.done === 'saved' ? { tone: 'ok' as const, text: decisionWords(visit).saved } : undefined)
  return page(
    <DraftPage frame={visit.frame} row={deciding.row} drafted={drafted} typed={shown} problems={problems} said={notice} />,
    {
      status: problems.length > 0 ? 422 : said?.tone === 'bad' ? 409 : 200,
      headers: noStore,
    },
  )
}

async function postDraft(visit: Visit, deciding: Deciding, input: FormInput): Promise<Answer | NotFound> {
  const key = input.value('outcome')
  const outcome = deciding.kind.type.outcomes.find((one) => one.key === key)
  if (!outcome) return notFound
  const place = placeOf(visit)
  let worded = { subject: outcome.title.de, paragraphs: [] as string[], reasons: [] as string[] }
  if (outcome.letter) {
    const read = readWording(visit, input)
    if ('problems' in read) return showDraft(visit, deciding, key, undefined, typedIn(input), read.problems)
    const { subject, paragraphs, reasons } = read.values
    worded = { subject, paragraphs: parts(paragraphs), reasons: parts(reasons) }
  }
  if (!(await saveDraft(place, deciding, key, worded)))
    return showDraft(visit, deciding, key, { tone: 'bad', text: decisionWords(visit)['refused-gone'] }, typedIn(input))
  const own = `${deskCasePath(deciding.row.id)}/decision?outcome=${key}`
  if (input.value('do') === 'save') return seeOther(linkTo(visit, `${own}&done=saved`))
  if (input.value('do') === 'preview') return previewPdf(visit, deciding, key)
  const done = await decide(place, deciding, key)
  if (done === 'issuing') return seeOther(linkTo(visit, `${deskCasePath(deciding.row.id)}?done=decided`))
  return showDraft(visit, deciding, key, { tone: 'bad', text: decisionWords(visit)[`refused-${done}`] })
}

async function previewPdf(visit: Visit, deciding: Deciding, key: string): Promise<Answer | NotFound> {
  const fresh = { ...deciding, decisions: await listDecisions(deciding.db, visit.town, deciding.row.id) }
  const drafted = await draftedOf(visit, fresh, key)
  if (!drafted || 'unfit' in drafted) return showDraft(visit, deciding, key)
  const { content, feeText, feeCents, remedy } = drafted
  const decision = { fee_cents: feeCents, fee_reference: null }
  const unit = await unitName(deciding.db, deciding.row.unit)
  const paper = {
    row: deciding.row,
    decision,
    content,
    feeText,
    remedy,
    unit,
    applicant: deciding.applicant,
    example: visit.town.settings.demo === true,
    now: visit.now,
  }
  const body = await makeDecisionPdf(visit.town, paper)
  return {
    status: 200,
    type: 'application/pdf',
    body,
    headers: { ...noStore, 'content-disposition': 'inline; filename="Entwurf.pdf"' },
  }
}
