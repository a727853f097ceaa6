// `stadttor backup FILE` and `stadttor restore FILE`: everything of all towns, to one file and back.

import { type AuditEntry, recordAudit } from '../kernel/audit.ts'
import { backup } from '../kernel/backup/backup.ts'
import { restore } from '../kernel/backup/restore.ts'
import type { Configuration } from '../kernel/configuration.ts'
import { showProgress } from '../kernel/progress.ts'
import type { Opened } from '../main.ts'

type Ground = { configuration: Configuration; opened: Opened; file: string }

/** In every town: its data left the house, or came into it. */
async function recordInEveryTown(
  { opened: { house, masterKey } }: Ground,
  action: AuditEntry['action'],
  tables: number,
): Promise<void> {
  await house.towns.load()
  for (const town of house.towns.list()) {
    const details = { tables, key: masterKey.fingerprint }
    await town.write((db) => recordAudit(db, { action, actor: { system: 'command' }, object: `town:${town.key}`, details }))
  }
}

export async function writeBackup(ground: Ground): Promise<number> {
  const { configuration, opened, file } = ground
  const { masterKey: master, store, databaseUrl } = opened
  const contents = await backup({
    databaseUrl: configuration.databaseDirectUrl ?? databaseUrl,
    store,
    master,
    file,
    now: new Date(),
    progress: showProgress(),
  })
  await recordInEveryTown(ground, 'kernel.backup.written', contents.tables.length)
  const rows = contents.tables.reduce((sum, table) => sum + table.rows, 0)
  console.log(
    `${file}: ${contents.tables.length} tables, ${rows} rows. Only the key ${master.fingerprint} restores it; keep that apart. The tables stand in it readably: store it encrypted.`,
  )
  return 0
}

export async function readBackup(ground: Ground): Promise<number> {
  const { configuration, opened, file } = ground
  const { masterKey: master, store, databaseUrl } = opened
  const contents = await restore({
    databaseUrl: configuration.databaseDirectUrl ?? databaseUrl,
    store,
    master,
    file,
    progress: showProgress(),
  })
  await recordInEveryTown(ground, 'kernel.backup.restored', contents.tables.length)
  const rows = contents.tables.reduce((sum, table) => sum + table.rows, 0)
  console.log(`Restored from ${file}: ${contents.tables.length} tables, ${rows} rows.`)
  return 0
}
