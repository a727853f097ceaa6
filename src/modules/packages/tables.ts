// Row types of this room.
import type { Generated, JSONColumnType } from 'kysely'
import type { ReadDb, WriteDb } from '../../kernel/town.ts'
import type { Manifest } from './manifest.ts'

export type Change = 'installed' | 'upgraded' | 'values' | 'rolled-back'
/** `shipped`: it came with Stadttor itself; `key`: signed by a key of the town's list; `decision`: somebody took it nevertheless. */
export type Trust = 'shipped' | 'key' | 'decision'

export type InstallationRow = {
  package_id: string
  number: number
  version: string
  digest: string
  manifest: Manifest
  own_values: Record<string, string>
  unit: string
  permissions: string[]
  what: Change
  previous: number | null
  trust: Trust
  fingerprint: string | null
  installed_at: Date
  installed_by: string | null
}

type OfTown<Row> = { town_id: Generated<number> } & Row
type Json<Value extends object> = JSONColumnType<Value, string, string>

export type PackagesTables = {
  'packages.archive': OfTown<{ digest: string; content: Buffer; arrived_at: Date }>
  'packages.package': OfTown<{ id: string; current: number }>
  'packages.installation': OfTown<
    Omit<InstallationRow, 'manifest' | 'own_values'> & { manifest: Json<Manifest>; own_values: Json<Record<string, string>> }
  >
  'packages.part': OfTown<{
    package_id: string
    number: number
    kind: string
    key: string
    file: string
    version: number | null
    taken: string | null
  }>
  'packages.trusted_key': OfTown<{ fingerprint: string; name: string; added_at: Date; added_by: string | null }>
  'packages.wish': OfTown<{ package_id: string; own_values: Json<Record<string, string>>; done: string | null }>
}

export type Reading = ReadDb<PackagesTables>
export type Writing = WriteDb<PackagesTables>
