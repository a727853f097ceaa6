// The file of a backup: a gzip'ed tar archive, so that any system can look into it.
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip, createGzip } from 'node:zlib'

export type ArchiveWriter = {
  add(name: string, content: Uint8Array): Promise<void>
  finish(): Promise<void>
  abandon(): Promise<void>
}

const BLOCK = 512
const padding = (size: number) => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK)

/** Begins a new file that only this account can read. Throws when it exists. */
export async function writeArchive(path: string, now: Date): Promise<ArchiveWriter> {
  const file = await open(path, 'wx', 0o600)
  const gzip = createGzip({ level: 6 })
  const written = (async () => {
    for await (const chunk of gzip) await file.writeFile(chunk as Buffer)
  })()
  written.catch((error) => gzip.destroy(error as Error))
  const write = (chunk: Uint8Array) =>
    new Promise<void>((resolve, reject) => gzip.write(chunk, (error) => (error ? reject(error) : resolve())))
  return {
    async add(name, content) {
      await write(Buffer.concat([header(name, content.length, now), content, padding(content.length)]))
    },
    async finish() {
      await write(Buffer.alloc(2 * BLOCK))
      gzip.end()
      await written
      await file.sync()
      await file.close()
    },
    async abandon() {
      gzip.destroy()
      await written.catch(() => {})
      await file.close()
    },
  }
}

/** @standard POSIX.1-1988 ustar: a long name is cut at a slash into prefix and name. */
function header(path: string, size: number, now: Date): Buffer {
  const cut = path.length > 100 ? path.lastIndexOf('/') : -1
  const [prefix, name] = cut < 0 ? ['', path] : [path.slice(0, cut), path.slice(cut + 1)]
  if (name.length > 100 || prefix.length > 155) throw new Error(`The name ${path} is too long for the archive.`)
  const block = Buffer.alloc(BLOCK)
  const octal = (value: number, length: number) => value.toString(8).padStart(length - 1, '0')
  block.write(name, 0)
  block.write(octal(0o600, 8), 100)
  block.write(octal(0, 8), 108)
  block.write(octal(0, 8), 116)
  block.write(octal(size, 12), 124)
  block.write(octal(Math.floor(now.getTime() / 1000), 12), 136)
  block.write('        0', 148)
  block.write('ustar\x0000', 257)
  block.write(prefix, 345)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 7)}\0 `, 148)
  return block
}

/** Thrown for a file that ends too early or was altered. */
export class DamagedBackup extends Error {
  override name = 'DamagedBackup'
}

/** Reads entry after entry; entries of our archives fit into memory. */
export async function* readArchive(path: string): AsyncGenerator<{ name: string; content: Buffer }> {
  const source = createReadStream(path)
  const gunzip = createGunzip()
  source.on('error', (error) => gunzip.destroy(error))
  source.pipe(gunzip)
  const take = takeFrom(gunzip as AsyncIterable<Buffer>)
  try {
    for (;;) {
      const block = await take(BLOCK)
      if (block.every((byte) => byte === 0)) break
      const text = (from: number, length: number) => block.toString('latin1', from, from + length).replace(/\0.*$/s, '')
      const size = Number.parseInt(text(124, 12), 8)
      if (text(257, 5) !== 'ustar' || !Number.isInteger(size) || size > 2 ** 30)
        throw new DamagedBackup('This is no backup of Stadttor.')
      const name = [text(345, 155), text(0, 100)].filter((part) => part !== '').join('/')
      const content = await take(size)
      await take(padding(size).length)
      yield { name, content }
    }
    // To the very end: only there gzip compares its checksum.
    await take(BLOCK)
    await take(1, true)
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    if (code.startsWith('Z_')) throw new DamagedBackup(`The backup is damaged or incomplete (${message}).`)
    throw error
  } finally {
    source.destroy()
    gunzip.destroy()
  }
}

function takeFrom(stream: AsyncIterable<Buffer>): (size: number, mayEnd?: boolean) => Promise<Buffer> {
  const chunks = stream[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  return async (size, mayEnd = false) => {
    const parts = [rest]
    let length = rest.length
    while (length < size) {
      const { value, done } = await chunks.next()
      if (done && mayEnd) return Buffer.alloc(0)
      if (done) throw new DamagedBackup('The backup ends too early.')
      parts.push(value)
      length += value.length
    }
    const all = parts.length === 1 ? rest : Buffer.concat(parts)
    if (mayEnd) throw new DamagedBackup('Something was added to the end of the backup.')
    rest = all.subarray(size)
    return all.subarray(0, size)
  }
}
