// One municipality and the only doors to its data: read, write, personal.
import { CompiledQuery, type Kysely, sql } from 'kysely'
import type pg from 'pg'
import { type Actor, actorText, roleOf, sessionOf } from './actor.ts'
import { inSavepoint, inTransaction } from './database/transaction.ts'
import type { TownKey } from './keys.ts'
import type { KernelTables } from './tables.ts'
import type { TownSettings } from './town-settings.ts'

declare const ofATown: unique symbol

/** A reader inside one town's transaction. Only a town hands it out: a query without a town does not compile. */
export type ReadDb<Tables> = Pick<
  Kysely<Tables & KernelTables>,
  'selectFrom' | 'selectNoFrom' | 'with' | 'fn' | 'getExecutor'
> & {
  readonly [ofATown]: true
}
/** A writer inside one town's transaction. */
export type WriteDb<Tables> = Kysely<Tables & KernelTables> & { readonly [ofATown]: true }

/** Any of the two, for statements written as plain SQL. */
export type TownSql = Pick<Kysely<unknown>, 'getExecutor'> & { readonly [ofATown]: true }

/** A look at personal data: whose, by whom, what for, on which legal basis, in which matter. */
export type Look<Tables> = {
  /** Ids of the persons concerned, or a bounded query that lists them from non-personal tables. */
  subjects: readonly string[] | ((db: ReadDb<Tables>) => Promise<readonly string[]>)
  /** As text: `self`, `system:<module>` or `staff:<person id>@<unit>`. */
  actor: Actor | string
  /** In plain words; the person reads this. */
  purpose: string
  legalBasis: string
  /** The case, report or appointment, as the person knows it. */
  matter?: string | undefined
  /** Which fields are looked at, in plain words; empty: all that the purpose needs. */
  fields?: readonly string[] | undefined
  /** What is looked at says something about other persons too. */
  thirdPersons?: boolean | undefined
}

/** The same for very many persons, published as a rule instead of written for each of them. */
export type MassRun = {
  actor: Actor | string
  /** Which persons, in words that everybody understands. */
  rule: string
  purpose: string
  legalBasis: string
  fields?: readonly string[] | undefined
  persons: number
}

export type Told = { type: string; subjects: readonly string[]; payload?: Record<string, unknown> }

export class Town {
  readonly id: number
  readonly key: string
  readonly settings: TownSettings
  /** Scheme, host and port of the town's own address, e.g. `https://augsburg.example`. */
  readonly origin: string
  readonly dataKey: TownKey
  readonly #pool: pg.Pool
  readonly #announce: (town: Town, told: readonly Told[]) => void

  constructor(made: {
    id: number
    key: string
    settings: TownSettings
    origin: string
    dataKey: TownKey
    pool: pg.Pool
    announce: (town: Town, told: readonly Told[]) => void
  }) {
    this.id = made.id
    this.key = made.key
    this.settings = made.settings
    this.origin = made.origin
    this.dataKey = made.dataKey
    this.#pool = made.pool
    this.#announce = made.announce
  }

  read<Tables, Result>(work: (db: ReadDb<Tables>) => Promise<Result>): Promise<Result> {
    return inTransaction(this.#pool, 'read', this.id, (db) => work(db as unknown as ReadDb<Tables>))
  }

  /** One transaction; resolves after COMMIT. What `tell` stored in it is announced then. */
  write<Tables, Result>(work: (db: WriteDb<Tables>) => Promise<Result>): Promise<Result> {
    return this.#write('write', work)
  }

  /**
   * For what may be forgotten if the machine fails within the next half second, such as a challenge that is asked for anew: everybody
   * sees it after COMMIT, and nobody waits for the disk. A later `write` is on disk only together with it.
   */
  writePassing<Tables, Result>(work: (db: WriteDb<Tables>) => Promise<Result>): Promise<Result> {
    return this.#write('passing', work)
  }

  async #write<Tables, Result>(kind: 'write' | 'passing', work: (db: WriteDb<Tables>) => Promise<Result>): Promise<Result> {
    let told: Told[] = []
    const result = await inTransaction(this.#pool, kind, this.id, async (db) => {
      const writer = db as unknown as WriteDb<Tables>
      const answer = await work(writer)
      told = toldIn.get(writer) ?? []
      return answer
    })
    if (told.length > 0) this.#announce(this, told)
    return result
  }

  /**
   * Logs the look and works in the same transaction; rows of other persons stay invisible. The log leaves in one packet with the
   * first query of `work`. Resolves after the log is on disk.
   */
  personal<Tables, Result>(look: Look<Tables>, work: (db: WriteDb<Tables>) => Promise<Result>): Promise<Result> {
    return this.write<Tables, Result>(async (db) => {
      const { subjects } = look
      const ids = typeof subjects === 'function' ? await subjects(db as unknown as ReadDb<Tables>) : subjects
      if (ids.length > 1_000) throw new Error('A look at more than 1,000 persons at once is a mass run: bound the list.')
      const logged = logAccess(db, ids, look)
      logged.catch(() => undefined)
      try {
        return await work(db)
      } finally {
        // What `work` complains about may only follow from a look that was refused: that one is the reason to tell.
        await logged
      }
    })
  }

  /**
   * A look that only reads, with everything asked at once: log, queries and COMMIT travel in one packet, and a query after that
   * throws. Resolves after the log is on disk; only a person's look at their own data does not wait for the disk.
   */
  look<Tables, Result>(
    look: Look<Tables> & { subjects: readonly string[] },
    work: (db: ReadDb<Tables>) => Promise<Result>,
  ): Promise<Result> {
    const kind = actorText(look.actor) === 'self' ? 'own-look' : 'look'
    return inTransaction<Tables, Result>(this.#pool, kind, this.id, async (db) => {
      const reader = db as unknown as ReadDb<Tables>
      if (look.subjects.length > 1_000)
        throw new Error('A look at more than 1,000 persons at once is a mass run: bound the list.')
      const logged = logAccess(reader, look.subjects, look)
      const [rows] = await Promise.all([work(reader), logged])
      return rows
    })
  }

  /** Opens the personal tables for a run over very many persons, which everybody can read about. */
  massRun<Tables, Result>(run: MassRun, work: (db: WriteDb<Tables>) => Promise<Result>): Promise<Result> {
    return this.write<Tables, Result>(async (db) => {
      const { actor, rule, purpose, legalBasis, fields = [], persons } = run
      await sql`SELECT kernel.log_mass_run(${actorText(actor)}, ${rule}, ${purpose}, ${legalBasis}, ${[...fields]}, ${persons})`.execute(
        db,
      )
      return await work(db)
    })
  }
}

/** What was told inside a transaction, kept beside its writer until the commit. */
export const toldIn = new WeakMap<object, Told[]>()

/** Written out, since it is asked before every personal query: building it anew each time costs as much as sending it. */
const logStatement = 'SELECT kernel.log_access($1::uuid[], $2, $3, $4, $5, $6, $7, $8, $9)'

/** For work inside a transaction that somebody else opened; everybody else uses `town.personal`. */
export async function logAccess(db: TownSql, ids: readonly string[], look: Omit<Look<unknown>, 'subjects'>): Promise<void> {
  const { actor, purpose, legalBasis, matter = null, fields = [], thirdPersons = false } = look
  const who = [actorText(actor), purpose, legalBasis, matter, roleOf(actor) ?? null]
  const statement = CompiledQuery.raw(logStatement, [[...ids], ...who, [...fields], thirdPersons, sessionOf(actor) ?? null])
  await db.getExecutor().executeQuery(statement)
}

/** Part of a transaction that is undone alone when it fails, with what was told in it. Nothing else may be asked of `db` meanwhile. */
export async function inPart<Tables, Result>(
  db: WriteDb<Tables>,
  work: (part: WriteDb<Tables>) => Promise<Result>,
): Promise<Result> {
  let told: Told[] = []
  const result = await inSavepoint<Tables & KernelTables, Result>(db, async (inner) => {
    const part = inner as unknown as WriteDb<Tables>
    const answer = await work(part)
    told = toldIn.get(part) ?? []
    return answer
  })
  if (told.length > 0) toldIn.set(db, [...(toldIn.get(db) ?? []), ...told])
  return result
}
