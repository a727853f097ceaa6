// The addresses of services: one page each, and the answer to "was this what you looked for?".
import { anyone } from '../../kernel/access.ts'
import { type Answer, movedTo, type NotFound, notFound, page } from '../../kernel/http/answer.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import { findId } from './paths.ts'
import { findServiceView } from './service.ts'
import { ServicePage } from './service-pages.tsx'

export function serviceRoutes(on: Routes): void {
  on.page('/services/:service', anyone, { cachedBy: [] }, showService)
}

async function showService(visit: Visit): Promise<Answer | NotFound> {
  const id = findId(visit.params.service)
  const found = id === undefined ? undefined : await findServiceView(visit.town, id, visit)
  if (!found) return notFound
  const { view, path, dependsOn } = found
  if (visit.path !== path) return movedTo(linkTo(visit, path))
  return page(<ServicePage frame={visit.frame} view={view} />, { dependsOn, visited: `catalogue.service/${view.id}` })
}
