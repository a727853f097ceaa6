// One service, told in the order in which people ask.
import { sql } from 'kysely'
import { htmlLang, type Language, pathIn } from '../../kernel/language.ts'
import type { ReadDb, Town, TownSql } from '../../kernel/town.ts'
import type { Reader } from '../../kernel/words.ts'
import { factWords } from './fact-words.ts'
import { addressInWords, costInWords, deadlineInWords, feeLine } from './facts.ts'
import { asLanguage, chooseText, wordsIn } from './language-choice.ts'
import { officePath, servicePath, situationPath, topicPath } from './paths.ts'
import { plainText } from './readers/rich-text.ts'
import type { Channel, ServiceFacts, ServiceText } from './record.ts'
import { titleOf } from './service-line.ts'
import { type OfficeRow, type ServiceRow, serviceQuery } from './service-row.ts'
import type { CatalogueTables } from './tables.ts'
import type { ChannelKind, OfficeLine, ServiceTexts, ServiceView, TownText } from './views.ts'

export type FoundService = { view: ServiceView; path: string; dependsOn: string[] }

/** A published service as its page shows it; undefined when there is none of this id. */
export const findServiceView = (town: Town, id: number, reader: Reader): Promise<FoundService | undefined> =>
  town.read((db: ReadDb<CatalogueTables>) => readServiceView(db, id, reader))

/** The same inside a transaction, such as the one of a preview. */
export async function readServiceView(db: TownSql, id: number, reader: Reader): Promise<FoundService | undefined> {
  const { rows } = await serviceQuery(id, reader.language).execute(db)
  const [row] = rows
  if (!row?.texts) return undefined
  return { view: viewOf(row, reader), path: servicePath(row.id, row.german), dependsOn: dependsOn(row) }
}

/** Its title and its address, for redirects and for the page that says thank you. */
export async function findServiceTitle(
  town: Town,
  id: number,
  language: Language,
): Promise<{ title: string; path: string } | undefined> {
  const { rows } = await town.read((db: ReadDb<CatalogueTables>) =>
    sql<{ title: string | null; german: string }>`
      SELECT ${titleOf(language, sql`s.id`)} AS title, ${titleOf('de', sql`s.id`)} AS german
      FROM catalogue.service s WHERE s.id = ${id} AND s.status = 'published'`.execute(db),
  )
  const [row] = rows
  return row?.title ? { title: row.title, path: servicePath(id, row.german) } : undefined
}

const dependsOn = ({ id, offices, related: near, situations, topics }: ServiceRow): string[] => [
  `catalogue.service/${id}`,
  ...(offices ?? []).map((one) => `catalogue.office/${one.id}`),
  ...(near ?? []).map((one) => `catalogue.service/${one.id}`),
  ...(situations ?? []).map((one) => `catalogue.situation/${one.id}`),
  ...(topics ?? []).map((one) => `catalogue.topic/${one.id}`),
]

function viewOf(row: ServiceRow, reader: Reader): ServiceView {
  const { language } = reader
  const { facts } = row
  const best = row.texts[0] as ServiceRow['texts'][0]
  const [authority] = row.authorities ?? []
  const offices = onePerPlace((row.offices ?? []).map((office) => officeLine(office, language)))
  const path = servicePath(row.id, row.german)
  return {
    id: String(row.id),
    title: best.text.title,
    kind: row.kind,
    notices: (row.notices ?? []).map(({ title, text, link }) => ({
      title: wordsIn(title, language),
      text: wordsIn(text, language),
      url: link === null ? undefined : pathIn(language, link),
    })),
    language: best.language === language ? undefined : (asLanguage(best.language) ?? 'de'),
    summary: best.text.summary,
    texts: textsOf(row, language),
    ...waysOf(facts, reader, offices.length > 0),
    pictures: (row.pictures ?? []).map(({ id, width, height, alt, caption, rights }) => ({
      url: `/services/${row.id}/pictures/${id}`,
      width,
      height,
      alt: wordsIn(alt, language),
      caption: wordsIn(caption, language) || undefined,
      rights,
    })),
    short: {
      cost: costInWords(reader, facts.fees ?? []),
      deadline: deadlineInWords(reader, facts.deadlines ?? []),
      processing: deadlineInWords(reader, facts.processingTimes ?? []),
    },
    minutesOnSite: minutesOnSite(row),
    fees: feesOf(row, reader),
    documents: (facts.documents ?? [])
      .filter(({ direction }) => direction === 'in')
      .map(({ title, description }) => ({
        name: wordsIn(title, language),
        note: description && plainText(wordsIn(description, language)),
      })),
    steps: [],
    offices,
    links: linksOf(facts, language),
    legalBases: (facts.legalBases ?? []).map(({ title, url }) => ({ label: title, url })),
    related: (row.related ?? []).map((one) => ({
      label: one.title,
      url: pathIn(language, servicePath(one.id, one.german)),
      fact: costInWords(reader, one.fees ?? []),
    })),
    obstacles: (row.obstacles ?? []).flatMap(({ kind, basis }) =>
      basis ? [{ kind: kind === 'presence' ? ('presence' as const) : ('written' as const), basis }] : [],
    ),
    responsible: authority && { name: wordsIn(authority.name, language), url: authority.website },
    alsoKnownAs: best.text.keywords?.length ? best.text.keywords : (row.texts.at(-1)?.text.keywords ?? []),
    situations: (row.situations ?? []).map((one) => ({
      label: wordsIn(one.name, language),
      url: pathIn(language, situationPath(one.kind, one.id, wordsIn(one.name, 'de'))),
    })),
    topics: (row.topics ?? []).map((one) => ({
      label: wordsIn(one.name, language),
      url: pathIn(language, topicPath(one.id, wordsIn(one.name, 'de'))),
    })),
    updated: latest(facts.lastChange?.slice(0, 10), row.published),
    validUntil: facts.validity?.[0]?.to?.slice(0, 10),
    feedbackUrl: pathIn(language, `${path}/feedback`),
    machine: [
      { label: factWords(reader).machineJson, url: `/api/v1/services/${row.id}` },
      { label: factWords(reader).machineLinkedData, url: '/catalogue.jsonld' },
    ],
    leikaKeys: row.leika ?? [],
  }
}

/** The later of two days. */
const latest = (a: string | undefined, b: string | null): string | undefined => [a, b ?? undefined].filter(Boolean).sort().at(-1)

/** Each field in the reader's language where it exists, else in German and marked so. */
function textsOf({ texts }: ServiceRow, language: Language): ServiceTexts {
  const said = (...fields: (keyof ServiceText)[]): TownText | undefined => {
    for (const { language: own, text } of texts) {
      const html = fields.flatMap((field) => (typeof text[field] === 'string' ? [text[field]] : [])).join('\n')
      if (html !== '') return { html, ...(own !== language && { language: asLanguage(own) ?? 'de' }) }
    }
    return undefined
  }
  return {
    about: said('description') ?? said('shortText'),
    prerequisites: said('prerequisites'),
    documents: said('requiredDocumentsText'),
    cost: said('feesText'),
    duration: said('processingTimeText'),
    deadline: said('deadlinesText'),
    procedure: said('steps'),
    hints: said('hints', 'formsText', 'furtherInformation', 'additional', 'competentUnitText', 'contactText'),
    remedy: said('remedy'),
    legal: said('legalBasisText'),
  }
}

/** Listed where the amounts say more than the box at the side: several, or bound to a condition. */
function feesOf({ facts, texts }: ServiceRow, reader: Reader): { label: string; amount: string }[] {
  const fees = facts.fees ?? []
  const told = texts.some(({ text }) => text.feesText)
  if (fees.length === 1 && fees[0]?.condition === undefined && told) return []
  return fees.map((fee) => feeLine(reader, fee)).filter(({ amount }) => amount !== '')
}

function officeLine({ id, name, address, phone, mail }: OfficeRow, language: Language): OfficeLine {
  return {
    name: wordsIn(name, language),
    url: pathIn(language, officePath(id, wordsIn(name, 'de'))),
    address: addressInWords(address ?? undefined),
    phone: phone ?? undefined,
    mail: mail ?? undefined,
  }
}

/** Teams of one office under the same name and roof stand once: who goes there finds all of them. */
const onePerPlace = (offices: readonly OfficeLine[]): OfficeLine[] =>
  [...new Map(offices.toReversed().map((office) => [`${office.name} ${office.address}`, office])).values()].reverse()

/** Where offices differ, the longest appointment counts: nobody should have to leave early. */
function minutesOnSite({ facts, offices }: ServiceRow): number | undefined {
  const own = facts.appointment?.durationMinutes
  const there = (offices ?? []).flatMap(({ offer }) => offer.durationMinutes ?? [])
  return own ?? (there.length > 0 ? Math.max(...there) : undefined)
}

const channelKinds: Record<Channel['kind'], ChannelKind> = {
  'online-form': 'online',
  appointment: 'appointment',
  'external-link': 'link',
  office: 'office',
  post: 'post',
  phone: 'phone',
}

function waysOf(
  facts: ServiceFacts,
  reader: Reader,
  hasOffices: boolean,
): Pick<ServiceView, 'online' | 'appointment' | 'channels'> {
  const text = factWords(reader)
  const plain: Record<Channel['kind'], string> = {
    'online-form': text.onlineForm,
    appointment: text.bookAppointment,
    'external-link': text.onlineForm,
    office: text.inOffice,
    post: text.perPost,
    phone: text.perPhone,
  }
  const ways = (facts.channels ?? []).map((channel) => ({
    kind: channelKinds[channel.kind],
    title: 'title' in channel ? chooseText(channel.title, reader.language)?.text : undefined,
    label: plain[channel.kind],
    url: 'url' in channel ? channel.url : undefined,
  }))
  const first = (kind: ChannelKind) => {
    const way = ways.find((one) => one.kind === kind && one.url !== undefined)
    return way?.url === undefined ? undefined : { url: way.url, label: way.title }
  }
  return {
    online: first('online'),
    appointment: first('appointment'),
    channels: ways
      .filter(({ kind }) => kind !== 'office' || !hasOffices)
      .map(({ kind, title, label, url }) => ({ kind, label: title ?? label, url })),
  }
}

/** Forms before other links, each address once; in German where nothing else was said. */
function linksOf({ forms, links }: ServiceFacts, language: Language): ServiceView['links'] {
  const byUrl = new Map(
    [...(forms ?? []), ...(links ?? [])].map(({ title, url, language: said }) => {
      const own = asLanguage(said) ?? 'de'
      return [url, { label: title, url, ...(htmlLang(own) !== htmlLang(language) && { language: own }) }]
    }),
  )
  return [...byUrl.values()]
}
