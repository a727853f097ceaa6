// What the clerk's side adds to the door: rooms on the desk, addresses, work lists, search.

import type { Routes } from '../../../kernel/http/routes.ts'
import type { DeskRoom, Hearing, Offer } from '../../../kernel/module.ts'
import { mayRead } from '../access.ts'
import { askRoutes } from './ask-routes.tsx'
import { bulkRoutes } from './bulk-routes.tsx'
import { caseRoutes } from './case-routes.tsx'
import { figureRoutes } from './figure-routes.tsx'
import { tellFollowers } from './followers.ts'
import { linkRoutes } from './link-routes.tsx'
import { deskPath } from './list-pages.tsx'
import { listRoutes } from './list-routes.tsx'
import { deskOffers } from './offers.ts'
import { opinionRoutes } from './opinion-routes.tsx'
import { takeInRoutes } from './take-in-routes.tsx'

export const deskRooms: readonly DeskRoom[] = [
  { path: deskPath, permission: mayRead, label: { de: 'Vorgänge', en: 'Cases' }, first: true },
]

export const offers: readonly Offer[] = deskOffers

export const hearings: readonly Hearing[] = [{ type: 'cases.changed.v1', receive: tellFollowers }]

export function deskRoutes(on: Routes): void {
  listRoutes(on)
  bulkRoutes(on)
  caseRoutes(on)
  askRoutes(on)
  opinionRoutes(on)
  takeInRoutes(on)
  linkRoutes(on)
  figureRoutes(on)
}
