// The addresses of a service's pictures on the desk.
import type { Access } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther, text } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { cleanLine } from '../readers/rich-text.ts'
import { deskPath, idIn } from './desk-address.ts'
import { openThing } from './draft.ts'
import { addPicture, listPictures, openPicture, releasePicture, removePicture } from './picture.ts'
import { type PictureForm, PicturesPage } from './picture-pages.tsx'
import { pictureWords } from './picture-words.ts'
import type { Said } from './work-pages.tsx'

export const pictureKinds = ['jpeg', 'png', 'webp'] as const
const uploads = { maxFiles: 1, maxBytesEach: 10 * 1024 * 1024, accept: pictureKinds }
const publishing = 'catalogue.texts.publish'

export function pictureRoutes(on: Routes, base: string, who: Access): void {
  on.page(`${base}/pictures`, who, {}, (visit) => showPictures(visit))
  on.form(`${base}/pictures`, who, { perMinute: 20, uploads }, add)
  on.form(`${base}/pictures/:picture`, who, {}, change)
  on.file(`${base}/pictures/:picture/file`, who, {}, async (visit) => {
    const found = await openPicture(visit.house, visit.town, idIn('service', visit), numberIn(visit), 'any')
    return found ? text(found.mediaType, found.content, { headers: { 'cache-control': 'no-store' } }) : notFound
  })
}

const numberIn = ({ params }: Visit): number => (/^[1-9]\d{0,8}$/.test(params.picture ?? '') ? Number(params.picture) : 0)
const emptyForm: PictureForm = { alt: '', altEn: '', caption: '', captionEn: '', rights: '' }

type Shown = { form?: PictureForm; problems?: Record<string, string>; said?: Said; status?: number }

async function showPictures(
  visit: Visit,
  { form = emptyForm, problems = {}, said, status }: Shown = {},
): Promise<Answer | NotFound> {
  const id = idIn('service', visit)
  const { town, person, query, frame } = visit
  const opened = await openThing(town, 'service', id)
  if (!opened) return notFound
  const words = pictureWords(visit)
  const done = (['added', 'released', 'removed'] as const).find((one) => one === query.done)
  const url = linkTo(visit, deskPath('service', id))
  const labels: Record<string, string> = { file: words.file, alt: words.alt, caption: words.caption, rights: words.rights }
  return page(
    <PicturesPage
      frame={frame}
      title={opened.thing.title}
      url={`${url}/pictures`}
      back={{ label: opened.thing.title, url }}
      pictures={await listPictures(town, id, person!.personId)}
      mayRelease={person!.permissions.has(publishing)}
      form={form}
      problems={Object.entries(problems).map(([field, message]) => ({ field, label: labels[field] ?? words.rights, message }))}
      said={said ?? (done && { text: words[done], tone: 'ok' })}
    />,
    { status: status ?? (Object.keys(problems).length > 0 ? 422 : 200) },
  )
}

async function add(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { house, town, now, person } = visit
  const id = idIn('service', visit)
  if (!(await openThing(town, 'service', id))) return notFound
  const words = pictureWords(visit)
  const line = (name: keyof PictureForm) => cleanLine(input.value(name))
  const form: PictureForm = {
    alt: line('alt'),
    altEn: line('altEn'),
    caption: line('caption'),
    captionEn: line('captionEn'),
    rights: line('rights'),
  }
  const problems: Record<string, string> = {}
  const [file] = input.files('file')
  for (const { field, message } of input.fileProblems) problems[field] = message
  if (!file && !problems.file) problems.file = words.fileNeeded
  if (form.alt === '' && form.caption === '') problems.alt = words.described
  if (form.rights === '') problems.rights = words.rightsNeeded
  for (const [name, value] of Object.entries(form)) if (value.length > 300) problems[name] = words.tooLong
  if (!file || Object.keys(problems).length > 0) return showPictures(visit, { form, problems })
  const both = (de: string, en: string) => ({ ...(de && { de }), ...(en && { en }) })
  const picture = {
    content: file.content,
    alt: both(form.alt, form.altEn),
    caption: both(form.caption, form.captionEn),
    rights: form.rights,
    mayPublish: person!.permissions.has(publishing),
  }
  await addPicture(house, town, id, picture, person!.personId, now)
  return seeOther(`${linkTo(visit, deskPath('service', id))}/pictures?done=added`)
}

async function change(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { town, now, person } = visit
  const id = idIn('service', visit)
  const url = `${linkTo(visit, deskPath('service', id))}/pictures`
  if (!person!.permissions.has(publishing)) return notFound
  if (input.value('go') === 'remove') {
    await removePicture(town, id, numberIn(visit), now)
    return seeOther(`${url}?done=removed`)
  }
  const done = await releasePicture(town, id, numberIn(visit), person!.personId)
  if (done === 'none') return notFound
  if (done === 'same-person')
    return showPictures(visit, { said: { text: pictureWords(visit).refused, tone: 'bad' }, status: 409 })
  return seeOther(`${url}?done=released`)
}
