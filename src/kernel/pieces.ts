// Large files: sealed piece by piece as they arrive, and a sealed list of their pieces under the file's own name; never whole in memory.
import { randomBytes } from 'node:crypto'
import type { FileStore } from './files.ts'
import { decrypt, encrypt, type TownKey, UnreadableError } from './keys.ts'

/** Every piece but the last has exactly this many bytes. */
export const pieceSize = 1024 * 1024

/** A piece's name is random: one that is written anew never takes the place of the one in force. */
export type Piece = { name: string; size: number }

/** Large files have random names: their content is known only when it is stored already. */
export const newFileName = (): string => randomBytes(32).toString('hex')

const bindingOf = (file: string, number: number, name: string): string => `file ${file} piece ${number} ${name}`

/** Stores bytes as piece `number` (from 0) of a file; durable when it resolves. */
export async function storePiece(
  store: FileStore,
  key: TownKey,
  { file, number, content }: { file: string; number: number; content: Uint8Array },
): Promise<Piece> {
  const name = newFileName()
  await store.write(`${key.town}/${name}`, encrypt(key, content, bindingOf(file, number, name)))
  return { name, size: content.length }
}

/** @throws UnreadableError when it is gone, altered, shorter, or a piece of another place or file. */
export async function openPiece(
  store: FileStore,
  key: TownKey,
  { file, number, piece }: { file: string; number: number; piece: Piece },
): Promise<Buffer> {
  const sealed = await store.read(`${key.town}/${piece.name}`)
  if (!sealed) throw new UnreadableError('A piece of this file is gone.')
  const content = decrypt(key, sealed, bindingOf(file, number, piece.name))
  if (content.length !== piece.size) throw new UnreadableError('A piece of this file was exchanged.')
  return content
}

/** Marks a list of pieces, before what `encrypt` makes, whose own first byte is 1 or 2. */
const listMark = 0x4c

/** Completes a large file: which pieces it has and that there are no more stands sealed under its name. */
export async function storePieceList(store: FileStore, key: TownKey, file: string, pieces: readonly Piece[]): Promise<void> {
  const list = JSON.stringify(pieces.map(({ name, size }) => [name, size]))
  const sealed = encrypt(key, Buffer.from(list), `file ${file} pieces`)
  await store.write(`${key.town}/${file}`, Buffer.concat([Buffer.of(listMark), sealed]))
}

/** The pieces of a large file; undefined where `sealed` is a small file. */
export function readPieceList(key: TownKey, file: string, sealed: Buffer): Piece[] | undefined {
  if (sealed[0] !== listMark) return undefined
  const list = decrypt(key, sealed.subarray(1), `file ${file} pieces`)
  return (JSON.parse(list.toString()) as [string, number][]).map(([name, size]) => ({ name, size }))
}

export const sizeOf = (pieces: readonly Piece[]): number => pieces.reduce((total, { size }) => total + size, 0)

/** The content from first to last byte, one piece in memory at a time. */
export async function* readPieces(
  store: FileStore,
  key: TownKey,
  file: string,
  pieces: readonly Piece[],
): AsyncGenerator<Buffer, void> {
  for (const [number, piece] of pieces.entries()) yield await openPiece(store, key, { file, number, piece })
}
