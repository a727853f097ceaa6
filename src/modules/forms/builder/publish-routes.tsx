// The addresses of the check list, of approval by a second person, and of publishing.
import type { StaffNotice } from '../../../contracts/desk-work.ts'
import { staff } from '../../../kernel/access.ts'
import { type Answer, page as answerPage, type NotFound, notFound, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import type { TownSql } from '../../../kernel/town.ts'
import type { FormDocument } from '../document/document.ts'
import { findVersion } from '../form.ts'
import type { FormRow } from '../tables.ts'
import { listApprovals } from './approvals.ts'
import { ApprovalsPage } from './approvals-page.tsx'
import type { Said } from './builder-layout.tsx'
import { blocksPublishing, checkForm } from './checklist.ts'
import { differencesBetween } from './compare.ts'
import { type DeskForm, formPath, mayApprove, mayEdit, openForm } from './desk-form.ts'
import { structureOf } from './page-structure.tsx'
import { askForApproval, hindranceFor, publishForm, sendBack } from './publish.ts'
import { PublishPage } from './publish-pages.tsx'
import { publishWords } from './publish-words.ts'
import type { BuilderReading, BuilderWriting } from './working-copy.ts'

export function publishRoutes(on: Routes): void {
  on.page('/desk/forms/approvals', staff(mayApprove), {}, async (visit) => {
    const waiting = await visit.town.read((db: BuilderReading) => listApprovals(db, visit.person!))
    return answerPage(<ApprovalsPage frame={visit.frame} waiting={waiting} />)
  })
  on.page('/desk/forms/:id/publish', staff(mayEdit), {}, (visit) => showPublish(visit, false))
  on.form('/desk/forms/:id/publish', staff(mayEdit), {}, (visit, input) => decide(visit, input, false))
  on.page('/desk/forms/:id/approval', staff(mayApprove), {}, (visit) => showPublish(visit, true))
  on.form('/desk/forms/:id/approval', staff(mayApprove), {}, (visit, input) => decide(visit, input, true))
}

const statesOf = (visit: Visit, document: FormDocument, { kind }: Pick<FormRow, 'kind'>) =>
  checkForm(document, { reader: visit, kind, now: visit.now, structure: structureOf(visit.frame, document) })

type Shown = { said?: Said; status?: number; noteProblem?: string }

async function showPublish(visit: Visit, approving: boolean, shown: Shown = {}): Promise<Answer | NotFound> {
  const open = await openForm(visit, approving ? mayApprove : mayEdit)
  if (!open) return notFound
  const { town, now, query, frame } = visit
  const text = publishWords(visit)
  const { form, copy, person } = open
  const { hindrance, version } = await town.read(async (db: BuilderReading) => ({
    hindrance: await hindranceFor(db, town, person, { form, copy }, now),
    version: form.live_version === null ? undefined : await findVersion(db, form.id, form.live_version),
  }))
  const done: Said | undefined =
    query.done === 'asked'
      ? { tone: 'ok', text: text.asked }
      : /^\d{1,6}$/.test(query.done ?? '')
        ? { tone: 'ok', text: text.published(Number(query.done)) }
        : undefined
  const view = {
    frame,
    open,
    approving,
    back: approving ? { label: text.approvals, url: linkTo(visit, '/desk/forms/approvals') } : undefined,
    states: statesOf(visit, copy.document, form),
    hindrance,
    differences: version && differencesBetween(version.document, copy.document),
    publicUrl: form.live_version === null ? undefined : linkTo(visit, `/forms/${form.key}`),
    said: shown.said ?? done,
    noteProblem: shown.noteProblem,
  }
  return answerPage(<PublishPage {...view} />, { status: shown.status ?? 200 })
}

async function decide(visit: Visit, input: FormInput, approving: boolean): Promise<Answer | NotFound> {
  const open = await openForm(visit, approving ? mayApprove : mayEdit)
  if (!open) return notFound
  const { town, now } = visit
  const text = publishWords(visit)
  const { form, copy, person } = open
  const go = input.value('go')
  const here = open.url(approving ? 'approval' : 'publish')
  if (go === 'ask' && !approving) {
    const states = statesOf(visit, copy.document, form)
    if (blocksPublishing(states))
      return showPublish(visit, approving, { said: { tone: 'bad', text: text.refusedBlocked }, status: 409 })
    await town.write((db: BuilderWriting) => askForApproval(db, form.id, person.personId, now))
    return seeOther(`${here}?done=asked`)
  }
  if (go === 'return' && approving) {
    const note = input.value('note')
    if (note === '') return showPublish(visit, approving, { noteProblem: text.noteMissing, status: 422 })
    await giveBack(visit, open, note)
    return seeOther(linkTo(visit, '/desk/forms/approvals'))
  }
  if (go !== 'publish') return showPublish(visit, approving)
  const revision = Number(/^\d{1,9}$/.exec(input.value('revision'))?.[0] ?? -1)
  const check = (current: typeof copy, row: FormRow) => statesOf(visit, current.document, row)
  const outcome = await publishForm(town, person, form.id, { revision, check, now })
  if ('number' in outcome) return seeOther(`${here}?done=${outcome.number}`)
  const said = {
    changed: text.refusedChanged,
    blocked: text.refusedBlocked,
    gone: text.refusedGone,
    permission: text.noPermission,
    'same-person': text.samePerson,
    'lent-by-first': text.lentByFirst,
  }[outcome.refused]
  return showPublish(visit, approving, { said: { tone: 'bad', text: said }, status: 409 })
}

/** Whoever asked reads it on their start page. */
async function giveBack({ house, town, now }: Visit, { form, copy }: DeskForm, note: string): Promise<void> {
  await town.write(async (db: BuilderWriting) => {
    const asked = await sendBack(db, form.id, note)
    if (asked === null) return
    const title = copy.document.title.de
    const notice = {
      db: db as unknown as TownSql,
      person: asked,
      text: { de: publishWords({ language: 'de' }).noticeBack(title), en: publishWords({ language: 'en' }).noticeBack(title) },
      path: formPath(form.id, 'publish'),
      now,
    }
    await house.ask<StaffNotice>(town, 'staff-notice', notice)
  })
}
