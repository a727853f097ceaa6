// What a service package is made of: each module takes over the parts that are its own, checked before and stored in one transaction with all others.
import type { Contract } from '../kernel/contract.ts'
import type { TownSql } from '../kernel/town.ts'

/** `form`, `process`, `decision`, `case-type`, `service`, `stock`: one module answers for each kind. */
export type PackagePart = {
  kind: string
  /** Unique in the town for its kind. */
  key: string
  /** As it stands in the package, for messages: `form.json`. */
  file: string
  /** Text of the file (JSON or XML) with the town's parameters put in. */
  content: string
}

export type PackageOrigin = { id: string; version: string }
export type PartProblem = { file: string; at: string; message: { de: string; en: string } }

/** `all` holds every part of the package, so that one can be checked against another. Pure: no town's data is needed. Undefined: not a kind of this room. */
export type CheckPart = Contract<
  'check-package-part',
  1,
  { part: PackagePart; all: readonly PackagePart[] },
  { problems: readonly PartProblem[] } | undefined
>

/**
 * Stores the part as the newest version in the transaction of `db`; the same content again changes nothing. Running matters stay on theirs.
 * `unit`: path of the unit that answers for it. `all`: every part of the package, for those that rest on another, such as a stock on its rules.
 * Undefined: not a kind of this room. A throw undoes the whole installation.
 */
export type InstallPart = Contract<
  'install-package-part',
  1,
  {
    db: TownSql
    part: PackagePart
    all?: readonly PackagePart[]
    origin: PackageOrigin
    unit: string
    by: string | null
    now: Date
  },
  { version: number; changed: boolean } | { problems: readonly PartProblem[] } | undefined
>

/** What happens with example answers or a scenario: asked by `stadttor service test`. `expected` and `given` as they stand in the package. */
export type TryPart = Contract<
  'try-package-part',
  1,
  {
    part: PackagePart
    all: readonly PackagePart[]
    example: { file: string; name: string; given: unknown; expected: unknown }
    now: Date
  },
  { passed: boolean; differences: readonly string[] } | undefined
>

/**
 * How a part stands in the town now: its newest version, which a department may have changed since it came. Undefined: not a kind of this room,
 * or there is none. The content is written as a package would carry it, with values put in.
 */
export type CurrentPart = Contract<
  'current-package-part',
  1,
  { db: TownSql; kind: string; key: string },
  { content: string } | undefined
>
