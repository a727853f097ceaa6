// The addresses of the texts on the desk: list, edit, preview, take an earlier version up again.
import type { MessageTemplate } from '../../contracts/messages.ts'
import { staff } from '../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../kernel/http/answer.ts'
import type { FormInput } from '../../kernel/http/forms.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import type { ReadDb } from '../../kernel/town.ts'
import { placeholdersOf, render, type Wording } from './rendering.ts'
import type { NotifyTables } from './tables.ts'
import { listOwnWordings, listTemplates, type Tongue, wordingOf } from './template.ts'
import { TemplatePage, type TemplateProps, TemplatesPage, templatesPath } from './template-pages.tsx'
import { listVersions, wordingProblems, writeWording } from './wording.ts'
import { notifyWords } from './words.ts'

const one = `${templatesPath}/:key/:language`

export function templateRoutes(on: Routes): void {
  const access = staff('notify.templates.edit')
  on.page(templatesPath, access, {}, async ({ house, town, frame }) => {
    const templates = await listTemplates(house, town)
    const own = await town.read((db: ReadDb<NotifyTables>) => listOwnWordings(db))
    return page(<TemplatesPage frame={frame} templates={templates} own={new Set(own.keys())} />)
  })
  on.page(one, access, {}, async (visit) => {
    const chosen = await findChosen(visit)
    if (!chosen) return notFound
    return show(visit, chosen, { typed: chosen.inForce, saved: visit.query.saved === '1' })
  })
  on.form(one, access, {}, async (visit, input) => {
    const chosen = await findChosen(visit)
    return chosen ? saveOrPreview(visit, chosen, input) : notFound
  })
  on.form(`${one}/version`, access, {}, async (visit, input) => {
    const chosen = await findChosen(visit)
    if (!chosen) return notFound
    const versions = await listVersions(visit.town, chosen.template.key, chosen.tongue)
    const wanted = versions.find(({ version }) => String(version) === input.value('version'))
    if (!wanted && input.value('version') !== '0') return notFound
    const { subject = null, body = null } = wanted ?? {}
    return write(visit, chosen, subject === null || body === null ? undefined : { subject, text: body }, input)
  })
}

type Chosen = { template: MessageTemplate; tongue: Tongue; inForce: Wording }

async function findChosen({ house, town, params }: Visit): Promise<Chosen | undefined> {
  const tongue = (['de', 'en'] as const).find((each) => each === params.language)
  const template = (await listTemplates(house, town)).find(({ key }) => key === params.key)
  if (!tongue || !template) return undefined
  const own = await town.read((db: ReadDb<NotifyTables>) => listOwnWordings(db))
  return { template, tongue, inForce: wordingOf(template, tongue, own) }
}

async function saveOrPreview(visit: Visit, chosen: Chosen, input: FormInput): Promise<Answer | NotFound> {
  const typed = { subject: input.value('subject'), text: input.value('text').replace(/\r\n?/g, '\n') }
  const problems = wordingProblems(chosen.template, typed, notifyWords(visit))
  if (problems.length > 0) return show(visit, chosen, { typed, problems })
  if (input.value('step') !== 'preview') return write(visit, chosen, typed, input)
  const samples = Object.fromEntries(placeholdersOf(chosen.template).map((name) => [name, `[${name}]`]))
  const { town: _, ...values } = samples
  return show(visit, chosen, { typed, preview: render(chosen.template, typed, values, visit.town.settings.name) })
}

async function write(visit: Visit, chosen: Chosen, wording: Wording | undefined, input: FormInput): Promise<Answer> {
  const { template, tongue } = chosen
  const basedOn = /^\d{1,9}$/.test(input.value('basedOn')) ? Number(input.value('basedOn')) : -1
  const change = { template: template.key, language: tongue, wording, basedOn, author: visit.person!.personId }
  const outcome = await writeWording(visit.town, change, visit.now)
  if (outcome === 'written') return seeOther(`${linkTo(visit, `${templatesPath}/${template.key}/${tongue}`)}?saved=1`)
  return show(visit, chosen, { typed: wording ?? template.texts[tongue], outdated: true })
}

type Shown = Pick<TemplateProps, 'typed'> & Partial<Pick<TemplateProps, 'problems' | 'preview' | 'saved' | 'outdated'>>

async function show(visit: Visit, { template, tongue }: Chosen, shown: Shown): Promise<Answer> {
  const { typed, problems = [], preview, saved = false, outdated = false } = shown
  const versions = await listVersions(visit.town, template.key, tongue)
  const status = problems.length > 0 ? 422 : outdated ? 409 : 200
  const props = { frame: visit.frame, template, tongue, typed, problems, preview, versions, saved, outdated }
  return page(<TemplatePage {...props} />, { status })
}
