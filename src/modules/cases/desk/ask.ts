// Asking the person: single answers again, a missing paper, or their view before a burdening decision.
import type { BeginFilling } from '../../../contracts/fillings.ts'
import type { SendLetter } from '../../../contracts/letters.ts'
import type { CompleteTask, ProcessState } from '../../../contracts/processes.ts'
import { newId } from '../../../kernel/ids.ts'
import type { TownSql } from '../../../kernel/town.ts'
import { mayWork } from '../access.ts'
import { currentOf, listAnswers, listParties } from '../answers.ts'
import { changeCase, matterKind } from '../case.ts'
import { tellNews } from '../news.ts'
import { sealedRequest } from '../sealing.ts'
import type { CaseRow, RequestContent, RequestRow } from '../tables.ts'
import type { Who } from './act.ts'
import { type AtCase, atCase, type Done, done } from './clerk.ts'

export const faults = ['wrong', 'incomplete', 'outdated', 'missing'] as const
export type Fault = (typeof faults)[number]

/** The step of the process that waits for a decision goes on with `next`; done before the case is held. A town without processes has none. */
async function goOn({ house, town, person, now }: Who, { db, row, stop }: AtCase, next: 'ask' | 'hear'): Promise<void> {
  const state = await house.ask<ProcessState>(town, 'process-state', { db: db as unknown as TownSql, businessKey: row.id })
  if (!state) return
  const task = state.tasks.find(({ form }) => form === 'cases.decide')
  if (!task) return stop('no-task')
  const variables = { next }
  const asked = { db: db as unknown as TownSql, task: task.id, person, variables, now }
  const outcome = await house.ask<CompleteTask>(town, 'complete-task', asked)
  if (outcome && 'refused' in outcome) stop(outcome.refused)
}

export type Question = {
  message: string
  /** Why each of these is opened again, by its path. */
  reasons: Readonly<Record<string, string>>
  dueOn: string
}

/** Only what is named can be changed; the period rests until the answer is there. */
export const askBack = (who: Who, id: string, { message, reasons, dueOn }: Question): Promise<Done> =>
  atCase(who, who.person, { id, permission: mayWork, purpose: 'Bei Ihnen nachgefragt', now: who.now }, async (at) => {
    if (at.row.state !== 'open') return { refused: at.row.state === 'waiting' ? 'waiting' : 'closed' }
    await goOn(who, at, 'ask')
    const row = await at.hold()
    if (row.state !== 'open') at.stop('waiting')
    const { house, town, now } = who
    const request = newId(now)
    const { person: sent } = currentOf(await listAnswers(at.db, town, id))
    const begun = await house.ask<BeginFilling>(town, 'begin-filling', {
      db: at.db as unknown as TownSql,
      key: `cases.request/${request}`,
      form: { key: at.kind.type.form, version: sent.form_version },
      matter: { kind: matterKind, id, role: 'correction', request },
      subject: row.holder_id,
      owner: row.owner_id ?? undefined,
      answers: sent.answers,
      only: reasons,
      language: row.language,
      now,
    })
    if (begun && 'refused' in begun) at.stop('no-form')
    const path = begun && 'path' in begun ? begun.path : null
    const asked = { id: request, kind: 'correction', paths: Object.keys(reasons), due_on: dueOn, path } as const
    await keepRequest(who, at, row, asked, { message, reasons })
    await write(who, at, row, request, {
      subject: 'Zu Ihrem Antrag brauchen wir noch etwas',
      paragraphs: [message, 'Was wir brauchen, sehen Sie bei Ihrem Antrag. Nur diese Angaben können Sie dort ändern.'],
    })
    return done
  })

/** @law Art. 28 BayVwVfG, § 91 AO, § 24 SGB X */
export const hear = (who: Who, id: string, { message, dueOn }: Pick<Question, 'message' | 'dueOn'>): Promise<Done> =>
  atCase(
    who,
    who.person,
    { id, permission: mayWork, purpose: 'Sie vor einer Entscheidung angehört', now: who.now },
    async (at) => {
      if (!at.kind.type.hearing) return undefined
      if (at.row.state !== 'open') return { refused: at.row.state === 'waiting' ? 'waiting' : 'closed' }
      await goOn(who, at, 'hear')
      const row = await at.hold()
      if (row.state !== 'open') at.stop('waiting')
      const request = newId(who.now)
      await keepRequest(
        who,
        at,
        row,
        { id: request, kind: 'hearing', paths: [], due_on: dueOn, path: null },
        { message, reasons: {} },
      )
      await write(who, at, row, request, {
        subject: 'Bevor wir entscheiden: Was sagen Sie dazu?',
        paragraphs: [message, 'Ihre Antwort schreiben Sie bei Ihrem Antrag.'],
      })
      return done
    },
  )

type Asked = Pick<RequestRow, 'id' | 'kind' | 'paths' | 'due_on' | 'path'>

async function keepRequest(
  { town, person, now }: Who,
  { db, actor }: AtCase,
  row: CaseRow,
  asked: Asked,
  content: RequestContent,
) {
  await db
    .insertInto('cases.request')
    .values({
      ...asked,
      paths: [...asked.paths],
      case_id: row.id,
      state: 'open',
      asked_by: person.personId,
      asked_at: now,
      answered_at: null,
      submission_id: null,
    })
    .execute()
  await db
    .insertInto('cases.request_text')
    .values({ request_id: asked.id, subject_id: row.holder_id, sealed: sealedRequest.seal(town.dataKey, asked.id, content) })
    .execute()
  const details = { request: asked.id, until: asked.due_on }
  await changeCase(
    db,
    town,
    row,
    { state: 'waiting', rests_since: row.rests_since ?? now, news: false },
    { kind: asked.kind === 'hearing' ? 'hearing' : 'asked', by: actor, details, open: true, reason: content.message },
    now,
  )
}

/** Into the mailbox of whoever applied with an account; others are told by mail that something waits, and read it with reference and code. */
export async function write(
  { house, town, now }: Who,
  { db, kind }: Pick<AtCase, 'db' | 'kind'>,
  row: CaseRow,
  key: string,
  { subject, paragraphs, what = 'asked' }: { subject: string; paragraphs: readonly string[]; what?: 'asked' | 'news' },
): Promise<void> {
  const applicant = (await listParties(db, town, row.id)).find(({ role }) => role === 'applicant')
  if (applicant?.account_id && house.offers(town, 'send-letter')) {
    await house.ask<SendLetter>(town, 'send-letter', {
      db: db as unknown as TownSql,
      letter: {
        key: `cases.message/${key}`,
        to: applicant.kind === 'organisation' ? { organisation: applicant.account_id } : { person: applicant.account_id },
        unit: row.unit,
        matter: { kind: matterKind, id: row.id, label: kind.type.title.de, url: `/applications/${row.reference}` },
        subject,
        text: paragraphs
          .filter((text) => text !== '')
          .join('\n\n')
          .slice(0, 20_000),
      },
      now,
    })
    return
  }
  await tellNews(house, town, db, row, { what, key, mail: applicant?.content.mail, now })
}
