// The addresses of stopping and going on.
import { formatDay } from '../../../design/format.ts'
import { anyone, holder, self } from '../../../kernel/access.ts'
import { addDays, dayAt } from '../../../kernel/calendar/day.ts'
import { type Answer, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { readMailAddress } from '../../../kernel/mail-address.ts'
import { textIn } from '../document/text.ts'
import { browserWithSecret, draftCookie } from './browser.ts'
import { listDrafts, type Reading } from './draft.ts'
import { draftDays } from './draft-days.ts'
import { dropOwnDraft } from './drop.ts'
import { AskPage, CodePage, DraftsPage, DropPage, LaterPage } from './later-pages.tsx'
import { laterWords } from './later-words.ts'
import { askForCode, resumeWithCode, saveForLater } from './resume.ts'
import { fillUrl } from './screen.ts'
import { type Filling, lostDraft, resumeAddress, unkept, withFilling } from './state.tsx'

export function laterRoutes(on: Routes): void {
  on.page('/forms/:key/later/:draft', anyone, {}, (visit) => withFilling(visit, (filling) => showLater(visit, filling, {})))

  on.form('/forms/:key/later/:draft', anyone, { perMinute: 10 }, async (visit, input) => {
    const mail = input.value('mail')
    if (!readMailAddress(mail)) return withFilling(visit, (filling) => showLater(visit, filling, { input }))
    const sent = await saveForLater(visit, visit.params.draft!, mail)
    if (sent === undefined) return lostDraft(visit, input)
    return seeOther(linkTo(visit, `/forms/${visit.params.key}/later/${visit.params.draft}?said=${sent}`))
  })

  on.page('/forms/:key/drop/:draft', holder, {}, (visit) =>
    withFilling(visit, (filling) => {
      const { drop, back } = urlsOf(visit, filling)
      return page(<DropPage frame={visit.frame} form={formLink(visit, filling)} urls={{ drop, back }} />)
    }),
  )

  on.form('/forms/:key/drop/:draft', holder, { perMinute: 20 }, async (visit, input) =>
    (await dropOwnDraft(visit, visit.params.draft!))
      ? seeOther(linkTo(visit, `/forms/${visit.params.key}?done=dropped`))
      : lostDraft(visit, input),
  )

  on.page('/forms/drafts', self, {}, async (visit) => {
    const text = laterWords(visit)
    const drafts = await visit.town.read((db: Reading) => listDrafts(db, visit))
    const lines = drafts.map(({ id, key, title, savedAt }) => ({
      title,
      url: linkTo(visit, `/forms/${key}/fill/${id}`),
      note: text.draftFrom(formatDay(visit.language, dayAt(savedAt))),
    }))
    return page(<DraftsPage frame={visit.frame} drafts={lines} />)
  })

  on.page('/forms/resume', anyone, {}, (visit) => showAsk(visit, {}))

  on.form('/forms/resume', anyone, { perMinute: 10 }, async (visit, input) => {
    const mail = input.value('mail')
    if (!readMailAddress(mail)) return showAsk(visit, { input })
    const said = await askForCode(visit, { mail })
    return seeOther(linkTo(visit, `/forms/resume?said=${said}`))
  })

  on.page('/forms/resume/:way', anyone, {}, (visit) => showCode(visit, false))

  on.form('/forms/resume/:way', anyone, { perMinute: 10 }, async (visit, input) => {
    const { secret, hash } = browserWithSecret(visit)
    const resumed = await resumeWithCode(visit, visit.params.way!, input.value('code'), hash)
    if (resumed === 'wait') return seeOther(linkTo(visit, `/forms/resume/${visit.params.way}?said=wait`))
    if (resumed === 'wrong') return showCode(visit, true)
    const { key, draft } = resumed
    return seeOther(linkTo(visit, `/forms/${key}/fill/${draft}`), { cookies: [draftCookie(draft, secret)] })
  })

  on.form('/forms/resume/:way/code', anyone, { perMinute: 5 }, async (visit) => {
    const said = await askForCode(visit, { id: visit.params.way! })
    return seeOther(linkTo(visit, `/forms/resume/${visit.params.way}?said=${said === 'wait' ? 'wait' : 'new'}`))
  })
}

const formLink = (visit: Visit, { form, evaluation }: Filling) => ({
  label: textIn(evaluation.form.document.title, visit.language),
  url: linkTo(visit, `/forms/${form.key}`),
})

const urlsOf = (visit: Visit, filling: Filling) => {
  const { form, draft } = filling
  return {
    send: linkTo(visit, `/forms/${form.key}/later/${draft.id}`),
    drop: linkTo(visit, `/forms/${form.key}/drop/${draft.id}`),
    back: fillUrl(visit, form.key, draft.id, resumeAddress(filling)),
  }
}

const saidOf = <Said extends string>(visit: Visit, known: readonly Said[]): Said | undefined =>
  known.find((one) => one === visit.query.said)

const mailProblem = (visit: Visit) => {
  const text = laterWords(visit)
  return { field: 'mail', label: text.laterMail, message: text.mailWrong }
}

function showLater(visit: Visit, filling: Filling, { input }: { input?: FormInput }): Answer {
  const { draft } = filling
  const until = addDays(dayAt(draft.saved_at), draftDays(visit.town))
  const view = {
    frame: visit.frame,
    form: formLink(visit, filling),
    until: formatDay(visit.language, until),
    account: draft.owner_id !== null,
    urls: urlsOf(visit, filling),
    mail: input?.value('mail') ?? '',
    problems: input ? [mailProblem(visit)] : [],
    sent: saidOf(visit, ['sent', 'wait', 'nobody-sends']),
  }
  return page(<LaterPage {...view} />, { status: input ? 422 : 200 })
}

function showAsk(visit: Visit, { input }: { input?: FormInput }): Answer {
  const view = {
    frame: visit.frame,
    url: linkTo(visit, '/forms/resume'),
    mail: input?.value('mail') ?? '',
    problems: input ? [mailProblem(visit)] : [],
    said: saidOf(visit, ['asked', 'wait']),
  }
  return unkept(page(<AskPage {...view} />, { status: input ? 422 : 200 }))
}

/** Looks the same whether or not there is such a link. */
function showCode(visit: Visit, wrong: boolean): Answer {
  const text = laterWords(visit)
  const here = linkTo(visit, `/forms/resume/${visit.params.way}`)
  const view = {
    frame: visit.frame,
    urls: { code: here, anew: `${here}/code`, ask: linkTo(visit, '/forms/resume') },
    problems: wrong ? [{ field: 'code', label: text.resumeCode, message: text.resumeWrong }] : [],
    said: saidOf(visit, ['new', 'wait']),
  }
  return unkept(page(<CodePage {...view} />, { status: wrong ? 422 : 200 }))
}
