// The addresses of the notices of disruptions.
import { formatDay } from '../../../design/format.ts'
import { staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { dayInBerlin, linkTo, type Visit } from '../../../kernel/http/visit.ts'
import type { ReadDb } from '../../../kernel/town.ts'
import { cleanLine } from '../readers/rich-text.ts'
import { type Banner, endBanner, findBanner, listBanners, storeBanner } from './banner.ts'
import { type BannerForm, BannerPage, BannersPage } from './banner-pages.tsx'
import { findDay, findMoment, partsOf } from './day.ts'
import { backToDesk, deskRoot } from './desk-list-routes.tsx'
import { listWords } from './list-words.ts'
import { findNamed } from './named.ts'
import { messageOf, problemWords } from './problem-words.ts'
import type { EditorTables } from './tables.ts'
import { lineOf, listNamed } from './thing.ts'
import { isWrong } from './typed-value.ts'
import { editorWords } from './words.ts'

const root = `${deskRoot}/banners`
const edit = staff('catalogue.banners.edit')

export function bannerRoutes(on: Routes): void {
  on.page(root, edit, {}, showAll)
  on.page(`${root}/new`, edit, {}, (visit) => showOne(visit, 0))
  on.form(`${root}/new`, edit, { perMinute: 20 }, (visit, input) => store(visit, 0, input))
  on.page(`${root}/:id`, edit, {}, (visit) => showOne(visit, numberIn(visit)))
  on.form(`${root}/:id`, edit, { perMinute: 20 }, (visit, input) => store(visit, numberIn(visit), input))
  on.form(`${root}/:id/end`, edit, {}, async (visit) => {
    await endBanner(visit.town, numberIn(visit), visit.now)
    return seeOther(linkTo(visit, `${root}?done=ended`))
  })
}

const numberIn = ({ params }: Visit): number => (/^[1-9]\d{0,8}$/.test(params.id ?? '') ? Number(params.id) : -1)

async function showAll(visit: Visit): Promise<Answer> {
  const lists = listWords(visit)
  const { now, language, query } = visit
  const banners = await listBanners(visit.town, now)
  const moment = (at: Date) => `${formatDay(language, dayInBerlin(at))}, ${partsOf(at).time}`
  const lines = banners.map(({ id, title, from, to, place }) => ({
    title: title.de ?? '',
    url: linkTo(visit, `${root}/${id}`),
    when: `${moment(from)} – ${moment(to)}`,
    where: place === 'everywhere' ? lists.everywhere : place.startsWith('service') ? lists.onService : lists.onTopic,
    state: to <= now ? lists.bannerOver : from <= now ? lists.bannerNow : lists.bannerLater,
  }))
  const said =
    query.done === 'saved'
      ? { text: lists.bannerSaved, tone: 'ok' as const }
      : query.done === 'ended'
        ? { text: lists.bannerEnded, tone: 'ok' as const }
        : undefined
  const back = visit.person!.permissions.has('catalogue.texts.edit') ? backToDesk(visit) : undefined
  return page(<BannersPage frame={visit.frame} lines={lines} url={linkTo(visit, root)} back={back} said={said} />)
}

async function showOne(
  visit: Visit,
  id: number,
  typed?: BannerForm,
  problems: Record<string, string> = {},
): Promise<Answer | NotFound> {
  const banner = id === 0 ? undefined : await findBanner(visit.town, id)
  if (id !== 0 && !banner) return notFound
  const lists = listWords(visit)
  const labels: Record<string, string> = {
    title: lists.bannerTitle,
    text: lists.bannerText,
    titleEn: lists.bannerTitleEn,
    textEn: lists.bannerTextEn,
    from: lists.bannerFrom,
    to: lists.bannerTo,
    'from-time': `${lists.bannerFrom}: ${lists.bannerTime}`,
    'to-time': `${lists.bannerTo}: ${lists.bannerTime}`,
    on: lists.bannerPlace,
    name: lists.bannerNumber,
    link: lists.bannerLink,
  }
  const found = Object.entries(problems).map(([field, message]) => ({ field, label: labels[field] ?? field, message }))
  return page(
    <BannerPage
      frame={visit.frame}
      id={id}
      form={typed ?? (banner ? await formOf(visit, banner) : emptyForm(visit))}
      problems={found}
      url={linkTo(visit, `${root}/${id === 0 ? 'new' : id}`)}
      back={{ label: editorWords(visit).banners, url: linkTo(visit, root) }}
      mayEnd={banner !== undefined && banner.to > visit.now}
    />,
    { status: found.length > 0 ? 422 : 200 },
  )
}

const emptyForm = ({ now }: Visit): BannerForm => ({
  title: '',
  text: '',
  titleEn: '',
  textEn: '',
  link: '',
  from: partsOf(now),
  to: { day: '', month: '', year: '', time: '18:00' },
  on: 'everywhere',
  name: '',
})

async function formOf(visit: Visit, { title, text, link, from, to, place }: Banner): Promise<BannerForm> {
  const [on = 'everywhere', id] = place.split('/')
  const names =
    on === 'everywhere' ? [] : await visit.town.read((db: ReadDb<EditorTables>) => listNamed(db, on as 'service' | 'topic'))
  const named = names.find((one) => String(one.id) === id)
  return {
    title: title.de ?? '',
    text: text.de ?? '',
    titleEn: title.en ?? '',
    textEn: text.en ?? '',
    link: link ?? '',
    from: partsOf(from),
    to: partsOf(to),
    on,
    name: named ? lineOf(named) : '',
  }
}

async function store(visit: Visit, id: number, input: FormInput): Promise<Answer | NotFound> {
  if (id !== 0 && !(await findBanner(visit.town, id))) return notFound
  const lists = listWords(visit)
  const moment = (name: string) => ({
    day: input.value(`${name}-day`),
    month: input.value(`${name}-month`),
    year: input.value(`${name}-year`),
    time: input.value(`${name}-time`),
  })
  const form: BannerForm = {
    title: cleanLine(input.value('title')),
    text: cleanLine(input.value('text')),
    titleEn: cleanLine(input.value('titleEn')),
    textEn: cleanLine(input.value('textEn')),
    link: input.value('link'),
    from: moment('from'),
    to: moment('to'),
    on: input.value('on'),
    name: cleanLine(input.value('name')),
  }
  const problems: Record<string, string> = {}
  for (const [name, most] of [
    ['title', 80],
    ['text', 400],
    ['titleEn', 80],
    ['textEn', 400],
  ] as const) {
    if (form[name] === '') problems[name] = lists.fillIn
    else if (form[name].length > most) problems[name] = lists.tooLong(most)
  }
  const at = (name: 'from' | 'to'): Date | undefined => {
    const day = findDay(form[name])
    if (!day) problems[name] = lists.dateWrong
    const found = day && findMoment(day, form[name].time)
    if (day && !found) problems[`${name}-time`] = lists.timeWrong
    return found || undefined
  }
  const from = at('from')
  const to = at('to')
  if (from && to && to <= from) problems.to = lists.endBeforeStart
  if (form.link !== '' && !/^\/(?![/\\])[^\s<>"]*$/.test(form.link)) problems.link = lists.linkWrong
  const place = await placeOf(visit, form, problems)
  if (!from || !to || Object.keys(problems).length > 0) return showOne(visit, id, form, problems)
  const banner: Banner = {
    id,
    place,
    from,
    to,
    title: { de: form.title, en: form.titleEn },
    text: { de: form.text, en: form.textEn },
    link: form.link || null,
  }
  await storeBanner(visit.town, banner, visit.person!.personId, visit.now)
  return seeOther(linkTo(visit, `${root}?done=saved`))
}

async function placeOf(visit: Visit, { on, name }: BannerForm, problems: Record<string, string>): Promise<string> {
  if (on === 'everywhere') return on
  if (on !== 'service' && on !== 'topic') {
    problems.on = listWords(visit).placeNeeded
    return ''
  }
  if (name === '') {
    problems.name = listWords(visit).placeWrong('')
    return ''
  }
  const found = findNamed(name, await visit.town.read((db: ReadDb<EditorTables>) => listNamed(db, on)))
  if (!isWrong(found)) return `${on}/${found}`
  problems.name = messageOf(problemWords(visit), found)
  return ''
}
