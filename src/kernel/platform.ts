// The platform door: the few tables that belong to no town. Its role sees no town's table.
import type { Generated, JSONColumnType, Kysely } from 'kysely'
import type pg from 'pg'
import { inTransaction } from './database/transaction.ts'

/** Tables without a town; everything else carries `town_id` and a row policy. The wall test reads this list. */
export const platformTables = ['kernel.town', 'kernel.dispatch', 'kernel.migration'] as const

export type PlatformTables = {
  'kernel.town': {
    id: Generated<number>
    key: string
    settings: JSONColumnType<Record<string, unknown>>
    data_key: string
    folder_fingerprint: string | null
    created_at: Generated<Date>
    retired_at: Date | null
  }
  'kernel.dispatch': {
    receiver: string
    town_id: number
    after_tx: Generated<string>
    after_sequence: Generated<number>
    failures: Generated<number>
    last_error: string | null
    retry_at: Date | null
  }
  'kernel.migration': { module: string; number: number; name: string; applied_at: Generated<Date> }
}

export type Platform = {
  read<Result>(work: (db: Kysely<PlatformTables>) => Promise<Result>): Promise<Result>
  write<Result>(work: (db: Kysely<PlatformTables>) => Promise<Result>): Promise<Result>
}

export const openPlatform = (pool: pg.Pool): Platform => ({
  read: (work) => inTransaction(pool, 'read', undefined, work),
  write: (work) => inTransaction(pool, 'write', undefined, work),
})
