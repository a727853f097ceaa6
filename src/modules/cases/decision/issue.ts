// The decision leaves: as PDF into the case and its file, into the mailbox with proof, or to the printer; each case once.
import type { FileDocuments } from '../../../contracts/filing.ts'
import type { SendLetter } from '../../../contracts/letters.ts'
import { keepAgain, keepBlob } from '../../../kernel/blobs.ts'
import { addDays, asDay } from '../../../kernel/calendar/day.ts'
import type { House } from '../../../kernel/house.ts'
import { tell } from '../../../kernel/outbox.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { listParties, type Party } from '../answers.ts'
import { caseSubject, changeCase, matterKind, type Writing } from '../case.ts'
import { addDocument } from '../intake/attachments.ts'
import { tellNews } from '../news.ts'
import type { Topic } from '../process/work.ts'
import type { CaseRow } from '../tables.ts'
import type { TypeInUse } from '../type/type.ts'
import { composeDecision, type Found, Unfit } from './compose.ts'
import { type Decision, listDecisions, prepareDecision } from './draft.ts'
import { makeDecisionPdf } from './paper.ts'
import { instructionOf, remedyOf } from './remedy.ts'

const by = { system: 'cases' }

/** Work `cases.issue`: the draft of this outcome, or one from the template where the process decides by itself. */
export const issue: Topic = async (house, town, { db, row, kind, input, now }) => {
  const key = String(input.outcome)
  const outcome = kind.type.outcomes.find((one) => one.key === key)
  if (!outcome) return { incident: { de: `Ein Ergebnis „${key}“ gibt es nicht.`, en: `There is no outcome "${key}".` } }
  if (row.outcome !== null) return { done: {} }
  const draft = (await listDecisions(db, town, row.id)).find((one) => one.row.state === 'draft' && one.row.outcome === key)
  try {
    const decision = draft ?? (await fromTemplate(house, town, { db, row, kind, key, found: input, now }))
    await issueDecision(house, town, { db, row, kind, decision, now })
    return { done: {} }
  } catch (fault) {
    if (!(fault instanceof Unfit)) throw fault
    const { message } = fault
    return {
      incident: {
        de: `Eine Regel im Bescheid gibt kein Ergebnis: ${message}`,
        en: `A rule of the letter gives no result: ${message}`,
      },
    }
  }
}

type FromTemplate = { db: Writing; row: CaseRow; kind: TypeInUse; key: string; found: Found; now: Date }

async function fromTemplate(house: House, town: Town, { db, row, kind, key, found, now }: FromTemplate): Promise<Decision> {
  const outcome = kind.type.outcomes.find((one) => one.key === key)!
  const composed = await composeDecision(house, town, { db, row, outcome, found, now })
  return { row: await prepareDecision(db, town, { row, outcome: key, composed, by: null, now }), content: composed.content }
}

export type Issuing = { db: Writing; row: CaseRow; kind: TypeInUse; decision: Decision; now: Date }

/** Inside a look at the holder, the case is held. */
export async function issueDecision(house: House, town: Town, { db, row, kind, decision, now }: Issuing): Promise<void> {
  const outcome = kind.type.outcomes.find(({ key }) => key === decision.row.outcome)!
  const applicant = (await listParties(db, town, row.id)).find(({ role }) => role === 'applicant')
  const sent = outcome.letter
    ? await send(house, town, { db, row, kind, decision, now }, applicant)
    : { document_id: null, delivery: null, letter_id: null }
  await db
    .updateTable('cases.decision')
    .set({ ...sent, state: 'issued', issued_at: now })
    .where('id', '=', decision.row.id)
    .execute()
  const until = decision.row.valid_until
  const renewal = kind.type.renewal
  const remind = until && renewal ? (addDays(asDay(until), -renewal.remindDays) as string) : null
  const changed = {
    outcome: outcome.key,
    state: row.closed_at === null ? 'decided' : 'closed',
    valid_until: until,
    remind_on: remind,
    news: false,
  } as const
  await changeCase(
    db,
    town,
    row,
    changed,
    { kind: 'decided', by, details: { outcome: outcome.key, decision: decision.row.id }, open: true },
    now,
  )
  await tell(db, { type: 'cases.decided.v1', subjects: [caseSubject(row.id)], payload: { case: row.id, outcome: outcome.key } })
  if (sent.delivery !== 'mailbox')
    await tellNews(house, town, db, row, { what: 'decided', key: decision.row.id, mail: applicant?.content.mail, now })
}

async function send(house: House, town: Town, { db, row, kind, decision, now }: Issuing, applicant: Party | undefined) {
  const { type } = kind
  const outcome = type.outcomes.find(({ key }) => key === decision.row.outcome)!
  const remedy = remedyOf(type, town)
  const paper = {
    row,
    decision: decision.row,
    content: decision.content,
    feeText: outcome.fee?.text.de ?? '',
    remedy,
    applicant,
    now,
  }
  const pdf = await makeDecisionPdf(town, { ...paper, unit: await unitName(db, row.unit), example: town.settings.demo === true })
  const blob = await keepBlob(town, db, house.files, pdf, 'application/pdf')
  const name = `Bescheid-${row.reference}.pdf`
  const stored = {
    submission_id: null,
    direction: 'outgoing',
    kind: 'decision',
    path: null,
    blob,
    media_type: 'application/pdf',
    size: pdf.length,
    at: now,
  } as const
  const document = await addDocument(db, town, row, { ...stored, name }, now)
  if (house.offers(town, 'file-documents')) {
    await keepAgain(db, blob)
    await house.ask<FileDocuments>(town, 'file-documents', {
      db: db as TownSql,
      matter: { kind: matterKind, id: row.id, reference: row.reference, title: kind.row.title_de },
      subject: row.holder_id,
      unit: row.unit,
      plan: type.filing.plan,
      retention: { years: type.filing.years, law: type.filing.source.law },
      secret: type.secrecy !== undefined,
      documents: [
        {
          key: document,
          blob,
          name,
          mediaType: 'application/pdf',
          size: pdf.length,
          direction: 'outgoing',
          title: 'Bescheid',
          at: now,
        },
      ],
      now,
    })
  }
  const letter = await intoMailbox(house, town, { db, row, kind, decision, now }, applicant, { blob, name })
  return { document_id: document, delivery: letter ? ('mailbox' as const) : ('post' as const), letter_id: letter ?? null }
}

/** @returns the letter; undefined where it must go by post */
async function intoMailbox(
  house: House,
  town: Town,
  { db, row, kind: { type }, decision, now }: Issuing,
  applicant: Party | undefined,
  { blob, name }: { blob: string; name: string },
): Promise<string | undefined> {
  if (!applicant?.account_id || !house.offers(town, 'send-letter')) return undefined
  await keepAgain(db, blob)
  const remedy = remedyOf(type, town)
  const { content } = decision
  const text = [
    ...content.paragraphs,
    ...(content.reasons.length > 0 ? ['Gründe', ...content.reasons] : []),
    ...(remedy ? instructionOf(remedy) : []),
  ]
  const sent = await house.ask<SendLetter>(town, 'send-letter', {
    db: db as TownSql,
    letter: {
      key: `cases.decision/${decision.row.id}`,
      to: applicant.kind === 'organisation' ? { organisation: applicant.account_id } : { person: applicant.account_id },
      unit: row.unit,
      matter: { kind: matterKind, id: row.id, label: type.title.de, url: `/applications/${row.reference}` },
      subject: content.subject.slice(0, 200),
      text: text.join('\n\n').slice(0, 20_000),
      attachments: [{ blob, name, mediaType: 'application/pdf' }],
      ...(type.procedureLaw !== 'private' && { formal: { rule: type.delivery.mailbox } }),
    },
    now,
  })
  return sent && !sent.paper ? sent.letter : undefined
}

export async function unitName(db: Writing, path: string): Promise<string> {
  if (path === '/') return ''
  const unit = await db.selectFrom('kernel.unit').select('name').where('path', '=', path).executeTakeFirst()
  return unit?.name ?? ''
}
