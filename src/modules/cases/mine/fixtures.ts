// Applications as residents send them, for tests and benchmarks: a kind of case, and cases of it through the real intake.
import type { BeginFilling } from '../../../contracts/fillings.ts'
import type { Letter, SendLetter } from '../../../contracts/letters.ts'
import type { Message, SendMessage } from '../../../contracts/messages.ts'
import type { ProcessMessage, ProcessState } from '../../../contracts/processes.ts'
import type { MayAct, NoteAct } from '../../../contracts/representation.ts'
import type { HandedSubmission, ReceiveSubmission } from '../../../contracts/submissions.ts'
import type { House } from '../../../kernel/house.ts'
import { newId } from '../../../kernel/ids.ts'
import { type Module, offer } from '../../../kernel/module.ts'
import { newReference } from '../../../kernel/reference.ts'
import type { Town, TownSql, WriteDb } from '../../../kernel/town.ts'
import { changeCase, legalBasis, lockCase, type Writing } from '../case.ts'
import { sealedRequest } from '../sealing.ts'
import type { CaseRow, CasesTables, DecisionRow, RequestRow } from '../tables.ts'
import type { CaseType } from '../type/case-type.ts'
import { storeType } from '../type/type.ts'

const source = { law: 'Beispiel', date: '2026-01-01', source: 'erfunden', verified: false }

/** Invented, in every figure. */
export const sampleType = (own: Partial<CaseType> = {}): CaseType => ({
  format: 'stadttor-case/1',
  key: 'parking',
  title: { de: 'Bewohnerparkausweis', en: 'Resident parking permit' },
  form: 'parkausweis',
  process: 'parking',
  procedureLaw: 'BayVwVfG',
  level: 'none',
  parties: ['person', 'company'],
  names: { givenName: 'given', familyName: 'family', company: 'company' },
  facts: [],
  steps: [
    { key: 'received', title: { de: 'Eingegangen', en: 'Received' }, now: { de: 'liegt bei uns', en: 'is with us' }, days: 2 },
    { key: 'checking', title: { de: 'Wird geprüft', en: 'Being checked' }, now: { de: 'Wir prüfen', en: 'We check' }, days: 5 },
    { key: 'done', title: { de: 'Ausweis kommt', en: 'Permit comes' }, now: { de: 'unterwegs', en: 'on its way' } },
  ],
  deadline: { days: 90, count: 'calendar', source },
  outcomes: [
    {
      key: 'granted',
      title: { de: 'Bewilligt', en: 'Granted' },
      done: { de: 'Ausweis bewilligt', en: 'Permit granted' },
      burdening: false,
    },
  ],
  remedy: { '*': { kind: 'objection', months: 1, to: { de: 'die Stadt', en: 'the town' }, source } },
  delivery: { mailbox: 'baydig-24', post: 'post' },
  filing: { plan: '1234', years: 3, source },
  renewal: { remindDays: 30, prefill: true },
  ...own,
})

export const storeSampleType = (town: Town, own: Partial<CaseType> = {}, unit = '/'): Promise<unknown> =>
  town.write((db: Writing) => storeType(db, { type: sampleType(own), unit, origin: 'sample 1.0.0', by: null, now: new Date(0) }))

export type Application = Partial<Pick<HandedSubmission, 'answers' | 'matter' | 'attachments' | 'level' | 'language'>> & {
  person?: string
  actsFor?: string
  form?: string
  mail?: string
  now: Date
}
export type Opened = Pick<CaseRow, 'id' | 'reference' | 'holder_id'>

/** Sent by an account, for somebody, or by nobody known. */
export async function apply(house: House, town: Town, sent: Application): Promise<Opened> {
  const { person, actsFor, mail, now, form = 'parkausweis', ...own } = sent
  const id = newId(now)
  const holder = actsFor ?? person ?? newId(now)
  const submission: HandedSubmission = {
    id,
    reference: newReference(),
    form: { id: newId(now), key: form, version: 1, title: 'Antrag' },
    unit: '/',
    routingTarget: '',
    receivedAt: now.toISOString(),
    language: 'de',
    level: 'basic',
    method: 'mail-code',
    sender: { ...(person && { person }), ...(actsFor && { actsFor }) },
    primaryDocument: { id: 'receipt', name: 'Eingang.pdf', mediaType: 'application/pdf', size: 0, url: '/' },
    answers: { given: 'Anna', family: 'Muster' },
    leftOpen: {},
    ...(mail !== undefined && { mailTo: mail }),
    attachments: [],
    parameters: {},
    seal: { contentHash: '', signature: '' },
    ...own,
  }
  return town.personal(lookAt(holder), async (db: Writing) => {
    await house.ask<ReceiveSubmission>(town, 'receive-submission', { db: db as TownSql, submission, holder, now })
    return db
      .selectFrom('cases.submission as s')
      .innerJoin('cases.case as c', 'c.id', 's.case_id')
      .select(['c.id', 'c.reference', 'c.holder_id'])
      .where('s.id', '=', id)
      .executeTakeFirstOrThrow()
  })
}

/** What the neighbours of this room were asked for, in order. */
export type Neighbours = {
  messages: Message[]
  letters: Letter[]
  told: { name: string; key: string; once: string }[]
  begun: BeginFilling['input'][]
  noted: string[]
  /** For whom a session may act, in which matter; changes while a test runs. */
  allowed: { subject: string; matter: string; verbs: string[] }[]
  running: Set<string>
}
export const noNeighbours = (): Neighbours => ({
  messages: [],
  letters: [],
  told: [],
  begun: [],
  noted: [],
  allowed: [],
  running: new Set(),
})

/** Rooms that keep the contracts this room asks for, and remember. */
export const neighbourRoom = (seen: Neighbours): Module => ({
  name: 'neighbour',
  officialName: 'Nachbarn',
  folder: '',
  offers: [
    offer<SendMessage>('send-message', 1, async (_town, { message, now }) => {
      seen.messages.push(message)
      return { id: newId(now) }
    }),
    offer<SendLetter>('send-letter', 1, async (_town, { letter, now }) => {
      seen.letters.push(letter)
      return { thread: newId(now), letter: newId(now) }
    }),
    offer<ProcessState>('process-state', 1, async (_town, { businessKey }) =>
      seen.running.has(businessKey) ? { state: 'running', tasks: [], variables: {}, path: '/' } : undefined,
    ),
    offer<ProcessMessage>('process-message', 1, async (_town, { name, key, once }) => {
      seen.told.push({ name, key, once })
      return { kept: true }
    }),
    offer<BeginFilling>('begin-filling', 1, async (_town, asked) => {
      seen.begun.push(asked)
      return { path: `/forms/${asked.form.key}/fill/${asked.key.replaceAll('/', '-')}`, draft: newId(asked.now) }
    }),
    offer<MayAct>('may-act', 1, async (_town, { person, matter, verb }) => {
      const found = seen.allowed.find(
        (one) => one.subject === person.actsFor?.id && one.matter === matter && one.verbs.includes(verb),
      )
      return found && { subject: found.subject }
    }),
    offer<NoteAct>('note-act', 1, async (_town, { what, now }) => {
      seen.noted.push(what)
      return { id: newId(now) }
    }),
  ],
})

const lookAt = (holder: string) => ({ subjects: [holder], actor: { system: 'cases' }, purpose: 'Probe', legalBasis })

/** As the desk changes it. */
export const change = (
  town: Town,
  { id, holder_id }: Opened,
  changed: Parameters<typeof changeCase>[3],
  happened: Parameters<typeof changeCase>[4],
  now: Date,
): Promise<void> =>
  town.personal(lookAt(holder_id), async (db: Writing) => {
    const row = (await lockCase(db, id))!
    await changeCase(db, town, row, changed, happened, now)
  })

/** As the desk asks for something. */
export const ask = (
  town: Town,
  { id, holder_id }: Opened,
  { message, reasons = {}, ...own }: { message: string; reasons?: Record<string, string> } & Partial<RequestRow>,
  now: Date,
): Promise<string> =>
  town.personal(lookAt(holder_id), async (db: Writing) => {
    const request = newId(now)
    const row: RequestRow = {
      id: request,
      case_id: id,
      kind: 'correction',
      state: 'open',
      paths: Object.keys(reasons),
      due_on: null,
      asked_by: null,
      asked_at: now,
      answered_at: null,
      submission_id: null,
      path: null,
      ...own,
    }
    await db.insertInto('cases.request').values(row).execute()
    const sealed = sealedRequest.seal(town.dataKey, request, { message, reasons })
    await db.insertInto('cases.request_text').values({ request_id: request, subject_id: holder_id, sealed }).execute()
    const held = (await lockCase(db, id))!
    await changeCase(
      db,
      town,
      held,
      { state: 'waiting', rests_since: now },
      { kind: 'asked', by: { staff: newId(now), unit: '/' }, open: true },
      now,
    )
    return request
  })

/** As if the process had issued a decision. */
export const decideFor = (town: Town, one: Opened, own: Partial<DecisionRow>, now: Date): Promise<void> =>
  town.personal(lookAt(one.holder_id), async (db: Writing) => {
    const row: DecisionRow = {
      id: newId(now),
      case_id: one.id,
      outcome: 'granted',
      kind: 'decision',
      state: 'issued',
      replaces_id: null,
      prepared_by: null,
      prepared_at: now,
      approved_by: null,
      issued_at: now,
      document_id: null,
      delivery: 'mailbox',
      letter_id: null,
      posted_on: null,
      delivered_on: null,
      fee_cents: null,
      fee_reference: null,
      valid_until: null,
      ...own,
    }
    await db.insertInto('cases.decision').values(row).execute()
    const held = (await lockCase(db, one.id))!
    const changed = { state: 'decided', outcome: row.outcome } as const
    const happened = { kind: 'decided', by: { system: 'cases' }, details: { outcome: row.outcome }, open: true }
    await changeCase(db, town, held, changed, happened, now)
  })

export const caseRow = (town: Town, id: string): Promise<CaseRow | undefined> =>
  town.write((db: WriteDb<CasesTables>) => db.selectFrom('cases.case').selectAll().where('id', '=', id).executeTakeFirst())
