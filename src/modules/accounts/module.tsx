// The door of the account: sign-in, profile, representation; each is a sub-room of its own.
import type { ModuleDoor } from '../../kernel/module.ts'

const door: ModuleDoor = {
  name: 'accounts',
  officialName: 'Servicekonto',
  routes: () => undefined,
}
export default door
