// A draft with its form and what its rules say now: what every page of filling in begins with.
import type { SignInFirst } from '../../../contracts/sign-in.ts'
import { reaches } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { isUuid } from '../../../kernel/ids.ts'
import type { Level } from '../../../kernel/tables.ts'
import type { ReadDb } from '../../../kernel/town.ts'
import type { Page } from '../document/document.ts'
import { type Evaluation, evaluateForm } from '../document/evaluate.ts'
import { findByDraft } from '../submissions/submit.ts'
import type { SubmissionTables } from '../submissions/tables.ts'
import { cookieFor } from './browser.ts'
import type { Lists } from './code-list.ts'
import { belongs, higher, type OpenDraft, openDraft } from './draft.ts'
import { type ReadyVersion, readyVersion } from './form-version.ts'
import { listsFor } from './lists.ts'
import { LostPage } from './lost-page.tsx'
import { type Limits, limitsOf } from './only.ts'

/** `limits`: only some answers can be changed. */
export type Filling = OpenDraft & {
  version: ReadyVersion
  evaluation: Evaluation
  lists: Lists
  limits?: Limits | undefined
}

export async function fillingOf(visit: Pick<Visit, 'town' | 'now' | 'language'>, open: OpenDraft): Promise<Filling> {
  const version = await readyVersion(visit.town, open.draft.form_id, open.draft.version)
  if (!version) throw new Error(`The version ${open.draft.version} of the form ${open.form.key} is gone.`)
  const evaluation = evaluateForm(version.form, open.content.answers, visit.now)
  const limits = limitsOf(version.form, open.content, visit.now)
  return { ...open, version, evaluation, lists: listsFor(version.row.document, visit.language), limits }
}

/** What the answer is where there is no such draft for this visitor: sent already, in an account, lost. */
export async function withFilling(
  visit: Visit,
  answer: (filling: Filling) => Promise<Answer | NotFound> | Answer | NotFound,
): Promise<Answer | NotFound> {
  const open = await openDraft(visit, visit.params.draft!)
  if (!open) return lostDraft(visit)
  if (open.form.key !== visit.params.key) return notFound
  const shown = await answer(await fillingOf(visit, open))
  return shown === notFound ? shown : unkept(shown)
}

/** Nothing of it may stay in a browser that others use. */
export const unkept = (answer: Answer): Answer => ({ ...answer, headers: { ...answer.headers, 'cache-control': 'no-store' } })

export async function lostDraft(visit: Visit, input?: FormInput): Promise<Answer | NotFound> {
  const { frame, params, person } = visit
  const sent = await findSent(visit)
  if (sent) return seeOther(linkTo(visit, `/forms/receipt/${sent}`), { cookies: cookieFor(visit, params.draft!) })
  if (!person && input) return signInFirst(visit, 'basic', input)
  const urls = {
    anew: linkTo(visit, `/forms/${params.key}`),
    mail: linkTo(visit, '/forms/resume'),
    signIn: person ? undefined : frame.signIn?.url,
  }
  return page(<LostPage frame={frame} urls={urls} />, { status: 404 })
}

/** The submission that a draft of this visitor became. */
async function findSent(visit: Visit): Promise<string | undefined> {
  const { town, params } = visit
  if (!isUuid(params.draft!)) return undefined
  return town.read(async (db: ReadDb<SubmissionTables>) => {
    const draft = await db
      .selectFrom('forms.draft')
      .selectAll()
      .where('id', '=', params.draft!)
      .where('state', '=', 'sent')
      .executeTakeFirst()
    if (!draft || !belongs(draft, visit)) return undefined
    return (await findByDraft(db, draft.id))?.id
  })
}

/** What a page of the form needs, and what was proven while it was filled in: asked again in every session. Staff prove nothing for others. */
export const neededLevel = ({ draft, version }: Pick<Filling, 'draft' | 'version'>, on?: Page): Level =>
  draft.entered_by !== null ? 'none' : higher(higher(version.row.document.level, draft.level), on?.level ?? 'none')

export const lacksLevel = ({ person }: Pick<Visit, 'person'>, needed: Level): boolean =>
  needed !== 'none' && !reaches(person?.level ?? 'none', needed)

/** To the sign-in and back; what was typed is kept on the way. */
export async function signInFirst(visit: Visit, level: Level, input?: FormInput): Promise<Answer | NotFound> {
  const { house, town, language, person, cookie, now, path } = visit
  const why = person ? ('step-up' as const) : ('sign-in' as const)
  const fields = input?.names().flatMap((name) => input.values(name).map((value): [string, string] => [name, value]))
  const form = fields && new URLSearchParams(fields).toString()
  const query = new URLSearchParams(visit.query).toString()
  const asked = { language, path: linkTo(visit, path) + (query ? `?${query}` : ''), why, level, cookie, now }
  const place = await house.ask<SignInFirst>(town, 'sign-in-first', { ...asked, ...(form !== undefined && { form }) })
  return place ? seeOther(place.url, { cookies: place.cookie ? [place.cookie] : undefined }) : notFound
}

/** Where somebody goes on who comes back: the first page that is not answered, or the last one touched. */
export const resumeAddress = ({ draft, content, evaluation: { pages } }: Filling): string =>
  (pages.find(({ key }) => !content.seen.includes(key)) ?? pages.find(({ key }) => key === draft.page) ?? pages[0])?.key ?? ''
