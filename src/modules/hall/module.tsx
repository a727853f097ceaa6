// The entrance hall: one question, one field, and what most people need.
import { Type } from 'typebox'
import type { Entrance, EntranceParts } from '../../contracts/entrance.ts'
import type { PersonalSettings } from '../../contracts/personal-hall.ts'
import type { QuestionTrees } from '../../contracts/question-trees.ts'
import { iconNamed } from '../../design/icons.tsx'
import { anyone } from '../../kernel/access.ts'
import { json, page } from '../../kernel/http/answer.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import type { ModuleDoor } from '../../kernel/module.ts'
import { HallPage } from './pages.tsx'
import { viewPersonal } from './personal.ts'
import { PersonalHall } from './personal-pages.tsx'
import { answerSearch, SearchItem, searchLimit } from './search.ts'
import { SearchPage } from './search-pages.tsx'
import { viewSearch } from './search-view.ts'
import { hallWords, kindLabel } from './words.ts'

const door: ModuleDoor = {
  name: 'hall',
  officialName: 'Eingangshalle',
  roots: ['/', '/search', '/api/v1/search'],
  processing: [
    {
      purpose: {
        de: 'Startseite für angemeldete Menschen zusammenstellen',
        en: 'Putting together the start page of people who are signed in',
      },
      legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO, § 3 OZG',
      subjects: { de: 'Personen mit Konto', en: 'persons with an account' },
      categories: {
        de: 'Name, eigene Entwürfe, Aufgaben und Termine, Interessen; beim Aufruf erfragt, nicht gespeichert',
        en: 'name, own drafts, tasks and appointments, interests; asked for at each visit, not stored',
      },
      recipients: { de: 'nur die Person selbst', en: 'the person alone' },
      erasedAfter: { de: 'wird nicht gespeichert', en: 'is not stored' },
    },
  ],
  routes: (on) => {
    on.page('/', anyone, { cachedBy: [] }, async (visit) => {
      const parts = await entranceParts(visit)
      const dependsOn = ['hall.*', ...parts.flatMap((part) => part.dependsOn)]
      const personal = await viewPersonal(visit)
      const settings = personal && (await visit.house.ask<PersonalSettings>(visit.town, 'personal-settings', visit))?.url
      const mine = personal && <PersonalHall frame={visit.frame} view={personal} settings={settings} />
      return page(<HallPage frame={visit.frame} view={viewHall(parts)} personal={mine} />, { dependsOn })
    })

    on.page('/search', anyone, { perMinute: 300 }, async (visit) => {
      return page(<SearchPage frame={visit.frame} view={await viewSearch(visit, () => entranceParts(visit))} />, {
        headers: { 'x-robots-tag': 'noindex' },
      })
    })

    on.file('/search/suggest', anyone, { perMinute: 600 }, async (visit) => {
      const suggestions = await visit.house.search.suggest(visit.town, visit.query.q ?? '', visit.language, 7)
      const words = hallWords(visit)
      return json(suggestions.map(({ title, url, kind }) => ({ title, kind: kindLabel(words, kind), url: linkTo(visit, url) })))
    })

    on.api(
      '/api/v1/search',
      anyone,
      {
        summary: 'Finds services, offices and situations in everyday words',
        perMinute: 600,
        query: Type.Object({
          q: Type.String({ default: '' }),
          limit: Type.Optional(searchLimit),
          kind: Type.Optional(Type.String()),
          language: Type.Optional(Type.Union([Type.Literal('de'), Type.Literal('en'), Type.Literal('leicht')])),
        }),
        response: Type.Object({
          query: Type.String(),
          total: Type.Integer(),
          items: Type.Array(SearchItem),
          didYouMean: Type.Union([Type.String(), Type.Null()]),
        }),
      },
      async (visit, { q, limit, kind, language }) => json(await answerSearch(visit, { q, limit, kind, language })),
    )
  },
}
export default door

async function entranceParts(visit: Visit): Promise<EntranceParts[]> {
  const { house, town, language } = visit
  const answers = await house.askAll<Entrance>(town, 'entrance', { language })
  const trees = await house.askAll<QuestionTrees>(town, 'question-trees', { language })
  const guides = trees.map(({ module, answer }) => ({
    ways: answer.map(({ title, url }) => ({ label: title, url })),
    dependsOn: [`${module}.*`],
  }))
  return [...answers.map(({ answer }) => answer), ...guides]
}

function viewHall(parts: readonly EntranceParts[]) {
  return {
    often: parts.flatMap(({ often }) => often ?? []).slice(0, 6),
    tiles: parts.flatMap(({ tiles }) => tiles ?? []).map((tile) => ({ ...tile, icon: iconNamed(tile.icon) })),
    situations: parts.flatMap(({ situations }) => situations ?? []).slice(0, 8),
    ways: parts.flatMap(({ ways }) => ways ?? []),
    offices: parts.find(({ offices }) => offices)?.offices,
  }
}
