// The commands that every installation has; each stands in src/commands.
import { keyRotate } from './commands/key-rotate.ts'
import { sessionCreate } from './commands/sessions.ts'
import { townCreate } from './commands/town-create.ts'
import { townCommands } from './commands/towns.ts'
import { verifyAuditCommand } from './commands/verify.ts'
import { verifyFilesCommand } from './commands/verify-files.ts'
import type { Command } from './kernel/module.ts'

export const kernelCommands: readonly Command[] = [
  ...townCommands,
  townCreate,
  sessionCreate,
  keyRotate,
  verifyAuditCommand,
  verifyFilesCommand,
]
