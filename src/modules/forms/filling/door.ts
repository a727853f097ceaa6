// What filling in adds to the door of the room.
import type { Routes } from '../../../kernel/http/routes.ts'
import { checkRoutes } from './check-routes.tsx'
import { fillRoutes } from './fill-routes.tsx'
import { laterRoutes } from './later-routes.tsx'
import { listRoutes } from './list-routes.tsx'
import { startRoutes } from './start-routes.tsx'
import { versionRoutes } from './version-routes.tsx'

export { fillingJobs as jobs, fillingOffers as offers, fillingProcessing as processing } from './offers.ts'

export function routes(on: Routes): void {
  listRoutes(on)
  startRoutes(on)
  fillRoutes(on)
  checkRoutes(on)
  laterRoutes(on)
  versionRoutes(on)
}
