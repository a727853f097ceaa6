// The addresses of the overview, of the lists of things, and where new ones begin.
import { staff } from '../../../kernel/access.ts'
import { type Answer, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { cleanLine } from '../readers/rich-text.ts'
import { listMisses } from './demand.ts'
import { deskPath, permissionFor } from './desk-address.ts'
import { backToDesk, deskRoot, pageIn, read } from './desk-list-routes.tsx'
import { NewThingPage } from './edit-pages.tsx'
import { fieldWords } from './field-words.ts'
import { listWords } from './list-words.ts'
import { startThing } from './new-thing.ts'
import { OverviewPage, ThingsPage } from './overview-pages.tsx'
import { problemWords } from './problem-words.ts'
import { asksForFourEyes } from './publish.ts'
import { listSharedFacts } from './shared-fact.ts'
import { editorWords } from './words.ts'
import { countWork, findThings } from './work.ts'

const textsEdit = staff('catalogue.texts.edit')
const things = ['service', 'office', 'topic', 'situation'] as const
type ThingNoun = (typeof things)[number]

export function overviewRoutes(on: Routes): void {
  on.page(deskRoot, textsEdit, {}, showOverview)
  for (const noun of things) {
    const who = staff(permissionFor(noun))
    on.page(`${deskRoot}/${noun}s`, who, {}, (visit) => showThings(visit, noun))
    on.page(`${deskRoot}/${noun}s/new`, who, {}, (visit) => askNew(visit, noun))
    on.form(`${deskRoot}/${noun}s/new`, who, { perMinute: 20 }, (visit, input) => makeNew(visit, noun, input))
  }
}

async function showOverview(visit: Visit): Promise<Answer> {
  const text = editorWords(visit)
  const lists = listWords(visit)
  const { town, person, today } = visit
  const [counts, facts, misses] = await read(visit, (db) =>
    Promise.all([countWork(db, person!.personId, today, asksForFourEyes(town)), listSharedFacts(db), listMisses(db, today)]),
  )
  const at = (path: string) => linkTo(visit, `${deskRoot}/${path}`)
  const toDo = [
    {
      label: text.waitingForMe,
      url: at('drafts'),
      count: person!.permissions.has('catalogue.texts.publish') ? counts.waitingForMe : 0,
    },
    { label: text.drafts, url: at('drafts'), count: counts.drafts },
    { label: text.conflicts, url: at('conflicts'), count: counts.conflicts },
    { label: text.reviews, url: at('reviews'), count: counts.reviews },
    { label: text.outdated, url: at('translations'), count: counts.outdated },
    { label: text.links, url: at('links'), count: counts.links },
    { label: text.searches, url: at('searches'), count: misses.length },
  ]
  const may = (permission: string) => person!.permissions.has(permission)
  const taxonomy = may('catalogue.taxonomy.edit')
  const view = {
    toDo: toDo.filter(({ count }) => count > 0).map(({ label, url, count }) => ({ label, url, fact: text.count(count) })),
    care: [
      { label: text.service, url: at('services') },
      { label: text.office, url: at('offices') },
      ...(taxonomy
        ? [
            { label: text.topic, url: at('topics') },
            { label: text.situation, url: at('situations') },
            { label: text.synonyms, url: at('synonyms') },
          ]
        : []),
      { label: text.facts, url: at('facts'), fact: facts.length > 0 ? text.count(facts.length) : undefined },
      ...(may('catalogue.banners.edit') ? [{ label: text.banners, url: at('banners') }] : []),
      { label: text.missing, url: at('translations?list=missing') },
      { label: lists.votedTitle, url: at('searches') },
      { label: text.links, url: at('links') },
    ],
  }
  return page(<OverviewPage frame={visit.frame} view={view} />)
}

async function showThings(visit: Visit, noun: ThingNoun): Promise<Answer> {
  const text = editorWords(visit)
  const query = cleanLine(visit.query.q ?? '').slice(0, 100)
  const number = pageIn(visit)
  const found = await read(visit, (db) => findThings(db, noun, { query, page: number }))
  const isTaxonomy = noun === 'topic' || noun === 'situation'
  const mayTexts = visit.person!.permissions.has('catalogue.texts.edit')
  const more = isTaxonomy
    ? (['topic', 'situation', 'synonyms'] as const)
        .filter((one) => one !== noun)
        .map((one) => ({ label: text[one], url: linkTo(visit, one === 'synonyms' ? deskPath(one, 1) : `${deskRoot}/${one}s`) }))
    : []
  const view = {
    noun,
    url: linkTo(visit, `${deskRoot}/${noun}s`),
    back: mayTexts ? backToDesk(visit) : undefined,
    query,
    page: Math.min(number, found.pages),
    ...found,
    more,
  }
  return page(<ThingsPage frame={visit.frame} view={view} />)
}

function askNew(visit: Visit, noun: ThingNoun, typed = '', problem?: string): Answer {
  const text = editorWords(visit)
  const fields = fieldWords(visit)
  const url = linkTo(visit, `${deskRoot}/${noun}s`)
  return page(
    <NewThingPage
      frame={visit.frame}
      title={text[`new${noun}`]}
      label={noun === 'service' ? fields.title : fields.name}
      hint={text.newLead}
      url={`${url}/new`}
      back={{ label: text[noun], url }}
      value={typed}
      problem={problem}
    />,
    { status: problem ? 422 : 200 },
  )
}

async function makeNew(visit: Visit, noun: ThingNoun, input: FormInput): Promise<Answer> {
  const { town, person, now } = visit
  const name = cleanLine(input.value('name'))
  if (name === '') return askNew(visit, noun, '', problemWords(visit).missing())
  if (name.length > 200) return askNew(visit, noun, name, problemWords(visit).long(String(name.length)))
  const id = await startThing(town, noun, { name, person: person!.personId, now })
  return seeOther(linkTo(visit, deskPath(noun, id)))
}
