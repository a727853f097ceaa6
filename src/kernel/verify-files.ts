// Whether every file that somebody refers to is there, whole and unaltered.
import type { FileStore } from './files.ts'
import { openStream } from './files.ts'
import { UnreadableError } from './keys.ts'
import type { KernelTables } from './tables.ts'
import type { ReadDb, Town } from './town.ts'

export type FileFault = { name: string; what: 'missing' | 'altered' | 'size' }
export type FilesFound = { files: number; bytes: number; faults: FileFault[] }

const batch = 500

/** Reads each file to its end: its seal and its place are checked by that. */
export async function verifyFiles(store: FileStore, town: Town): Promise<FilesFound> {
  const found: FilesFound = { files: 0, bytes: 0, faults: [] }
  for (let after = ''; ; ) {
    const rows = await town.read((db: ReadDb<KernelTables>) =>
      db
        .selectFrom('kernel.blob')
        .select(['name', 'size', 'refs'])
        .where('name', '>', after)
        .orderBy('name')
        .limit(batch)
        .execute(),
    )
    for (const { name, size, refs } of rows) {
      // What nobody refers to any more may be gone already.
      if (refs === 0) continue
      found.files += 1
      const what = await faultOf(store, town, name, Number(size))
      if (what) found.faults.push({ name, what })
      else found.bytes += Number(size)
    }
    if (rows.length < batch) return found
    after = rows.at(-1)!.name
  }
}

async function faultOf(store: FileStore, town: Town, name: string, size: number): Promise<FileFault['what'] | undefined> {
  try {
    const file = await openStream(store, town.dataKey, name)
    if (!file) return 'missing'
    let read = 0
    for await (const chunk of file.chunks()) read += chunk.length
    return read === size ? undefined : 'size'
  } catch (fault) {
    if (fault instanceof UnreadableError) return 'altered'
    throw fault
  }
}
