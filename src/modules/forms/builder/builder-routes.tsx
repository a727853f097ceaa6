// All addresses of the builder on the desk.
import type { Routes } from '../../../kernel/http/routes.ts'
import { addRoutes } from './add-routes.tsx'
import { blockRoutes } from './block-routes.tsx'
import { formListRoutes } from './form-list-routes.tsx'
import { historyRoutes } from './history-routes.tsx'
import { importRoutes } from './import-routes.tsx'
import { itemRoutes } from './item-routes.tsx'
import { languageRoutes } from './language-routes.tsx'
import { operationRoutes } from './operation-routes.tsx'
import { overviewRoutes } from './overview-routes.tsx'
import { pageRoutes } from './page-routes.tsx'
import { papersRoutes } from './papers-routes.tsx'
import { publishRoutes } from './publish-routes.tsx'
import { ruleRoutes } from './rule-routes.tsx'
import { thingRoutes } from './thing-routes.tsx'
import { tryRoutes } from './try-routes.tsx'

export function builderRoutes(on: Routes): void {
  importRoutes(on)
  formListRoutes(on)
  overviewRoutes(on)
  pageRoutes(on)
  addRoutes(on)
  itemRoutes(on)
  ruleRoutes(on)
  papersRoutes(on)
  publishRoutes(on)
  thingRoutes(on)
  historyRoutes(on)
  languageRoutes(on)
  operationRoutes(on)
  tryRoutes(on)
  blockRoutes(on)
}
