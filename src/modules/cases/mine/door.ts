// What the resident's side adds to the door of the room.
import type { ModuleDoor } from '../../../kernel/module.ts'
import { actRoutes } from './act-routes.tsx'
import { caseRoutes } from './case-routes.tsx'
import { findRoutes } from './find-routes.tsx'

export const roots = ['/applications']

export const account: NonNullable<ModuleDoor['account']> = [
  { path: '/applications', label: { de: 'Meine Anträge', en: 'My applications' }, order: 5 },
]

export const routes: NonNullable<ModuleDoor['routes']> = (on) => {
  findRoutes(on)
  caseRoutes(on)
  actRoutes(on)
}
