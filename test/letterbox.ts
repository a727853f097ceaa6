// A letterbox that takes large files, served twice on one database, and a sender that speaks its protocol; for tests.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { request as send } from 'node:http'
import pg from 'pg'
import { anyone } from '../src/kernel/access.ts'
import { type KeptFile, sendBlob, sendUnchecked } from '../src/kernel/http/send-blob.ts'
import type { Module } from '../src/kernel/module.ts'
import { resumableUploads, type UploadState } from '../src/kernel/uploads/resumable.ts'
import type { Scanner } from '../src/kernel/uploads/scan.ts'
import { freshHouse, freshTown } from './fresh-town.ts'
import { hostOf, type Served, serveFresh } from './serve-town.ts'

/** What `/letterbox/shown` sends, and `/letterbox/dared` although nobody checked it. */
export const shelf: { file: KeptFile | undefined } = { file: undefined }

const letterbox: Module = {
  name: 'letterbox',
  officialName: 'Briefkasten',
  folder: '',
  routes: (on) => {
    resumableUploads(on, '/letterbox/:draft/uploads', anyone, ({ params }) =>
      params.draft === 'closed'
        ? undefined
        : {
            purpose: `letterbox.draft/${params.draft}`,
            place: 'papers',
            maxBytes: 20_000_000,
            maxFiles: 30,
            accept: ['pdf', 'jpeg', 'txt', 'zip'],
          },
    )
    on.file('/letterbox/shown', anyone, {}, (visit) => sendBlob(visit, shelf.file!))
    on.file('/letterbox/dared', anyone, {}, (visit) =>
      sendUnchecked(visit, shelf.file!, { actor: { staff: 'clerk-7', unit: '/' }, object: 'letterbox.letter/7' }),
    )
  },
}

export const tus = { 'tus-resumable': '1.0.0' }
export const bytesType = { 'content-type': 'application/offset+octet-stream' }
const base64 = (text: string): string => Buffer.from(text).toString('base64')
export const idOf = (path: string): string => path.split('/').at(-1)!
/** A text of any length that no two places of have alike. */
export const letter = (size: number): Buffer => Buffer.from(randomBytes(size / 2 + 1).toString('hex')).subarray(0, size)

export async function openLetterbox(scanner?: Scanner) {
  const fresh = await freshHouse({ modules: [letterbox], scanner })
  const town = await freshTown(fresh.house)
  const other = await freshTown(fresh.house)
  const first = await serveFresh(fresh)
  const second = await serveFresh(fresh, {}, await fresh.another())
  const admin = new pg.Client({ connectionString: fresh.adminUrl })
  await admin.connect()
  fresh.beforeClosing(() => admin.end())

  const create = async (size: number, { name = 'Plan.pdf', at = first, path = '/letterbox/1/uploads' } = {}): Promise<string> => {
    const headers = {
      ...tus,
      'upload-length': size,
      'upload-metadata': `filename ${base64(name)},label ${base64('Vorderseite')}`,
    }
    const answer = await at.request(town, path, { method: 'POST', headers })
    assert.equal(answer.status, 201, answer.text)
    return answer.headers.location!
  }
  const append = (path: string, offset: number, body: Buffer, at: Served = first) =>
    at.request(town, path, { method: 'PATCH', headers: { ...tus, ...bytesType, 'upload-offset': offset }, body })
  const offsetOf = async (path: string, at: Served = first): Promise<number> => {
    const { status, headers } = await at.request(town, path, { method: 'HEAD', headers: tus })
    assert.equal(status, 200)
    return Number(headers['upload-offset'])
  }
  const stateOf = async (path: string): Promise<UploadState> =>
    JSON.parse((await first.request(town, `${path}/state`)).text) as UploadState

  /** Sends the first bytes of a longer body and keeps the connection; resolves when the server has had them. */
  function begin(path: string, offset: number, bytes: Buffer, announced: number, at = first) {
    const asking = send({
      host: '127.0.0.1',
      port: at.port,
      path,
      method: 'PATCH',
      agent: false,
      headers: { host: hostOf(town), ...tus, ...bytesType, 'upload-offset': offset, 'content-length': announced },
    })
    asking.on('error', () => undefined)
    asking.write(bytes)
    return asking
  }

  const finish = async (content: Buffer, name: string, at = '/letterbox/9/uploads'): Promise<UploadState> => {
    const path = await create(content.length, { name, path: at })
    assert.equal((await append(path, 0, content)).status, 204)
    return stateOf(path)
  }
  return { fresh, town, other, first, second, admin, create, append, offsetOf, stateOf, begin, finish }
}
