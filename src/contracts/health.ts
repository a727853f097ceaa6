// What an operator should know about a room, asked by `stadttor doctor`.
import type { Contract } from '../kernel/contract.ts'

export type HealthFinding = { state: 'ok' | 'warning' | 'problem'; what: string }

/** In English, like all commands; numbers and ages, never names. Nothing to say: an empty list. */
export type Health = Contract<'health', 1, { now: Date }, readonly HealthFinding[]>
