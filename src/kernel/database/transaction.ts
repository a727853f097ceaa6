// Kysely on one pooled connection inside one transaction: BEGIN, context and first query leave in one packet.
import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'
import {
  CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  PostgresQueryCompiler,
  type QueryExecutor,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'

const statementNames = new Map<string, string>()

/** Named statements let PostgreSQL keep the parsed plan per connection; the name is a hash of the text. */
function statementName(text: string): string {
  let name = statementNames.get(text)
  if (!name) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 24)
    if (statementNames.size < 5_000) statementNames.set(text, name)
  }
  return name
}

/** Statements with a varying number of placeholders would fill the connection's memory: they stay unnamed. */
const isNameable = ({ sql, parameters }: CompiledQuery): boolean => parameters.length <= 24 && sql.length < 4_000

class TransactionConnection implements DatabaseConnection {
  open = true
  #released = false
  #collecting = false
  readonly client: pg.PoolClient
  constructor(client: pg.PoolClient) {
    this.client = client
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.open) throw new Error('This query came after its transaction had ended; await every query inside the callback.')
    const values = query.parameters as unknown[]
    this.#collect()
    const config = isNameable(query) ? { name: statementName(query.sql), text: query.sql, values } : { text: query.sql, values }
    const { command, rowCount, rows } = await this.client.query(config)
    const changes = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE'
    return changes ? { numAffectedRows: BigInt(rowCount ?? 0), rows } : { rows }
  }

  /** Queries that are asked together leave together, as at the beginning. */
  #collect(): void {
    if (this.#collecting) return
    this.#collecting = true
    collectWrites(this.client, () => {
      this.#collecting = false
    })
  }

  /** After a failed query COMMIT answers ROLLBACK without an error, so the command tag is what counts. */
  async commit(): Promise<void> {
    try {
      const { command } = await this.client.query('COMMIT')
      if (command !== 'COMMIT') throw new Error('The database rolled this transaction back.')
    } finally {
      this.release()
    }
  }

  /** COMMIT behind what was asked until now, in the same packet. */
  end(): Promise<void> {
    this.open = false
    return this.commit()
  }

  async rollBack(): Promise<void> {
    this.open = false
    if (this.#released) return
    await this.client.query('ROLLBACK').catch(() => undefined)
    this.release()
  }

  /** A connection that is still inside a transaction must never be lent again. */
  release(): void {
    if (this.#released) return
    this.#released = true
    this.client.release(this.client.getTransactionStatus() === 'I' ? undefined : true)
  }

  // biome-ignore lint/correctness/useYield: streaming is refused, the signature is Kysely's.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming needs a portal, which a pipelined connection cannot keep open; page by key instead.')
  }
}

const compiler = new PostgresQueryCompiler()
const adapter = new PostgresAdapter()
const dialect: Dialect = new PostgresDialect({ pool: { connect: refuse, end: refuse } as never })
const driver = dialect.createDriver()
function refuse(): never {
  throw new Error('Connections come from the transaction, never from Kysely.')
}

function kyselyOn<Tables>(connection: DatabaseConnection): Kysely<Tables> {
  const executor = new DefaultQueryExecutor(compiler, adapter, { provideConnection: (consumer) => consumer(connection) })
  return new Kysely<Tables>({ config: { dialect }, dialect, driver, executor })
}

/**
 * `passing`: a write that may be lost if the machine fails within the next half second; it is seen by everybody at once, and never
 * half. `look`: rows and their COMMIT are asked for in one packet, so only what is asked at once is answered.
 */
export type TransactionKind = 'read' | 'write' | 'passing' | 'look' | 'own-look'

const begins: Record<TransactionKind, string> = {
  read: 'BEGIN READ ONLY',
  write: 'BEGIN',
  passing: 'BEGIN; SET LOCAL synchronous_commit = off',
  look: 'BEGIN',
  'own-look': 'BEGIN; SET LOCAL synchronous_commit = off',
}

/**
 * What is asked until the next tick leaves in one packet: a system call costs as much as the query it carries.
 * The tick comes after every promise that settles without the database; `last` still belongs to the packet.
 */
function collectWrites(client: pg.PoolClient, last?: () => void): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  stream.cork()
  process.nextTick(() => {
    last?.()
    stream.uncork()
  })
}

/**
 * Runs `work` in one transaction on a connection of `pool`, with `stadttor.town` set for this transaction only.
 * A read is answered as soon as its rows are there; everything else only after the database said COMMIT.
 */
export async function inTransaction<Tables, Result>(
  pool: pg.Pool,
  kind: TransactionKind,
  townId: number | undefined,
  work: (db: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  const connection = new TransactionConnection(client)
  let ended: Promise<void> | undefined
  const end = () => {
    ended = connection.end()
    ended.catch(() => undefined)
  }
  collectWrites(client, kind === 'look' || kind === 'own-look' ? end : undefined)
  const context = townId === undefined ? '' : `; SET LOCAL stadttor.town = '${Number(townId)}'`
  const opened = client.query(begins[kind] + context)
  opened.catch(() => undefined)
  try {
    const result = await work(kyselyOn<Tables>(connection))
    connection.open = false
    await opened
    const committed = ended ?? connection.commit()
    if (kind === 'read') committed.catch(() => undefined)
    else await committed
    return result
  } catch (fault) {
    await connection.rollBack()
    throw fault
  }
}

/** Lets `work` ask on the connection of `executor` until it has ended: what it forgot to wait for can change nothing after that. */
class PartConnection implements DatabaseConnection {
  open = true
  readonly executor: QueryExecutor
  constructor(executor: QueryExecutor) {
    this.executor = executor
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.open) throw new Error('This query came after its part of the transaction had ended.')
    return this.executor.executeQuery<R>(query)
  }

  // biome-ignore lint/correctness/useYield: streaming is refused, the signature is Kysely's.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming needs a portal, which a pipelined connection cannot keep open; page by key instead.')
  }
}

/** A part of an open transaction that is undone alone when it fails. Nothing else may be asked of `outer` meanwhile. */
export async function inSavepoint<Tables, Result>(
  outer: Pick<Kysely<Tables>, 'getExecutor'>,
  work: (db: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  const executor = outer.getExecutor()
  const run = (sql: string) => executor.executeQuery(CompiledQuery.raw(sql))
  const part = new PartConnection(executor)
  // In one packet with the first query of `work`.
  const begun = run('SAVEPOINT part')
  begun.catch(() => undefined)
  try {
    const result = await work(kyselyOn<Tables>(part))
    part.open = false
    await begun
    await run('RELEASE SAVEPOINT part')
    return result
  } catch (fault) {
    part.open = false
    await run('ROLLBACK TO SAVEPOINT part')
    await run('RELEASE SAVEPOINT part')
    throw fault
  }
}
