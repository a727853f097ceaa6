// Services that packages bring: their texts become a page of the catalogue, or their forms join the page that the town has already.
import { Compile } from 'typebox/schema'
import type { LinkForm } from '../../contracts/online-forms.ts'
import type { CheckPart, InstallPart, PackagePart, PartProblem } from '../../contracts/package-parts.ts'
import type { House } from '../../kernel/house.ts'
import { tell } from '../../kernel/outbox.ts'
import type { Town, TownSql, WriteDb } from '../../kernel/town.ts'
import { takeIn } from './import.ts'
import type { CatalogueFile, Fee, LegalBasis, Localized, ServiceRecord, ServiceText } from './record.ts'
import type { CatalogueTables } from './tables.ts'

const own = 'service'

/** What a package says of its service; `sameAs`: titles under which a town's own catalogue may have it already. */
type ServicePart = {
  format: 'stadttor-service/1'
  key: string
  title: Localized
  summary: Localized
  synonyms: Record<string, string[]>
  sections: { key: string; title: Localized; text: Localized }[]
  fees?: { title: Localized; amount: string; per?: Localized; source: unknown }[]
  legalBasis: { law: string; source: string; verified: boolean }[]
  leika: string[]
  forms: string[]
  sameAs?: string[]
}

const text = { type: 'object', required: ['de', 'en'], additionalProperties: { type: 'string', minLength: 1, maxLength: 10_000 } }
const strings = { type: 'array', maxItems: 200, items: { type: 'string', minLength: 1, maxLength: 300 } }
const list = (properties: Record<string, unknown>, required: string[]) => ({
  type: 'array',
  maxItems: 40,
  items: { type: 'object', properties, required },
})
const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['format', 'key', 'title', 'summary', 'synonyms', 'sections', 'legalBasis', 'leika', 'forms'],
  properties: {
    format: { const: 'stadttor-service/1' },
    key: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,79}$' },
    title: text,
    summary: text,
    synonyms: { type: 'object', additionalProperties: strings },
    sections: list({ key: { type: 'string' }, title: text, text }, ['key', 'title', 'text']),
    fees: list({ title: text, amount: { type: 'string', pattern: '^\\d{1,9}(\\.\\d{1,2})?$' }, per: text }, ['title', 'amount']),
    legalBasis: list({ law: { type: 'string' }, source: { type: 'string' }, verified: { type: 'boolean' } }, ['law', 'source']),
    leika: { type: 'array', maxItems: 20, items: { type: 'string', pattern: '^99[0-9]{12}$' } },
    forms: { type: 'array', maxItems: 20, items: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,79}$' } },
    sameAs: strings,
  },
}
type SchemaError = { keyword: string; instancePath: string; params: Record<string, unknown> }
const checker = Compile(schema) as unknown as { Errors: (value: unknown) => [boolean, SchemaError[]] }

function readService({
  file,
  content,
}: Pick<PackagePart, 'file' | 'content'>): { service: ServicePart } | { problems: PartProblem[] } {
  const problem = (at: string, de: string, en: string): PartProblem => ({ file, at, message: { de, en } })
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch {
    return { problems: [problem('', 'Das ist kein lesbares JSON.', 'This is no readable JSON.')] }
  }
  const [, errors] = checker.Errors(value)
  if (errors.length === 0) return { service: value as ServicePart }
  return {
    problems: errors.slice(0, 20).map(({ keyword, instancePath, params }) => {
      const more = `${keyword}: ${Object.values(params).flat().join(', ')}`
      return problem(instancePath, `Das passt nicht zu einer Leistung (${more}).`, `This does not fit a service (${more}).`)
    }),
  }
}

export function checkPart({ part, all }: CheckPart['input']): CheckPart['answer'] {
  if (part.kind !== own) return undefined
  const read = readService(part)
  if ('problems' in read) return read
  const missing = read.service.forms.filter((form) => !all.some(({ kind, key }) => kind === 'form' && key === form))
  return {
    problems: missing.map((form) => ({
      file: part.file,
      at: '/forms',
      message: { de: `Das Formular „${form}“ fehlt im Paket.`, en: `The form "${form}" is missing in the package.` },
    })),
  }
}

/** Forms are parts too and stand before it in the package: they are there when they are linked. */
export async function installPart(house: House, town: Town, asked: InstallPart['input']): Promise<InstallPart['answer']> {
  const { part, origin, now } = asked
  if (part.kind !== own) return undefined
  const read = readService(part)
  if ('problems' in read) return read
  const { service } = read
  const db = asked.db as unknown as WriteDb<CatalogueTables>
  const source = `package/${origin.id}`
  const known = await findOwn(db, source, service)
  let changed = false
  if (known === undefined) {
    const file: CatalogueFile = {
      format: 'xzufi-2.2',
      source,
      services: [recordOf(service, source)],
      offices: [],
      topics: [],
      authorities: [],
      refused: [],
    }
    const report = await takeIn(asked.db, file, { now })
    changed = report.changed.length > 0
  }
  const id = known ?? (await idOf(db, source, service.key))
  for (const form of service.forms) {
    const linked = await house.ask<LinkForm>(town, 'link-form', {
      db: asked.db as TownSql,
      form,
      service: `catalogue.service/${id}`,
    })
    if (linked && !linked.linked) throw new Error(`The form ${form} is not there.`)
  }
  if (changed) await tell(db, { type: 'catalogue.changed.v1', subjects: ['catalogue', `catalogue.service/${id}`] })
  return { version: 1, changed }
}

/** The page that the town has already, from another source: by its title, else the only one with the key of the federal catalogue. */
async function findOwn(
  db: WriteDb<CatalogueTables>,
  source: string,
  { leika, sameAs = [], title }: ServicePart,
): Promise<number | undefined> {
  const titles = [...sameAs, title.de ?? ''].map((one) => one.toLowerCase())
  const found = await db
    .selectFrom('catalogue.service as s')
    .innerJoin('catalogue.service_text as t', (on) => on.onRef('t.town_id', '=', 's.town_id').onRef('t.service_id', '=', 's.id'))
    .select(['s.id', 't.title'])
    .where('s.source', '!=', source)
    .where('s.source', 'not like', 'package/%')
    .where('t.language', '=', 'de')
    .where((where) =>
      where.or([
        where(where.fn('lower', ['t.title']), 'in', titles),
        ...(leika.length > 0
          ? [
              where.exists(
                where
                  .selectFrom('catalogue.service_leika as l')
                  .select('l.service_id')
                  .whereRef('l.service_id', '=', 's.id')
                  .where('l.leika_key', 'in', leika),
              ),
            ]
          : []),
      ]),
    )
    .orderBy('s.id')
    .execute()
  const named = found.find((one) => titles.includes(one.title?.toLowerCase() ?? ''))
  return (named ?? (found.length === 1 ? found[0] : undefined))?.id
}

async function idOf(db: WriteDb<CatalogueTables>, source: string, key: string): Promise<number> {
  const { id } = await db
    .selectFrom('catalogue.service')
    .select('id')
    .where('source', '=', source)
    .where('source_id', '=', key)
    .executeTakeFirstOrThrow()
  return id
}

const places: Record<string, keyof ServiceText> = {
  who: 'prerequisites',
  conditions: 'prerequisites',
  procedure: 'steps',
  needs: 'requiredDocumentsText',
  fee: 'feesText',
  duration: 'processingTimeText',
  remedy: 'remedy',
  when: 'deadlinesText',
}

/** An invented figure is shown as one. */
const isExample = (source: unknown): boolean => (source as { example?: unknown } | undefined)?.example === true
const exampleWords: Localized = { de: 'Beispielwert', en: 'example value', leicht: 'ein Beispiel' }

function recordOf(service: ServicePart, source: string): ServiceRecord {
  const languages = Object.keys(service.title)
  return {
    source,
    sourceId: service.key,
    kind: 'service',
    texts: Object.fromEntries(languages.map((language) => [language, textsIn(service, language)])),
    leikaKeys: service.leika,
    audience: [],
    fees: (service.fees ?? []).map(({ title, per, amount, source: where }): Fee => {
      const example = isExample(where) ? exampleWords : {}
      const condition = Object.fromEntries(
        Object.entries(title).map(([language, line]) => [
          language,
          [line, per?.[language], example[language]].filter(Boolean).join(', '),
        ]),
      )
      return { kind: 'fixed', cents: Math.round(Number(amount) * 100), currency: 'EUR', condition }
    }),
    deadlines: [],
    processingTimes: [],
    documents: [],
    legalBases: service.legalBasis.map(
      ({ law, source: where, verified }): LegalBasis => ({
        title: verified ? law : `${law} (Wortlaut nicht nachgelesen)`,
        ...(/^https:/.test(where) && { url: where }),
      }),
    ),
    forms: [],
    links: [],
    channels: [],
    areas: [],
    validity: [],
    types: [],
    sdgAreas: [],
    classifications: [],
    authorities: [],
    offices: [],
    topics: [],
    related: [],
    obstacles: [],
    maturity: [],
  }
}

function textsIn({ title, summary, synonyms, sections }: ServicePart, language: string): ServiceText {
  const made: ServiceText = { title: title[language] ?? '', keywords: synonyms[language] ?? [] }
  if (summary[language]) made.summary = summary[language]
  for (const section of sections) {
    const words = section.text[language]
    if (!words) continue
    const place = places[section.key]
    // A section that the catalogue has no place for stands in the description under its own title.
    const html = place ? htmlOf(words) : `<h3>${escaped(section.title[language] ?? '')}</h3>${htmlOf(words)}`
    const field = (place ?? 'description') as 'description'
    made[field] = `${made[field] ?? ''}${html}`
  }
  return made
}

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Lines are paragraphs, lines with `- ` are a list. */
function htmlOf(words: string): string {
  const lines = words.split('\n').filter((line) => line.trim() !== '')
  let html = ''
  for (const [index, line] of lines.entries()) {
    const item = line.startsWith('- ')
    if (item && !lines[index - 1]?.startsWith('- ')) html += '<ul>'
    html += item ? `<li>${escaped(line.slice(2))}</li>` : `<p>${escaped(line)}</p>`
    if (item && !lines[index + 1]?.startsWith('- ')) html += '</ul>'
  }
  return html
}
