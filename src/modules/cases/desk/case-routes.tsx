// The addresses of one case: its page, its documents, and what is done with it at once.
import { staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { type Problem, readForm, textField } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { sendBlob } from '../../../kernel/http/send-blob.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { showReference } from '../../../kernel/reference.ts'
import { mayDecide, mayRead, mayWork } from '../access.ts'
import { legalBasis, type Writing } from '../case.ts'
import { sealedName } from '../sealing.ts'
import { addLabel, addNote, checkDocument, checks, claim, follow, release, removeLabel } from './act.ts'
import type { Said } from './case-head.tsx'
import { CasePage, OwnCasePage } from './case-pages.tsx'
import { limits } from './case-parts.tsx'
import { caseWords } from './case-words.ts'
import { actorOf, type Done, mayAt, openCase } from './clerk.ts'
import { deskPath } from './list-pages.tsx'
import { showCase } from './one.ts'

const own = `${deskPath}/:id`

export function caseRoutes(on: Routes): void {
  on.page(own, staff(mayRead), {}, (visit) => showPage(visit))
  on.file(`${own}/documents/:document`, staff(mayRead), {}, sendDocument)
  on.form(`${own}/claim`, staff(mayWork), {}, async (visit) => after(visit, 'claim', await claim(whoOf(visit), visit.params.id!)))
  on.form(`${own}/release`, staff(mayWork), {}, async (visit, input) =>
    after(visit, 'release', await release(whoOf(visit), visit.params.id!, input.value('reason').slice(0, limits.reason))),
  )
  on.form(`${own}/follow`, staff(mayWork), {}, async (visit, input) =>
    after(visit, 'follow', await follow(whoOf(visit), visit.params.id!, input.value('follow') === 'yes')),
  )
  on.form(`${own}/notes`, staff(mayWork), {}, async (visit, input) => {
    const text = caseWords(visit)
    const read = readForm(input, {
      note: textField('note', { atMost: limits.note, message: text.textMissing, tooLong: text.textTooLong }),
    })
    if ('problems' in read) return showPage(visit, { note: input.value('note'), label: '' }, read.problems)
    return after(visit, 'note', await addNote(whoOf(visit), visit.params.id!, read.values.note))
  })
  on.form(`${own}/labels`, staff(mayWork), {}, async (visit, input) => {
    const label = input.value('label')
    if (!isLabel(label)) {
      const problem = { field: 'label', message: caseWords(visit).labelWrong }
      return showPage(visit, { note: '', label }, [problem])
    }
    return after(visit, 'label', await addLabel(whoOf(visit), visit.params.id!, label))
  })
  on.form(`${own}/labels/remove`, staff(mayWork), {}, async (visit, input) =>
    after(visit, 'label', await removeLabel(whoOf(visit), visit.params.id!, input.value('label'))),
  )
  on.form(`${own}/documents/:document/check`, staff(mayWork), {}, async (visit, input) => {
    const checked = checks.find((one) => one === input.value('checked'))
    if (!checked) return notFound
    return after(visit, 'check', await checkDocument(whoOf(visit), visit.params.id!, visit.params.document!, checked))
  })
}

export const isLabel = (label: string): boolean => /^[\p{L}\d][\p{L}\d -]{0,39}$/u.test(label)

export const whoOf = ({ house, town, person, now }: Visit) => ({ house, town, person: person!, now })

export const ownCase = ({ frame }: Visit): Answer => page(<OwnCasePage frame={frame} />, { status: 403 })

/** Back to the case, which says what was done or why it was not. */
export function after(visit: Visit, did: string, outcome: Done): Answer | NotFound {
  if (outcome === undefined) return notFound
  if (outcome === 'party') return ownCase(visit)
  const said = 'refused' in outcome ? `refused=${outcome.refused}` : `did=${did}`
  return seeOther(linkTo(visit, `${deskPath}/${visit.params.id}?${said}`))
}

function saidIn(visit: Visit): Said | undefined {
  const text: Readonly<Record<string, unknown>> = caseWords(visit)
  const { did = visit.query.done ?? '', refused = '' } = visit.query
  if (visit.query.bulk === '1') return { tone: 'ok', text: caseWords(visit)['did-hand-over'] }
  if (visit.query.missed === '1') return { tone: 'warn', text: caseWords(visit)['refused-nobody'] }
  const [done, no] = [text[`did-${did}`], text[`refused-${refused}`]]
  if (typeof done === 'string') return { tone: 'ok', text: done }
  return typeof no === 'string' ? { tone: 'warn', text: no } : undefined
}

export async function showPage(
  visit: Visit,
  typed = { note: '', label: '' },
  problems: readonly Problem[] = [],
): Promise<Answer | NotFound> {
  const { house, town, person, params, frame, language, today, now } = visit
  const shown = await showCase(house, town, person!, { id: params.id!, language, now })
  if (shown === undefined) return notFound
  if (shown === 'party') return ownCase(visit)
  const may = { work: mayAt(person!, mayWork, shown), decide: mayAt(person!, mayDecide, shown) }
  const props = { frame, shown, me: person!.personId, today, may, said: saidIn(visit), typed, problems }
  return page(<CasePage {...props} />, { status: problems.length > 0 ? 422 : 200 })
}

async function sendDocument(visit: Visit): Promise<Answer | NotFound> {
  const { town, person, params } = visit
  const opening = await openCase(visit, person!, params.id!)
  if (opening === undefined || !isUuid(params.document!)) return notFound
  if (opening === 'party') return ownCase(visit)
  const { row } = opening
  const look = {
    subjects: [row.holder_id],
    actor: actorOf(person!, row.unit),
    purpose: 'Unterlage Ihres Vorgangs geöffnet',
    legalBasis,
    matter: showReference(row.reference),
  }
  const found = await town.personal(look, (db: Writing) =>
    db
      .selectFrom('cases.document as d')
      .innerJoin('cases.document_name as n', (on) => on.onRef('n.town_id', '=', 'd.town_id').onRef('n.document_id', '=', 'd.id'))
      .select(['d.id', 'd.blob', 'd.media_type', 'n.sealed'])
      .where('d.id', '=', params.document!)
      .where('d.case_id', '=', row.id)
      .executeTakeFirst(),
  )
  if (!found) return notFound
  const name = sealedName.open(town.dataKey, found.id, found.sealed)
  return sendBlob(visit, { blob: found.blob, name, mediaType: found.media_type })
}
