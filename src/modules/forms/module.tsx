// The door: forms that departments build themselves, and residents fill in.
import type { ModuleDoor } from '../../kernel/module.ts'

const door: ModuleDoor = {
  name: 'forms',
  officialName: 'Online-Formular-Server',
}

export default door
