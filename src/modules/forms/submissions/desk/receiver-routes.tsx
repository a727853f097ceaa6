// The office's addresses of receivers and of files to collect.
import { mayIn, type SignedIn, staff } from '../../../../kernel/access.ts'
import { actorText } from '../../../../kernel/actor.ts'
import { recordAudit } from '../../../../kernel/audit.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../../kernel/http/answer.ts'
import { type FormInput, oneOf, type Problem, readForm, textField } from '../../../../kernel/http/forms.ts'
import type { Routes } from '../../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../../kernel/http/visit.ts'
import { isUuid } from '../../../../kernel/ids.ts'
import type { Town } from '../../../../kernel/town.ts'
import { findForm, listForms } from '../../form.ts'
import type { Reading } from '../receipt.ts'
import { addReceiver, isReceiverUrl, listReceivers, type NewReceiver, removeReceiver } from '../receiver.ts'
import type { Writing } from '../submit.ts'
import { mayExport, maySetReceivers, readBatch, staffOf } from './list.ts'
import {
  BatchesPage,
  type BatchLine,
  batchesPath,
  noReceiver,
  ReceiverFormsPage,
  ReceiversPage,
  receiversPath,
  type TypedReceiver,
} from './receiver-pages.tsx'
import { answersFile } from './routes.tsx'
import { deskWords } from './words.ts'

export function receiverRoutes(on: Routes): void {
  on.page(receiversPath, staff(maySetReceivers), {}, async ({ town, person, frame }) => {
    const forms = await town.read((db: Reading) => listForms(db))
    return page(<ReceiverFormsPage frame={frame} forms={forms.filter(({ unit }) => mayIn(person!, maySetReceivers, unit))} />)
  })

  on.page(`${receiversPath}/:key`, staff(maySetReceivers), {}, (visit) => showReceivers(visit, noReceiver, []))

  on.form(`${receiversPath}/:key`, staff(maySetReceivers), {}, addTyped)

  on.form(`${receiversPath}/:key/:id/remove`, staff(maySetReceivers), {}, async (visit) => {
    const { town, person, params, now } = visit
    const form = await formOf(visit)
    if (!form || !isUuid(params.id!)) return notFound
    const gone = await removeReceiver(town, actorText(staffOf(person!, form.unit)), form.id, params.id!, now)
    return gone ? seeOther(linkTo(visit, `${receiversPath}/${form.key}`)) : notFound
  })

  on.page(batchesPath, staff(mayExport), {}, async ({ town, person, frame }) =>
    page(<BatchesPage frame={frame} batches={await listBatches(town, person!)} />),
  )

  on.form(`${batchesPath}/:id`, staff(mayExport), { perMinute: 10 }, async ({ town, person, params, now }) => {
    const batch = (await listBatches(town, person!)).find(({ id }) => id === params.id)
    if (!batch) return notFound
    const filled = await readBatch(town, person!, batch.id)
    await noteFetched(town, person!, batch, now)
    return answersFile(filled, batch.format ?? 'csv', `${batch.title}-${batch.id.slice(-6)}`)
  })
}

async function formOf({ town, person, params }: Visit) {
  const form = await town.read((db: Reading) => findForm(db, params.key!))
  return form && mayIn(person!, maySetReceivers, form.unit) ? form : undefined
}

async function showReceivers(
  visit: Visit,
  typed: TypedReceiver,
  problems: readonly Problem[],
  secret?: string,
): Promise<Answer | NotFound> {
  const form = await formOf(visit)
  if (!form) return notFound
  const receivers = await visit.town.read((db: Reading) => listReceivers(db, form.id))
  const shown = { frame: visit.frame, form, receivers, typed, problems, secret }
  return page(<ReceiversPage {...shown} />, { status: problems.length > 0 ? 422 : 200, headers: { 'cache-control': 'no-store' } })
}

/** A webhook's page answers the post itself: its secret is shown once and stands in no address. */
async function addTyped(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { town, person, now } = visit
  const text = deskWords(visit)
  const form = await formOf(visit)
  if (!form) return notFound
  const value = (name: keyof TypedReceiver): string => input.value(name).slice(0, 500)
  const typed = {
    kind: value('kind'),
    label: value('label'),
    target: value('target'),
    rhythm: value('rhythm'),
    format: value('format'),
  }
  const read = readForm(input, {
    label: textField('label', { atMost: 100, message: text.labelMissing, tooLong: text.labelLong }),
    kind: oneOf('kind', ['contract', 'webhook', 'batch'], text.kindMissing),
  })
  if ('problems' in read) return showReceivers(visit, typed, read.problems)
  const { label, kind } = read.values
  if (kind === 'webhook' && !isReceiverUrl(town, typed.target))
    return showReceivers(visit, typed, [{ field: 'target', message: text.targetWrong }])
  const receiver: NewReceiver =
    kind === 'batch'
      ? { kind, label, format: typed.format === 'json' ? 'json' : 'csv', rhythm: typed.rhythm === 'weekly' ? 'weekly' : 'daily' }
      : { kind, label, target: typed.target }
  const added = await addReceiver(town, actorText(staffOf(person!, form.unit)), { ...receiver, formId: form.id, now })
  if (added.secret) return showReceivers(visit, noReceiver, [], added.secret)
  return seeOther(linkTo(visit, `${receiversPath}/${form.key}`))
}

const listBatches = async (town: Town, person: SignedIn): Promise<BatchLine[]> => {
  const rows = await town.read((db: Reading) =>
    db
      .selectFrom('forms.batch as b')
      .innerJoin('forms.receiver as r', (on) => on.onRef('r.town_id', '=', 'b.town_id').onRef('r.id', '=', 'b.receiver_id'))
      .innerJoin('forms.form as f', (on) => on.onRef('f.town_id', '=', 'r.town_id').onRef('f.id', '=', 'r.form_id'))
      .selectAll('b')
      .select(['r.label', 'r.format', 'f.title', 'f.unit'])
      .orderBy('b.made_at', 'desc')
      .limit(1_000)
      .execute(),
  )
  return rows.filter(({ unit }) => mayIn(person, mayExport, unit))
}

const noteFetched = (town: Town, person: SignedIn, { id }: BatchLine, now: Date) =>
  town.write(async (db: Writing) => {
    await db.updateTable('forms.batch').set({ fetched_at: now }).where('id', '=', id).where('fetched_at', 'is', null).execute()
    const actor = staffOf(person, person.units.get(mayExport)?.[0] ?? '/')
    await recordAudit(db, { action: 'forms.batch.fetched', actor, object: `forms.batch/${id}` })
  })
