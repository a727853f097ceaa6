// Who keeps the electronic file: documents of a matter are filed by themselves, and a failure is a task there, never a lost document.
import type { Contract } from '../kernel/contract.ts'
import type { TownSql } from '../kernel/town.ts'

export type FiledDocument = {
  /** One key is one document, however often it is asked for: the id the sender gave it. */
  key: string
  /** Kept with `keepBlob` in the same transaction: the file takes over that one reference. */
  blob: string
  /** Personal: sealed by whoever stores it. */
  name: string
  mediaType: string
  size: number
  direction: 'incoming' | 'outgoing' | 'internal'
  /** What it is, without a person's name: `Antrag`, `Bescheid`. */
  title: string
  at: Date
}

/**
 * Files documents of a matter: the procedure is opened with the first one, under the entry of the filing plan.
 * Inside a logged look at `subject`. Never throws for a filing error: then `task` names the task that somebody must solve.
 */
export type FileDocuments = Contract<
  'file-documents',
  1,
  {
    db: TownSql
    matter: { kind: string; id: string; reference: string; title: string }
    /** Whose matter it is. */
    subject: string
    /** Path of the unit. */
    unit: string
    /** Number of the entry in the filing plan, such as `9221`; its retention where the plan has none. */
    plan: string
    retention?: { years: number; law: string }
    /** Under tax or social secrecy: opened by those alone who may open confidential files of the unit. */
    secret?: boolean
    documents: readonly FiledDocument[]
    now: Date
  },
  { procedure: string; number: string; task?: string }
>

/** The matter is over: the procedure is closed and its retention begins. */
export type CloseProcedure = Contract<
  'close-procedure',
  1,
  { db: TownSql; matter: { kind: string; id: string }; subject: string; result: string; now: Date },
  { closed: boolean }
>

/** Where the file of a matter is seen on the desk. Path without language. */
export type ProcedureOf = Contract<
  'procedure-of',
  1,
  { db: TownSql; matter: { kind: string; id: string } },
  { number: string; path: string; openTasks: number }
>
