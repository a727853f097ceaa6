// All addresses of the builder on the desk.
import type { Routes } from '../../../kernel/http/routes.ts'
import { addRoutes } from './add-routes.tsx'
import { formListRoutes } from './form-list-routes.tsx'
import { itemRoutes } from './item-routes.tsx'
import { overviewRoutes } from './overview-routes.tsx'
import { pageRoutes } from './page-routes.tsx'

export function builderRoutes(on: Routes): void {
  formListRoutes(on)
  overviewRoutes(on)
  pageRoutes(on)
  addRoutes(on)
  itemRoutes(on)
}
