// Something more from the person, without a form: a message and files to a running application, or their view before a burdening decision.
import { sql } from 'kysely'
import type { ProcessMessage } from '../../../contracts/processes.ts'
import { keepAgain, keepBlobs } from '../../../kernel/blobs.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { UploadRule } from '../../../kernel/http/uploads.ts'
import { isUuid } from '../../../kernel/ids.ts'
import type { TownSql } from '../../../kernel/town.ts'
import type { UploadedFile } from '../../../kernel/uploads/check.ts'
import { changeCase } from '../case.ts'
import { afterRest } from '../deadline.ts'
import { addDocument } from '../intake/attachments.ts'
import { file } from '../intake/store.ts'
import { sealedRequest } from '../sealing.ts'
import { canAdd, takingPart } from './offered.ts'
import { actorOf, type LacksLevel, type Seen, type Who, withCase } from './seen.ts'
import type { MineWriting } from './tables.ts'

export const uploads: UploadRule = {
  maxFiles: 10,
  maxBytesEach: 10 * 1_048_576,
  accept: ['pdf', 'jpeg', 'png', 'webp', 'docx', 'odt', 'xlsx', 'txt', 'csv'],
}
export const longestText = 10_000

export type Addition = { text: string; files: readonly UploadedFile[]; once: string }

/** `over`: nothing can be added any more. The same `once` again changes nothing. */
export const addToCase = (who: Who, reference: string, addition: Addition) =>
  withCase(
    who,
    reference,
    { purpose: 'Etwas zum Antrag nachgereicht', verb: 'write', roles: takingPart, what: 'Etwas zu einem Antrag nachgereicht' },
    async (db, seen): Promise<'added' | 'over'> => {
      if (!canAdd(seen)) return 'over'
      if (!(await isThere(db, seen, addition.once))) await store(who, db, seen, addition, 'added', {})
      return 'added'
    },
  )

/** What the page of a hearing shows; undefined where nothing is asked any more. @law Art. 28 BayVwVfG */
export const findHearing = (
  who: Who,
  reference: string,
  request: string,
): Promise<{ seen: Seen; message: string } | LacksLevel | undefined> =>
  withCase(who, reference, { purpose: 'Anhörung angesehen', verb: 'read', roles: takingPart }, async (db, seen) => {
    if (!isUuid(request)) return undefined
    const row = await db
      .selectFrom('cases.request as r')
      .innerJoin('cases.request_text as x', (on) => on.onRef('x.town_id', '=', 'r.town_id').onRef('x.request_id', '=', 'r.id'))
      .select('x.sealed')
      .where('r.id', '=', request)
      .where('r.case_id', '=', seen.row.id)
      .where('r.kind', '=', 'hearing')
      .where('r.state', '=', 'open')
      .executeTakeFirst()
    return row && { seen, message: sealedRequest.open(who.town.dataKey, request, row.sealed).message }
  })

export const giveView = (who: Who, reference: string, request: string, addition: Addition) =>
  withCase(
    who,
    reference,
    { purpose: 'Stellungnahme abgegeben', verb: 'write', roles: takingPart, what: 'Zu einem Antrag Stellung genommen' },
    async (db, seen): Promise<'heard' | undefined> => {
      if (!isUuid(request)) return undefined
      const { house, town, now } = who
      const { row, kind } = seen
      if (await isThere(db, seen, addition.once)) return 'heard'
      const answered = await db
        .updateTable('cases.request')
        .set({ state: 'answered', answered_at: now })
        .where('id', '=', request)
        .where('case_id', '=', row.id)
        .where('kind', '=', 'hearing')
        .where('state', '=', 'open')
        .returning('id')
        .executeTakeFirst()
      if (!answered) return undefined
      const goesOn =
        row.state === 'waiting'
          ? ({ state: 'open', due_on: afterRest(row, kind.type, town, now), rests_since: null } as const)
          : {}
      await store(who, db, seen, addition, 'heard', goesOn)
      await house.ask<ProcessMessage>(town, 'process-message', {
        db: db as TownSql,
        name: 'cases.heard',
        key: row.id,
        once: `cases.heard/${request}`,
        variables: {},
        now,
      })
      return 'heard'
    },
  )

const isThere = async (db: MineWriting, { row }: Seen, once: string): Promise<boolean> =>
  (await db
    .selectFrom('cases.event')
    .select('number')
    .where('case_id', '=', row.id)
    .where(sql<boolean>`details->>'once' = ${once}`)
    .executeTakeFirst()) !== undefined

async function store(
  { house, town, person, now }: Who,
  db: MineWriting,
  { row, kind }: Seen,
  { text, files, once }: Addition,
  what: 'added' | 'heard',
  changed: Parameters<typeof changeCase>[3],
): Promise<void> {
  const message = { name: `Nachricht ${dayAt(now)}.txt`, mediaType: 'text/plain; charset=utf-8', content: Buffer.from(text) }
  const sent = [...files, ...(text === '' ? [] : [message])]
  const blobs = await keepBlobs(town, db, house.files, sent)
  const isFiled = house.offers(town, 'file-documents')
  const kept = []
  for (const [index, { name, mediaType, content }] of sent.entries()) {
    const [blob, size] = [blobs[index]!, content.length]
    if (isFiled) await keepAgain(db, blob)
    const document = {
      submission_id: null,
      direction: 'incoming',
      kind: index < files.length ? 'attachment' : 'letter',
      path: null,
      blob,
      media_type: mediaType,
      size,
      at: now,
      name,
    } as const
    kept.push({ key: await addDocument(db, town, row, document, now), blob, name, mediaType, size })
  }
  if (isFiled) await file(house, town, db, row, kind, row.holder_id, kept, now)
  const by = actorOf(person, row.holder_id)
  const happened = { kind: what, by, details: { once, files: files.length }, open: true, reason: text }
  await changeCase(db, town, row, { news: true, ...changed }, happened, now)
}
