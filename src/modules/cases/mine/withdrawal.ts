// Taking an application back: the process is told and ends it; without one the case is closed at once.
import type { ProcessMessage, ProcessState } from '../../../contracts/processes.ts'
import type { TownSql } from '../../../kernel/town.ts'
import { changeCase, lockCase } from '../case.ts'
import { close } from '../process/work.ts'
import { canWithdraw, deciding } from './offered.ts'
import { actorOf, type Who, withCase } from './seen.ts'
import { withdrawn } from './status.ts'

/** `over`: there is nothing to take back any more. Again, nothing changes. */
export const withdrawCase = (who: Who, reference: string, reason: string) =>
  withCase(
    who,
    reference,
    { purpose: 'Antrag zurückgenommen', verb: 'write', roles: deciding, what: 'Einen Antrag zurückgenommen' },
    async (db, seen): Promise<'withdrawn' | 'over'> => {
      const { house, town, person, now } = who
      const { row, kind } = seen
      if (row.outcome === withdrawn) return 'withdrawn'
      if (!canWithdraw(seen)) return 'over'
      const by = actorOf(person, row.holder_id)
      const happened = { kind: 'withdrawn', by, open: true, reason }
      await changeCase(db, town, row, { outcome: withdrawn, state: 'open', rests_since: null, news: true }, happened, now)
      await db
        .updateTable('cases.request')
        .set({ state: 'withdrawn' })
        .where('case_id', '=', row.id)
        .where('state', '=', 'open')
        .execute()
      const process = await house.ask<ProcessState>(town, 'process-state', { db: db as TownSql, businessKey: row.id })
      if (process?.state === 'running' || process?.state === 'suspended') {
        const message = { name: 'cases.withdrawn', key: row.id, once: `cases.withdrawn/${row.id}`, variables: {}, now }
        await house.ask<ProcessMessage>(town, 'process-message', { db: db as TownSql, ...message })
        return 'withdrawn'
      }
      const held = (await lockCase(db, row.id))!
      await close(house, town, { db, row: held, kind, input: { outcome: withdrawn }, key: `cases.withdrawn/${row.id}`, now })
      return 'withdrawn'
    },
  )
