// The address on which a form is scheduled, limited, paused, and given to a unit. It holds at once, apart from its versions.
import { sql } from 'kysely'
import { Button } from '../../../design/parts.tsx'
import { mayIn, staff } from '../../../kernel/access.ts'
import { type Answer, page as answerPage, type NotFound, notFound, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput, Problem } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { tell } from '../../../kernel/outbox.ts'
import type { Text } from '../document/document.ts'
import { formSubject } from '../form.ts'
import { BuilderLayout, saidOf } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import { type DeskForm, mayEdit, openForm } from './desk-form.ts'
import {
  dayIn,
  Entries,
  type Entry,
  isTicked,
  linesOf,
  numberIn,
  problemsIn,
  readTyped,
  shownDay,
  summaryOf,
  type Typed,
} from './entries.tsx'
import { unitsFor } from './form-list.ts'
import { operationWords } from './operation-words.ts'
import type { BuilderReading, BuilderWriting } from './working-copy.ts'

export function operationRoutes(on: Routes): void {
  on.page('/desk/forms/:id/operation', staff(mayEdit), {}, (visit) => showOperation(visit))
  on.form('/desk/forms/:id/operation', staff(mayEdit), {}, saveOperation)
}

async function entriesFor(visit: Visit, open: DeskForm): Promise<Entry[]> {
  const text = operationWords(visit)
  const units = await visit.town.read((db: BuilderReading) => unitsFor(db, open.person, builderWords(visit).wholeTown))
  return [
    { name: 'opens', label: text.opens, hint: text.opensHint, as: 'day' },
    { name: 'closes', label: text.closes, hint: text.closesHint, as: 'day' },
    { name: 'limit', label: text.limit, hint: text.limitHint, as: 'number', least: 1, most: 1_000_000_000 },
    { name: 'paused', label: text.paused, hint: text.pausedHint, as: 'tick' },
    { name: 'pausedText', label: text.pausedText, hint: text.pausedTextHint, as: 'text', atMost: 1_000 },
    { name: 'pausedTextEn', label: text.pausedTextEn, as: 'text', atMost: 1_000 },
    { name: 'unit', label: text.unit, as: 'select', choices: units, needed: text.unitMissing },
    { name: 'services', label: text.services, hint: text.servicesHint, as: 'text', rows: 2 },
  ]
}

const servicePrefix = 'catalogue.service/'

async function showOperation(
  visit: Visit,
  shown: { typed?: Typed; problems?: readonly Problem[] } = {},
): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  if (!open) return notFound
  const { form, copy } = open
  const { frame, town } = visit
  const text = operationWords(visit)
  const entries = await entriesFor(visit, open)
  const services = await town.read((db: BuilderReading) =>
    db.selectFrom('forms.form_service').select('service').where('form_id', '=', form.id).orderBy('service').execute(),
  )
  const stored: Typed = {
    opens: shownDay(form.opens_on),
    closes: shownDay(form.closes_on),
    limit: form.submission_limit === null ? '' : String(form.submission_limit),
    paused: form.paused ? 'yes' : '',
    pausedText: form.paused?.de ?? '',
    pausedTextEn: form.paused?.en ?? '',
    unit: form.unit,
    services: services.map(({ service }) => service.replace(servicePrefix, '')).join('\n'),
  }
  const { typed = stored, problems = [] } = shown
  const said = saidOf(builderWords(visit), visit.query.done)
  return answerPage(
    <BuilderLayout
      frame={frame}
      open={open}
      title={copy.document.title.de}
      part="operation"
      said={said}
      problems={summaryOf(entries, problems)}
    >
      <p class="measure">{text.lead}</p>
      <p class="meta">
        {text.address}: {linkTo(visit, `/forms/${form.key}`)}
      </p>
      <form method="post" action={open.url('operation')} noValidate>
        <Entries reader={frame} entries={entries} typed={typed} problems={problems} />
        <Button>{text.save}</Button>
      </form>
    </BuilderLayout>,
    { status: problems.length > 0 ? 422 : 200 },
  )
}

async function saveOperation(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const open = await openForm(visit)
  if (!open) return notFound
  const text = operationWords(visit)
  const entries = await entriesFor(visit, open)
  const typed = readTyped(input, entries)
  const problems = problemsIn(visit, entries, typed)
  const [opens, closes] = [dayIn(typed.opens ?? ''), dayIn(typed.closes ?? '')]
  if (problems.length === 0 && opens && closes && closes < opens) problems.push({ field: 'closes', message: text.order })
  if (isTicked(typed, 'paused') && !typed.pausedText) problems.push({ field: 'pausedText', message: text.pausedMissing })
  const services = linesOf(typed.services)
  const wrong = services.find((line) => !/^[1-9]\d{0,8}$/.test(line))
  if (wrong !== undefined) problems.push({ field: 'services', message: text.servicesWrong(wrong) })
  if (problems.length > 0) return showOperation(visit, { typed, problems })
  const unit = typed.unit ?? ''
  if (!mayIn(open.person, mayEdit, unit))
    return showOperation(visit, { typed, problems: [{ field: 'unit', message: text.unitMissing }] })
  const paused: Text | null = isTicked(typed, 'paused')
    ? { de: typed.pausedText ?? '', ...(typed.pausedTextEn && { en: typed.pausedTextEn }) }
    : null
  const { id } = open.form
  await visit.town.write(async (db: BuilderWriting) => {
    await db
      .updateTable('forms.form')
      .set({
        opens_on: opens ?? null,
        closes_on: closes ?? null,
        submission_limit: numberIn(typed.limit ?? '') ?? null,
        paused: paused && sql<Text>`${JSON.stringify(paused)}::jsonb`,
        unit,
        changed_at: visit.now,
      })
      .where('id', '=', id)
      .execute()
    const before = await db.deleteFrom('forms.form_service').where('form_id', '=', id).returning('service').execute()
    const touched = new Set([...before.map(({ service }) => service), ...[...services].map((one) => servicePrefix + one)])
    for (const service of new Set(services))
      await db
        .insertInto('forms.form_service')
        .values({ form_id: id, service: servicePrefix + service })
        .execute()
    await tell(db, { type: 'forms.changed.v1', subjects: [formSubject(id), ...touched], payload: { form: id } })
  })
  return seeOther(open.url('operation?done=saved'))
}
