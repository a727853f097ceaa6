// The addresses of services: one page each, and the answer to "was this what you looked for?".
import type { OnlineForms } from '../../contracts/online-forms.ts'
import { anyone } from '../../kernel/access.ts'
import { type Answer, movedTo, type NotFound, notFound, page, seeOther, text } from '../../kernel/http/answer.ts'
import { type FormInput, oneOf, readForm } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import { openPicture } from './editor/picture.ts'
import { factWords } from './fact-words.ts'
import { countFeedback, feedbackAnswers } from './feedback.ts'
import { FeedbackAgainPage } from './feedback-pages.tsx'
import { findId } from './paths.ts'
import { findServiceTitle } from './service.ts'
import { recallServiceView } from './service-memory.ts'
import { FeedbackThanksPage, ServicePage } from './service-pages.tsx'

export function serviceRoutes(on: Routes): void {
  on.page('/services', anyone, {}, (visit) => movedTo(linkTo(visit, '/a-z')))
  on.page('/services/:service', anyone, { cachedBy: [] }, showService)
  on.form('/services/:service/feedback', anyone, { perMinute: 20 }, takeFeedback)
  on.file('/services/:service/pictures/:picture', anyone, {}, showPicture)
  on.page('/services/:service/thanks', anyone, { cachedBy: [] }, sayThanks)
}

async function showService(visit: Visit): Promise<Answer | NotFound> {
  const id = findId(visit.params.service)
  const found = id === undefined ? undefined : await recallServiceView(visit, id)
  if (!found) return notFound
  const { view, path, dependsOn } = found
  if (visit.path !== path) return movedTo(linkTo(visit, path))
  const online = (await findOnlineForm(visit, view.id)) ?? view.online
  return page(<ServicePage frame={visit.frame} view={{ ...view, online }} />, {
    dependsOn,
    visited: `catalogue.service/${view.id}`,
  })
}

/** A form of the house goes before an address elsewhere. */
async function findOnlineForm({ house, town, language, today }: Visit, id: string) {
  const service = `catalogue.service/${id}`
  const answers = await house.askAll<OnlineForms>(town, 'online-forms', { service, language, today })
  const [form] = answers.flatMap(({ answer }) => answer)
  return form && { url: form.url }
}

async function takeFeedback(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const id = findId(visit.params.service)
  const service = id === undefined ? undefined : await findServiceTitle(visit.town, id, visit.language)
  if (id === undefined || !service) return notFound
  const url = linkTo(visit, service.path)
  const form = readForm(input, { answer: oneOf('answer', feedbackAnswers, factWords(visit).chooseAnswer) })
  if ('problems' in form) {
    const message = form.problems.map((problem) => problem.message).join(' ')
    const again = { service: { label: service.title, url }, feedbackUrl: `${url}/feedback`, message }
    return page(<FeedbackAgainPage frame={visit.frame} {...again} />, { status: 422 })
  }
  await countFeedback(visit.town, id, form.values.answer, visit.today)
  return seeOther(`${url}/thanks`)
}

async function sayThanks(visit: Visit): Promise<Answer | NotFound> {
  const id = findId(visit.params.service)
  const service = id === undefined ? undefined : await findServiceTitle(visit.town, id, visit.language)
  if (!service) return notFound
  if (visit.path !== `${service.path}/thanks`) return movedTo(linkTo(visit, `${service.path}/thanks`))
  const link = { label: service.title, url: linkTo(visit, service.path) }
  return page(<FeedbackThanksPage frame={visit.frame} service={link} />, { dependsOn: [`catalogue.service/${id}`] })
}

async function showPicture({ house, town, params }: Visit): Promise<Answer | NotFound> {
  const [service, picture] = [findId(params.service), findId(params.picture)]
  const shown = service && picture ? await openPicture(house, town, service, picture, 'released') : undefined
  if (!shown) return notFound
  return text(shown.mediaType, shown.content, { headers: { 'content-security-policy': "default-src 'none'" } })
}
