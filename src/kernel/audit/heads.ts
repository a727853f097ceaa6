// The second place of the signed heads: one append-only file per town, outside the database.
import { mkdirSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Head } from './chain.ts'

const fileOf = (folder: string, town: string): string => join(folder, `${town}.heads`)

/** A last line that a crash cut short counts as not written. */
export async function readHeads(folder: string, town: string): Promise<Head[]> {
  const text = await readFile(fileOf(folder, town), 'utf8').catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return ''
    throw fault
  })
  const lines = text.split('\n')
  return lines.flatMap((line, index) => {
    if (line === '') return []
    try {
      return [JSON.parse(line) as Head]
    } catch (fault) {
      if (index === lines.length - 1) return []
      throw new Error(`${fileOf(folder, town)} line ${index + 1} is no head: ${(fault as Error).message}`)
    }
  })
}

/** Resolves once the lines are on disk. */
export async function appendHeads(folder: string, town: string, heads: readonly Head[]): Promise<void> {
  if (heads.length === 0) return
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = await open(fileOf(folder, town), 'a+', 0o600)
  try {
    const { size } = await file.stat()
    const last = Buffer.alloc(1)
    const cut = size > 0 && (await file.read(last, 0, 1, size - 1)).bytesRead === 1 && last.toString() !== '\n'
    const text = heads.map((head) => `${JSON.stringify(head)}\n`).join('')
    await file.write(cut ? `\n${text}` : text)
    await file.sync()
  } finally {
    await file.close()
  }
}
