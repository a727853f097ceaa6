// The door of a module: what it is called, what it permits, offers, hears, and which pages it has.
import type { Configuration } from './configuration.ts'
import type { AnyContract } from './contract.ts'
import type { House } from './house.ts'
import type { Routes } from './http/routes.ts'
import type { Town } from './town.ts'

export type Offer<Asked extends AnyContract = AnyContract> = {
  contract: Asked['name']
  version: Asked['version']
  answer: (town: Town, input: Asked['input'], house: House) => Promise<Asked['answer']>
}

export type StoredEvent = { id: string; type: string; subjects: string[]; payload: Record<string, unknown>; at: Date }

/** Receivers may see an event twice: they must be idempotent. */
export type Hearing = { type: string; receive: (town: Town, event: StoredEvent, house: House) => Promise<void> }

export type Job = {
  name: string
  /** Cron expression in Europe/Berlin. */
  schedule: string
  work: (house: House, now: Date) => Promise<void>
}

export type Call = {
  positionals: string[]
  options: Record<string, string | boolean | undefined>
  now: Date
  configuration: Configuration
  databaseUrl: string
}

/** A command of `stadttor`, e.g. `import catalogue`. */
export type Command = {
  name: string
  /** What follows the name: `FILE --format munich|berlin|xzufi --town T`. */
  usage: string
  help: string
  /** `multiple`: given several times, its values come as lines of one text. */
  options: Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>
  /** Returns the exit code: 0 done, 1 failed, 2 called wrongly. */
  run: (house: House, call: Call) => Promise<number>
}

/** A command that works on files alone: no database is started for it. */
export type Tool = Omit<Command, 'run'> & { run: (call: Pick<Call, 'positionals' | 'options' | 'now'>) => Promise<number> }

/** One entry of the register of processing activities. @law Art. 30 Abs. 1 DSGVO @de Verzeichnis von Verarbeitungstätigkeiten */
export type Processing = {
  purpose: { de: string; en: string }
  legalBasis: string
  /** Whose data: residents, staff, representatives … */
  subjects: { de: string; en: string }
  categories: { de: string; en: string }
  recipients: { de: string; en: string }
  /** When it is erased, and by which rule. */
  erasedAfter: { de: string; en: string }
}

/** A room on the desk, in its navigation for whoever holds the permission. */
export type DeskRoom = {
  path: string
  permission: string
  label: { de: string; en: string }
  /** Stands before all others. */
  first?: true
  /** Not for every day: stands under "Weitere Bereiche" once there are many rooms. */
  rare?: true
}

/** A place of the signed-in person, in the navigation of their account. */
export type AccountRoom = {
  path: string
  label: { de: string; en: string }
  /** Smaller stands first. */
  order: number
  /** Staff have none of it. */
  residentsOnly?: true
}

export type DeclaredPermission = {
  de: string
  en: string
  /** Always needs a second factor. */
  administrative?: true
  /** What it allows belongs to no unit: it counts only for who holds it for the whole town. */
  wholeTown?: true
}

export type ModuleDoor = {
  /** The one word for folder, schema, events, permissions and addresses. */
  name: string
  /** The official German name of this component, as administrations call it. */
  officialName: string
  /** `<noun>.<verb>` → what it allows, in the words of the person who grants it. */
  permissions?: Record<string, DeclaredPermission>
  /** Which personal data is processed here, for the register of processing. */
  processing?: readonly Processing[]
  /** What this module adds to the navigation of the desk. */
  desk?: readonly DeskRoom[]
  /** What this module adds to the navigation of the account. */
  account?: readonly AccountRoom[]
  /** Addresses outside `/<name>/`, e.g. `/services`. */
  roots?: readonly string[]
  offers?: readonly Offer[]
  hears?: readonly Hearing[]
  jobs?: readonly Job[]
  commands?: readonly Command[]
  tools?: readonly Tool[]
  routes?: (on: Routes) => void
  /** Called once a process starts and stops; returns what to do at the end. */
  opened?: (house: House) => (() => Promise<void>) | undefined
}

/** A door with the folder it was found in. */
export type Module = ModuleDoor & { folder: string }

/** Types an offer against its contract; the list of a door holds offers of many contracts. */
export const offer = <Asked extends AnyContract>(
  contract: Asked['name'],
  version: Asked['version'],
  answer: (town: Town, input: Asked['input'], house: House) => Promise<Asked['answer']>,
): Offer => ({ contract, version, answer: answer as Offer['answer'] })
