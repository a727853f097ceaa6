// The addresses of offices: the list, the map's places, and one page each.
import { anyone } from '../../kernel/access.ts'
import { type Answer, movedTo, type NotFound, notFound, page, text } from '../../kernel/http/answer.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import { mapKilobytes, officesMap } from './map.ts'
import { findOfficeView, officesView } from './office.ts'
import { OfficePage, OfficesPage } from './office-pages.tsx'
import { findId } from './paths.ts'

const everything = { dependsOn: ['catalogue.*'] }

export function officeRoutes(on: Routes): void {
  on.page('/offices', anyone, { cachedBy: ['map'] }, async (visit) => {
    const map = { mapShown: visit.query.map === '1', mapKilobytes: await mapKilobytes(visit.town) }
    const view = await officesView(visit.town, visit, map)
    return page(<OfficesPage frame={visit.frame} view={view} />, everything)
  })
  on.file('/offices/map.geojson', anyone, { cachedBy: [] }, async (visit) =>
    text('application/geo+json; charset=utf-8', JSON.stringify(await officesMap(visit.town, visit)), everything),
  )
  on.page('/offices/:office', anyone, { cachedBy: [] }, showOffice)
}

async function showOffice(visit: Visit): Promise<Answer | NotFound> {
  const id = findId(visit.params.office)
  const found = id === undefined ? undefined : await findOfficeView(visit.town, id, visit)
  if (!found) return notFound
  const { view, path, dependsOn } = found
  if (visit.path !== path) return movedTo(linkTo(visit, path))
  return page(<OfficePage frame={visit.frame} view={view} overviewUrl={linkTo(visit, '/offices')} />, {
    dependsOn,
    visited: `catalogue.office/${view.id}`,
  })
}
