// All addresses of the sign-in, put together for the door.
import type { Routes } from '../../../kernel/http/routes.ts'
import { accountRoutes } from './account-routes.tsx'
import { codeRoutes } from './sign-in-routes.tsx'

export function signInRoutes(on: Routes): void {
  codeRoutes(on, async () => {
    throw new Error('not yet')
  })
  accountRoutes(on)
}
