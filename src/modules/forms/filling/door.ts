// What filling in adds to the door of the room.
import type { Routes } from '../../../kernel/http/routes.ts'
import { checkRoutes } from './check-routes.tsx'
import { fillRoutes } from './fill-routes.tsx'
import { startRoutes } from './start-routes.tsx'

export function fillingRoutes(on: Routes): void {
  startRoutes(on)
  fillRoutes(on)
  checkRoutes(on)
}
