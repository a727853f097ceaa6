// Files of a town: encrypted under its key, named by their content, kept in a folder or in an S3 store.
import { randomBytes } from 'node:crypto'
import { access, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { decrypt, encrypt, nameOf, type TownKey } from './keys.ts'
import { type Piece, readPieceList, readPieces, sizeOf } from './pieces.ts'

/** Where sealed bytes lie, by `<town>/<name>`. Written means durable. Knows no keys. */
export type FileStore = {
  has(path: string): Promise<boolean>
  write(path: string, sealed: Uint8Array): Promise<void>
  read(path: string): Promise<Buffer | undefined>
  /** Removing what is not there is no error. */
  remove(path: string): Promise<void>
  /** Every stored file, in no order; anything else lying there is passed over. */
  list(): AsyncIterable<string>
}

export type StoredFile = { name: string; size: number }

/**
 * Stores content and returns its name; content the town already has is stored once. References are counted in `kernel.blob`: count first (the row is
 * then locked), store second, commit third. So a sweep of unused files in another process cannot remove what is being stored here.
 */
export async function storeFile(store: FileStore, key: TownKey, content: Uint8Array): Promise<StoredFile> {
  const name = nameOf(key, content)
  const path = pathOf(key, name)
  if (!(await store.has(path))) await store.write(path, encrypt(key, content, `file ${name}`))
  return { name, size: content.length }
}

/** What a file may have that is wanted whole in memory. */
const mostInMemory = 64 * 1024 * 1024

export type OpenedFile = {
  size: number
  /** First to last byte, a few megabytes at a time. Throws UnreadableError in the middle of a large file that was altered there. */
  chunks: () => AsyncIterable<Buffer>
}

/** A file to be read in order, however large. Undefined when there is none of this name; throws UnreadableError like `openFile`. */
export async function openStream(store: FileStore, key: TownKey, name: string): Promise<OpenedFile | undefined> {
  const opened = await openSealed(store, key, name)
  if (!opened || 'pieces' in opened) return opened
  const { content } = opened
  return {
    size: content.length,
    async *chunks() {
      yield content
    },
  }
}

/**
 * The whole content of a file; undefined when there is none of this name. Throws UnreadableError when it was altered or belongs to another
 * town, and refuses a large one: see `openStream`.
 */
export async function openFile(store: FileStore, key: TownKey, name: string): Promise<Buffer | undefined> {
  const opened = await openSealed(store, key, name)
  if (!opened || !('pieces' in opened)) return opened?.content
  if (opened.size > mostInMemory) throw new Error('This file is too large for the memory: read it with openStream.')
  const parts: Buffer[] = []
  for await (const chunk of opened.chunks()) parts.push(chunk)
  return Buffer.concat(parts)
}

async function openSealed(
  store: FileStore,
  key: TownKey,
  name: string,
): Promise<{ content: Buffer } | (OpenedFile & { pieces: readonly Piece[] }) | undefined> {
  const sealed = await store.read(pathOf(key, name))
  if (!sealed) return undefined
  const pieces = readPieceList(key, name, sealed)
  if (!pieces) return { content: decrypt(key, sealed, `file ${name}`) }
  return { pieces, size: sizeOf(pieces), chunks: () => readPieces(store, key, name, pieces) }
}

/** Removes a file that nothing refers to any more, inside the transaction that deletes its row. */
export async function removeFile(store: FileStore, key: TownKey, name: string): Promise<void> {
  await store.remove(pathOf(key, name))
}

const pathOf = (key: TownKey, name: string): string => safePath(`${key.town}/${name}`)

/** Names come from a database, a backup or another server: nothing but a town and a content name is ever turned into a place. */
export function safePath(path: string): string {
  if (!isStoredPath(path)) throw new Error('This is not the name of a stored file.')
  return path
}

export const isStoredPath = (path: string): boolean => /^[a-z0-9][a-z0-9-]*\/[0-9a-f]{64}$/.test(path)

/** Files in a folder that only this account can enter. */
export function makeFolderStore(folder: string): FileStore {
  // Two more letters spread a town's files over 256 folders.
  const place = (path: string) => {
    const [town = '', name = ''] = safePath(path).split('/')
    return join(folder, town, name.slice(0, 2), name)
  }
  return {
    async has(path) {
      return access(place(path)).then(
        () => true,
        () => false,
      )
    },

    async write(path, sealed) {
      const target = place(path)
      await mkdir(dirname(target), { recursive: true, mode: 0o700 })
      const half = `${target}.${randomBytes(6).toString('hex')}.half`
      const file = await open(half, 'wx', 0o600)
      try {
        await file.writeFile(sealed)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(half, target)
      for (let parent = dirname(target); ; parent = dirname(parent)) {
        await syncFolder(parent)
        if (relative(folder, parent) === '') break
      }
    },

    async read(path) {
      try {
        return await readFile(place(path))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },

    async remove(path) {
      await rm(place(path), { force: true })
    },

    async *list() {
      for (const town of await namesIn(folder)) {
        for (const letters of await namesIn(join(folder, town))) {
          for (const name of await namesIn(join(folder, town, letters)))
            if (isStoredPath(`${town}/${name}`)) yield `${town}/${name}`
        }
      }
    },
  }
}

/** A new name in a folder outlives a power failure only when the folder itself is written out. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  }
}
