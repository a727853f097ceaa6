// All addresses of the sign-in, put together for the door.
import type { Routes } from '../../../kernel/http/routes.ts'
import { accountRoutes } from './account-routes.tsx'
import { invitationRoutes } from './invitation-routes.tsx'
import { passkeyRoutes } from './passkey-routes.tsx'
import { providerRoutes } from './provider-routes.tsx'
import { codeRoutes } from './sign-in-routes.tsx'
import { addProven, keepProof, wayRoutes } from './way-routes.tsx'

export function signInRoutes(on: Routes): void {
  codeRoutes(on, keepProof, addProven)
  passkeyRoutes(on, keepProof)
  providerRoutes(on, keepProof, addProven)
  accountRoutes(on)
  wayRoutes(on)
  invitationRoutes(on)
}
