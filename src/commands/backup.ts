// `stadttor backup FILE` and `stadttor restore FILE`: everything of all towns, to one file and back.
import { type BackupStep, backup } from '../kernel/backup/backup.ts'
import { restore } from '../kernel/backup/restore.ts'
import type { Configuration } from '../kernel/configuration.ts'
import type { Opened } from '../main.ts'

type Ground = { configuration: Configuration; opened: Opened; file: string }

/** A line that renews itself on a terminal; one line per tenth elsewhere. */
function showProgress(): (step: BackupStep) => void {
  let shown = -1
  return ({ step, of, what }) => {
    const tenth = Math.floor((step / Math.max(1, of)) * 10)
    if (process.stderr.isTTY) process.stderr.write(`\r${'█'.repeat(tenth * 2).padEnd(20, '░')} ${what.slice(0, 50).padEnd(50)}`)
    else if (tenth !== shown) process.stderr.write(`${tenth * 10} % ${what}\n`)
    shown = tenth
    if (step >= of && process.stderr.isTTY) process.stderr.write('\n')
  }
}

export async function writeBackup({ configuration, opened, file }: Ground): Promise<number> {
  const { masterKey: master, store, databaseUrl } = opened
  const contents = await backup({
    databaseUrl: configuration.databaseDirectUrl ?? databaseUrl,
    store,
    master,
    file,
    now: new Date(),
    progress: showProgress(),
  })
  const rows = contents.tables.reduce((sum, table) => sum + table.rows, 0)
  console.log(
    `${file}: ${contents.tables.length} tables, ${rows} rows. Only the key ${master.fingerprint} restores it; keep that apart. The tables stand in it readably: store it encrypted.`,
  )
  return 0
}

export async function readBackup({ configuration, opened, file }: Ground): Promise<number> {
  const { masterKey: master, store, databaseUrl } = opened
  const contents = await restore({
    databaseUrl: configuration.databaseDirectUrl ?? databaseUrl,
    store,
    master,
    file,
    progress: showProgress(),
  })
  const rows = contents.tables.reduce((sum, table) => sum + table.rows, 0)
  console.log(`Restored from ${file}: ${contents.tables.length} tables, ${rows} rows.`)
  return 0
}
