// What a multipart form sends, read as it arrives within bounds; nothing is judged here but size and number.
import type { IncomingMessage } from 'node:http'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import type { Refused } from '../uploads/check.ts'
import { FormTooLarge, formLimits } from './forms.ts'
import type { UploadRule } from './uploads.ts'

/** Milliseconds for one whole transfer; below the server's own patience, so that there is still somebody to tell. */
const longestTransfer = 270_000

/** What all transfers of this process may hold in memory at once. */
const memory = { most: 384 * 1024 * 1024, held: 0 }

export type SentFile = { field: string; name: string; content?: Buffer; refused?: Refused }
export type ReadForm = { fields: [string, string][]; files: SentFile[]; whole: boolean; release: () => void }

export class BrokenUpload extends Error {
  readonly statusCode = 400
}

/** @throws BrokenUpload for what no browser sends, and when the connection ends early */
export function readMultipart(request: IncomingMessage, rule: UploadRule, keepFiles: boolean): Promise<ReadForm> {
  const fields: [string, string][] = []
  const files: SentFile[] = []
  let held = 0
  const release = (): void => {
    memory.held -= held
    held = 0
  }
  return new Promise<ReadForm>((resolve, reject) => {
    let ended = false
    const end = (outcome: () => void): void => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      request.off('data', take)
      request.off('end', finish)
      // What still comes is read into nothing: a browser shows no answer before it has sent everything.
      request.resume()
      outcome()
    }
    const fail = (fault: Error = new BrokenUpload('This form did not arrive whole.')): void =>
      end(() => {
        release()
        reject(fault)
      })
    const stop = (why: Refused): void =>
      end(() => {
        const last = files.at(-1)
        if (last && !last.refused) last.refused = why
        else files.push({ field: last?.field ?? '', name: '', refused: why })
        resolve({ fields, files, whole: false, release })
      })
    const mostBytes = rule.maxFiles * rule.maxBytesEach * 2 + 8 * 1024 * 1024
    let bytes = 0
    const take = (chunk: Buffer): void => {
      bytes += chunk.length
      if (bytes > mostBytes) {
        stop('too-large')
        return
      }
      try {
        parser.write(chunk)
      } catch {
        fail()
      }
    }
    const finish = (): void => void parser.end()
    const timer = setTimeout(() => stop('slow'), longestTransfer)
    let parser: BusboyInstance
    try {
      parser = new Busboy({
        headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
        limits: {
          fieldNameSize: formLimits.name,
          fieldSize: formLimits.value * 4,
          fields: formLimits.fields,
          // Every empty file field counts as a file too.
          files: rule.maxFiles + 50,
          parts: formLimits.fields + rule.maxFiles + 50,
          fileSize: rule.maxBytesEach + 1,
          headerPairs: 20,
          headerSize: 8_192,
        },
      })
    } catch {
      return fail()
    }
    parser.on('field', (name, value, nameCut, valueCut) => {
      if (name === undefined || nameCut || valueCut) fail(new FormTooLarge('A field is too large.'))
      else fields.push([name, value])
    })
    parser.on('file', (field, stream, name) => {
      const sent: SentFile = { field: field ?? '', name: name ?? '' }
      const chunks: Buffer[] = []
      let size = 0
      // A file field that was left empty comes as a part without name and content.
      if (sent.name !== '') files.push(sent)
      const index = files.filter((one) => one.name !== '').length
      if (index > rule.maxFiles) sent.refused = 'too-many'
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > rule.maxBytesEach) sent.refused ??= 'too-large'
        if (!sent.refused && memory.held + chunk.length > memory.most) sent.refused = 'busy'
        if (sent.refused || !keepFiles) {
          chunks.length = 0
          return
        }
        memory.held += chunk.length
        held += chunk.length
        chunks.push(chunk)
      })
      stream.on('end', () => {
        if (!sent.refused) sent.content = Buffer.concat(chunks)
      })
      stream.on('error', () => fail())
    })
    for (const limit of ['partsLimit', 'fieldsLimit', 'filesLimit'] as const)
      parser.on(limit, () => fail(new FormTooLarge('Too many fields.')))
    parser.on('error', () => fail())
    parser.on('finish', () => end(() => resolve({ fields, files, whole: true, release })))
    request.on('data', take)
    request.on('end', finish)
    request.once('close', () => {
      if (!request.complete) fail()
    })
    if (request.destroyed) fail()
  })
}
