// The addresses of the start page and of beginning: nothing is stored before "begin".
import type { OpenDuplicates } from '../../../contracts/online-forms.ts'
import { formatDay } from '../../../design/format.ts'
import { anyone } from '../../../kernel/access.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import type { ReadDb } from '../../../kernel/town.ts'
import { evaluateForm } from '../document/evaluate.ts'
import { textIn } from '../document/text.ts'
import { findForm } from '../form.ts'
import { noteFigures } from '../submissions/figures.ts'
import type { SubmissionTables } from '../submissions/tables.ts'
import type { FormRow } from '../tables.ts'
import { browserWithSecret, draftCookie } from './browser.ts'
import { beginDraft, listDrafts, ownerOf, type Reading, type Writing } from './draft.ts'
import { draftDays } from './draft-days.ts'
import { answersOfEarlier, findEarlier } from './earlier.ts'
import { readFillLink } from './fill-link.ts'
import { isExample } from './fill-routes.tsx'
import { type Openness, openness, type ReadyVersion, readyVersion } from './form-version.ts'
import { laterWords } from './later-words.ts'
import { MomentPage } from './moment-page.tsx'
import { RefusedPage } from './refused-page.tsx'
import { fillUrl } from './screen.ts'
import { StartPage } from './start-page.tsx'
import { lacksLevel, signInFirst, unkept } from './state.tsx'
import { countOf, newTask, passTask } from './task.ts'
import { fillingWords } from './words.ts'

type Live = { form: FormRow; version: ReadyVersion; open: Openness }

async function findLive(visit: Visit): Promise<Live | undefined> {
  const { town, params, today } = visit
  const found = await town.read(async (db: ReadDb<SubmissionTables>) => {
    const form = await findForm(db, params.key!)
    if (!form || form.live_version === null) return undefined
    const sent =
      form.submission_limit === null
        ? 0
        : (
            await db
              .selectFrom('forms.submission')
              .select((all) => all.fn.countAll<number>().as('count'))
              .where('form_id', '=', form.id)
              .executeTakeFirstOrThrow()
          ).count
    return { form, open: openness(form, today, Number(sent)) }
  })
  const version = found && (await readyVersion(town, found.form.id, found.form.live_version!))
  return version && { ...found, version }
}

export function startRoutes(on: Routes): void {
  on.page('/forms/:key', anyone, {}, async (visit) => {
    const live = await findLive(visit)
    return live ? showStart(visit, live) : notFound
  })

  on.form('/forms/:key/begin', anyone, { perMinute: 30 }, async (visit, input) => {
    const live = await findLive(visit)
    if (!live) return notFound
    if (live.open !== 'open') return showStart(visit, live, 409)
    const { level } = live.version.row.document
    if (lacksLevel(visit, level)) return signInFirst(visit, level, input)
    return begin(visit, live, input)
  })

  // Whoever reloads the page between start and form comes here with GET.
  on.page('/forms/:key/begin', anyone, {}, (visit) => seeOther(linkTo(visit, `/forms/${visit.params.key}`)))
}

async function showStart(visit: Visit, { form, version, open }: Live, status = 200): Promise<Answer> {
  const { frame, town, query, now } = visit
  const drafts = await town.read((db: Reading) => listDrafts(db, visit, form.id))
  const given = query.fill
  const earlier = await findEarlier(visit, form.id)
  const link = given === undefined ? undefined : readFillLink(town, form.key, given, now) ? { token: given } : ('forged' as const)
  const view = {
    frame,
    form,
    duplicates: await listDuplicates(visit, form.key),
    document: version.row.document,
    open,
    drafts: drafts.map((draft) => ({ ...draft, url: linkTo(visit, `/forms/${form.key}/fill/${draft.id}`) })),
    beginUrl: linkTo(visit, `/forms/${form.key}/begin`),
    link,
    earlier: earlier && { id: earlier.id, day: formatDay(visit.language, dayAt(earlier.received_at)) },
    minutes: version.row.document.minutes,
    draftDays: draftDays(town),
    done: query.done === 'dropped' ? laterWords(visit).dropped : undefined,
    example: isExample({ version }),
  }
  return unkept(page(<StartPage {...view} />, { status, visited: form.id && `forms.form/${form.id}` }))
}

/** What waits already: many begin a second time since they do not know. Who represents somebody is told of what is open for them. */
async function listDuplicates({ house, town, person, language }: Visit, form: string): Promise<OpenDuplicates['answer']> {
  if (!person) return []
  const asked = { form, person: ownerOf(person), language }
  return (await house.askAll<OpenDuplicates>(town, 'open-duplicates', asked)).flatMap(({ answer }) => answer)
}

async function begin(visit: Visit, live: Live, input: FormInput): Promise<Answer | NotFound> {
  const { house, town, frame, person, now } = visit
  const { form, version } = live
  const { document } = version.row
  const text = fillingWords(visit)
  const title = textIn(document.title, visit.language)
  if (!person) {
    const token = input.value('task')
    const passed =
      token === '' ? 'no' : await town.write((db: Writing) => passTask(db, visit, form.key, token, input.value('answer')))
    if (passed === 'too-often')
      return page(<RefusedPage frame={frame} formTitle={title} title={text.tooOftenTitle} text={text.tooOften} />, {
        status: 429,
      })
    if (passed !== 'passed') return showMoment(visit, live, input, passed === 'early')
  }
  const { secret, hash } = browserWithSecret(visit)
  const offered = input.value('fill') === '' ? undefined : readFillLink(town, form.key, input.value('fill'), now)
  const again = await answersOfEarlier(visit, form.id, version, input.value('again'))
  const first = evaluateForm(version.form, again.answers, now).pages[0]?.key ?? document.pages[0]!.key
  const content = { ...again, leftOpen: {}, seen: [], ...(offered && { offered }) }
  const id = await beginDraft(visit, { form, version: version.row.number, secret: hash, content, page: first })
  if (!id)
    return page(<RefusedPage frame={frame} formTitle={title} title={text.mayNot} text={text.mayNotText} />, { status: 403 })
  noteFigures(house, town, now, [{ form_id: form.id, version: version.row.number, what: 'started', place: '' }])
  return seeOther(fillUrl(visit, form.key, id, first), { cookies: person ? undefined : [draftCookie(id, secret)] })
}

async function showMoment(visit: Visit, { form, version }: Live, input: FormInput, early: boolean): Promise<Answer> {
  const { town, frame } = visit
  const begun = await town.read((db: Reading) => countOf(db, visit, 'begin'))
  const start = linkTo(visit, `/forms/${form.key}`)
  const signIn = frame.signIn?.url.split('?')[0]
  const shown = {
    frame,
    title: textIn(version.row.document.title, visit.language),
    startUrl: start,
    url: `${start}/begin`,
    task: newTask(visit, form.key, begun),
    fill: input.value('fill'),
    early,
    signIn: signIn && `${signIn}?next=${encodeURIComponent(start)}`,
  }
  return unkept(page(<MomentPage {...shown} />, { status: early ? 422 : 200 }))
}
