// The addresses of one thing on the desk: change it, look at it, publish it, look back.
import { staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { findDay } from './day.ts'
import { deskPath, idIn, nameOf, permissionFor } from './desk-address.ts'
import { discardDraft, openThing, saveDraft } from './draft.ts'
import { EditPage } from './edit-pages.tsx'
import { editViewOf, type Shown } from './edit-view.ts'
import { fieldsOf } from './fields.ts'
import { checkLinks, collectLinks, openLinkOutbound } from './link-check.ts'
import { pictureRoutes } from './picture-routes.tsx'
import { previewPage } from './preview-pages.tsx'
import { DiscardPage } from './release-pages.tsx'
import { releaseRoutes } from './release-routes.tsx'
import { reviewIsDone, storeReview } from './review.ts'
import type { EditedNoun } from './tables.ts'
import type { Thing } from './thing.ts'
import { confirmTranslation } from './translation.ts'
import { editorWords } from './words.ts'

export function thingRoutes(on: Routes): void {
  for (const noun of ['service', 'office', 'topic', 'situation', 'synonyms'] as const) {
    const who = staff(permissionFor(noun))
    const base = noun === 'synonyms' ? '/desk/catalogue/synonyms' : `/desk/catalogue/${noun}s/:id`
    on.page(base, who, {}, (visit) => showEdit(visit, noun))
    on.form(base, who, { perMinute: 60 }, (visit, input) => save(visit, noun, input))
    on.page(`${base}/discard`, who, {}, (visit) => askDiscard(visit, noun))
    on.form(`${base}/discard`, who, {}, (visit) => discard(visit, noun))
    releaseRoutes(on, noun, base, who)
    if (noun === 'synonyms') continue
    on.page(`${base}/preview`, who, {}, (visit) => previewPage(visit, noun, idIn(noun, visit)))
    on.form(`${base}/review`, who, {}, (visit, input) => review(visit, noun, input))
    if (noun === 'service' || noun === 'office')
      on.form(`${base}/links`, who, { perMinute: 6 }, (visit) => checkOwnLinks(visit, noun))
    if (noun === 'service') {
      on.form(`${base}/translation`, who, {}, confirm)
      pictureRoutes(on, base, who)
    }
  }
}

const urlOf = (visit: Visit, noun: EditedNoun, id: number): string => linkTo(visit, deskPath(noun, id))

async function showEdit(visit: Visit, noun: EditedNoun, shown: Shown = {}): Promise<Answer | NotFound> {
  const opened = await openThing(visit.town, noun, idIn(noun, visit))
  if (!opened) return notFound
  const view = await editViewOf(visit, opened, shown)
  const { wrong, clashes, reviewWrong } = shown
  const status = wrong || reviewWrong ? 422 : clashes ? 409 : 200
  return page(<EditPage frame={visit.frame} view={view} />, { status })
}

/** Fields of the part that was sent: those of other parts stay as they are in the draft. */
function sentFields(noun: EditedNoun, input: FormInput): { typed: Record<string, string>; marks: Record<string, string> } {
  const typed: Record<string, string> = {}
  const marks: Record<string, string> = {}
  const names = new Set(input.names())
  for (const { path, kind, needed } of fieldsOf[noun]) {
    const name = nameOf(path)
    if (names.has(`was-${name}`)) marks[path] = input.value(`was-${name}`)
    if (names.has(name)) typed[path] = input.value(name)
    else if (kind === 'choice' && needed && names.has(`was-${name}`)) typed[path] = ''
  }
  return { typed, marks }
}

async function save(visit: Visit, noun: EditedNoun, input: FormInput): Promise<Answer | NotFound> {
  const { town, now, person } = visit
  const id = idIn(noun, visit)
  const { typed, marks } = sentFields(noun, input)
  const part = input.value('part')
  const saved = await saveDraft(town, noun, id, { typed, marks, person: person!.personId, now })
  if (!saved) return notFound
  if (saved.kind === 'wrong') return showEdit(visit, noun, { part, typed, wrong: saved.wrong })
  if (saved.kind === 'clash') return showEdit(visit, noun, { part, typed, clashes: saved.clashes })
  const url = urlOf(visit, noun, id)
  const go = input.value('go')
  if (go === 'preview' && noun !== 'synonyms') return seeOther(`${url}/preview`)
  if (go === 'release') return seeOther(`${url}/release`)
  return seeOther(`${url}?part=${encodeURIComponent(part)}&done=${saved.kind}`)
}

async function askDiscard(visit: Visit, noun: EditedNoun): Promise<Answer | NotFound> {
  const id = idIn(noun, visit)
  const opened = await openThing(visit.town, noun, id)
  if (!opened) return notFound
  const url = urlOf(visit, noun, id)
  const title = titleOf(visit, opened.thing)
  return page(<DiscardPage frame={visit.frame} title={title} url={url} back={{ label: editorWords(visit).edit, url }} />)
}

const titleOf = (visit: Visit, { noun, title }: Thing): string => title || editorWords(visit)[noun]

async function discard(visit: Visit, noun: EditedNoun): Promise<Answer> {
  const id = idIn(noun, visit)
  const left = await discardDraft(visit.town, noun, id)
  if (left === 'gone') return seeOther(linkTo(visit, `/desk/catalogue/${noun}s`))
  return seeOther(`${urlOf(visit, noun, id)}?done=discarded`)
}

async function review(visit: Visit, noun: Exclude<EditedNoun, 'synonyms'>, input: FormInput): Promise<Answer | NotFound> {
  const { town, today, person } = visit
  const id = idIn(noun, visit)
  const opened = await openThing(town, noun, id)
  if (!opened) return notFound
  if (input.value('go') === 'done') {
    await reviewIsDone(town, noun, id, today)
    return seeOther(`${urlOf(visit, noun, id)}?done=reviewIsDone`)
  }
  const typed = { day: input.value('due-day'), month: input.value('due-month'), year: input.value('due-year') }
  const unit = input.value('review-unit').slice(0, 120)
  const none = Object.values(typed).every((part) => part === '')
  const due = none ? null : findDay(typed)
  if (due === undefined) return showEdit(visit, noun, { reviewWrong: { ...typed, unit } })
  await storeReview(town, noun, id, { due, unit, personId: input.values('me').includes('me') ? person!.personId : null })
  return seeOther(`${urlOf(visit, noun, id)}?done=reviewSaved`)
}

async function checkOwnLinks(visit: Visit, noun: 'service' | 'office'): Promise<Answer | NotFound> {
  const { town, now } = visit
  const id = idIn(noun, visit)
  if (!(await openThing(town, noun, id))) return notFound
  const outbound = openLinkOutbound()
  try {
    await collectLinks(town)
    await checkLinks(town, outbound, { now, atMost: 20, only: { noun, id } })
  } finally {
    outbound.close()
  }
  return seeOther(`${urlOf(visit, noun, id)}?done=linksChecked`)
}

async function confirm(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { town, now } = visit
  const id = idIn('service', visit)
  const language = input.value('language')
  if ((language !== 'en' && language !== 'leicht') || !(await openThing(town, 'service', id))) return notFound
  await confirmTranslation(town, id, language, now)
  return seeOther(`${urlOf(visit, 'service', id)}?part=${language}&done=translationConfirmed`)
}
