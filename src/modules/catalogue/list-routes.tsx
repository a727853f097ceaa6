// The addresses of the catalogue's lists: situations, topics, A to Z, changes, obstacles.
import { anyone } from '../../kernel/access.ts'
import { type Answer, movedTo, type NotFound, notFound, page, text } from '../../kernel/http/answer.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import { azView } from './a-z.ts'
import { changesFeed, changesView } from './change.ts'
import { ChangesPage, ObstaclesPage } from './change-pages.tsx'
import { obstaclesView } from './obstacle.ts'
import { findId, situationRoot } from './paths.ts'
import { findSituationView, type SituationKind, situationsView } from './situation.ts'
import { AzPage, SituationPage, SituationsPage, TopicPage, TopicsPage } from './situation-pages.tsx'
import { findTopicView, topicsView } from './topic.ts'

const everything = { dependsOn: ['catalogue.*'] }

export function listRoutes(on: Routes): void {
  for (const kind of ['life', 'business'] as const) {
    on.page(situationRoot[kind], anyone, { cachedBy: [] }, (visit) => showSituations(visit, kind))
    on.page(`${situationRoot[kind]}/:situation`, anyone, { cachedBy: [] }, (visit) => showSituation(visit, kind))
  }
  on.page('/topics', anyone, { cachedBy: [] }, async (visit) =>
    page(<TopicsPage frame={visit.frame} view={await topicsView(visit.town, visit)} />, everything),
  )
  on.page('/topics/:topic', anyone, { cachedBy: [] }, showTopic)
  on.page('/a-z', anyone, { cachedBy: ['letter'] }, async (visit) => {
    const view = await azView(visit.town, visit, visit.query.letter)
    return view ? page(<AzPage frame={visit.frame} view={view} />, everything) : notFound
  })
  on.page('/changes', anyone, { cachedBy: ['page'] }, async (visit) => {
    const wanted = visit.query.page ?? '1'
    const view = /^[1-9]\d{0,5}$/.test(wanted) ? await changesView(visit.town, visit, Number(wanted)) : undefined
    return view ? page(<ChangesPage frame={visit.frame} view={view} />, everything) : notFound
  })
  on.file('/changes.atom', anyone, { cachedBy: [] }, async (visit) =>
    text('application/atom+xml; charset=utf-8', await changesFeed(visit.town, visit), everything),
  )
  on.page('/obstacles', anyone, { cachedBy: [] }, async (visit) =>
    page(<ObstaclesPage frame={visit.frame} view={await obstaclesView(visit.town, visit)} />, everything),
  )
}

async function showSituations(visit: Visit, kind: SituationKind): Promise<Answer> {
  const view = await situationsView(visit.town, kind, visit)
  const audience = kind === 'business' ? 'company' : 'resident'
  return page(<SituationsPage frame={visit.frame} view={view} audience={audience} />, { dependsOn: ['catalogue.situation/*'] })
}

async function showSituation(visit: Visit, kind: SituationKind): Promise<Answer | NotFound> {
  const id = findId(visit.params.situation)
  const found = id === undefined ? undefined : await findSituationView(visit.town, kind, id, visit)
  if (!found) return notFound
  const { view, path, dependsOn } = found
  if (visit.path !== path) return movedTo(linkTo(visit, path))
  const overviewUrl = linkTo(visit, situationRoot[kind])
  return page(<SituationPage frame={visit.frame} view={view} overviewUrl={overviewUrl} />, {
    dependsOn,
    visited: `catalogue.situation/${id}`,
  })
}

async function showTopic(visit: Visit): Promise<Answer | NotFound> {
  const id = findId(visit.params.topic)
  const found = id === undefined ? undefined : await findTopicView(visit.town, id, visit)
  if (!found) return notFound
  if (visit.path !== found.path) return movedTo(linkTo(visit, found.path))
  return page(<TopicPage frame={visit.frame} view={found.view} overviewUrl={linkTo(visit, '/topics')} />, {
    ...everything,
    visited: `catalogue.topic/${id}`,
  })
}
