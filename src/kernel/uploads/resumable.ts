// Uploads that go on where they were interrupted: the protocol that scripts and programs speak, under the base path of any module.
import type { Access } from '../access.ts'
import { type Answer, json, notFound, text } from '../http/answer.ts'
import type { Routes, Sending } from '../http/routes.ts'
import { linkTo, type Visit } from '../http/visit.ts'
import { isUuid } from '../ids.ts'
import { type Hold, holdUpload, letGo, receive } from './arriving.ts'
import { inspectUpload } from './inspect.ts'
import type { FileKind } from './kinds.ts'
import { refusalText, stateText } from './refusal.ts'
import { restOf, takeSlot } from './slots.ts'
import { beginUpload, dropUpload, findUpload, listUploads, type Upload } from './upload.ts'

/** What a reader may send here, to be part of what. */
export type UploadLeave = {
  /** `forms.draft/<id>`: who may touch that may touch its uploads. */
  purpose: string
  /** Where in it: the path of the question. '' where that does not matter. */
  place: string
  maxBytes: number
  /** Of this place, those refused left out. */
  maxFiles: number
  accept: readonly FileKind[]
}

/** Undefined: not this reader, or no such thing; answered like what does not exist. */
export type MaySend = (visit: Visit) => Promise<UploadLeave | undefined> | UploadLeave | undefined

const version = '1.0.0'
const extensions = 'creation,creation-with-upload,expiration,termination'
const contentType = 'application/offset+octet-stream'
/** Up to here the last answer waits for the check, so that it need not be asked for. */
const checkedAtOnce = 8 * 1024 * 1024

/**
 * Mounts the protocol: `base` takes new uploads, `base/<id>` their bytes, and `GET base/<id>/state` says in words how one stands.
 * @standard tus 1.0.0 with creation, creation-with-upload, expiration, termination
 */
export function resumableUploads(on: Routes, base: string, access: Access, maySend: MaySend): void {
  const one = `${base}/:upload`
  const often = { perMinute: 600 }
  on.stream('OPTIONS', base, access, often, (visit) => announce(visit, maySend))
  on.stream('OPTIONS', one, access, often, (visit) => announce(visit, maySend))
  on.stream('POST', base, access, { perMinute: 120 }, (visit, sending) => guarded(visit, sending, maySend, create))
  on.stream('HEAD', one, access, often, (visit, sending) => guarded(visit, sending, maySend, tellOffset))
  on.stream('PATCH', one, access, often, (visit, sending) => guarded(visit, sending, maySend, append))
  on.stream('DELETE', one, access, often, (visit, sending) => guarded(visit, sending, maySend, terminate))
  // For networks that let only GET and POST pass.
  on.stream('POST', one, access, often, (visit, sending) => {
    const meant = sending.header('x-http-method-override')
    return guarded(visit, sending, maySend, meant === 'PATCH' ? append : meant === 'DELETE' ? terminate : notAllowed)
  })
  on.file(`${one}/state`, access, often, async (visit) => {
    const leave = await maySend(visit)
    const upload = leave && (await uploadNamed(visit, leave))
    return upload ? json(stateOf(visit, upload), { headers: { 'cache-control': 'no-store' } }) : notFound
  })
}

export type UploadState = Pick<Upload, 'id' | 'name' | 'label' | 'size' | 'received' | 'state'> & { message: string }

/** What a script shows of an upload; `message` is empty for one that is ready. */
const stateOf = (visit: Visit, upload: Upload): UploadState => {
  const { id, name, label, size, received, state } = upload
  return { id, name, label, size, received, state, message: stateText(visit, upload) }
}

type Step = (visit: Visit, sending: Sending, leave: UploadLeave) => Promise<Answer> | Answer

const answer = (status: number, headers: Record<string, string> = {}, words = ''): Answer =>
  text('text/plain; charset=utf-8', words, {
    status,
    headers: { 'tus-resumable': version, 'cache-control': 'no-store', ...headers },
  })

/** What a refused sender still has under way is read into nothing, within bounds: a browser shows no answer before it has sent everything. */
async function guarded(visit: Visit, sending: Sending, maySend: MaySend, step: Step): Promise<Answer> {
  const given = await guardedAnswer(visit, sending, maySend, step)
  if (await restOf(sending.body)) return given
  return { ...given, headers: { ...given.headers, connection: 'close' } }
}

async function guardedAnswer(visit: Visit, sending: Sending, maySend: MaySend, step: Step): Promise<Answer> {
  if (sending.header('tus-resumable') !== version) return answer(412, { 'tus-version': version })
  const leave = await maySend(visit)
  return leave ? step(visit, sending, leave) : answer(404)
}

async function announce(visit: Visit, maySend: MaySend): Promise<Answer> {
  const leave = await maySend(visit)
  if (!leave) return answer(404)
  const headers = { 'tus-version': version, 'tus-extension': extensions, 'tus-max-size': String(leave.maxBytes) }
  return answer(204, headers)
}

const uploadNamed = async ({ town, params }: Visit, { purpose }: UploadLeave): Promise<Upload | undefined> =>
  isUuid(params.upload ?? '') ? findUpload(town, purpose, params.upload!) : undefined

const wholeNumber = (value: string | undefined): number | undefined =>
  value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined

const expiry = (upload: Pick<Upload, 'expiresAt'> | undefined): Record<string, string> =>
  upload?.expiresAt ? { 'upload-expires': upload.expiresAt.toUTCString() } : {}

const create: Step = async (visit, sending, leave) => {
  const size = wholeNumber(sending.header('upload-length'))
  if (size === undefined) return answer(400, {}, 'Upload-Length is missing or no number.\n')
  const bytes = sendsBytes(sending)
  if (bytes && sending.header('content-type') !== contentType) return answer(415)
  const names = readMetadata(sending.header('upload-metadata') ?? '')
  if (!names) return answer(400, {}, 'Upload-Metadata is not a list of keys with base64 values.\n')
  const rule = { ...leave, maxBytesEach: leave.maxBytes }
  const refuse = (reason: 'too-large' | 'too-many'): Answer => answer(413, {}, refusalText(visit, reason, names.name, rule))
  if (size > leave.maxBytes) return refuse('too-large')
  const there = (await listUploads(visit.town, leave.purpose)).filter(
    ({ place, state }) => place === leave.place && state !== 'refused',
  )
  if (there.length >= leave.maxFiles) return refuse('too-many')
  const { purpose, place, accept } = leave
  const id = await beginUpload(visit.town, { purpose, place, size, accept, ...names }, visit.now)
  const location = linkTo(visit, `${visit.path}/${id}`)
  const upload = await findUpload(visit.town, purpose, id)
  if (!bytes || !upload) return answer(201, { location, ...expiry(upload) })
  const written = await write(visit, sending, upload, 0)
  // The upload is there in any case, and its address must be known to go on with it.
  return written.status === 204 ? { ...written, status: 201, headers: { ...written.headers, location } } : written
}

const sendsBytes = ({ header }: Sending): boolean =>
  header('transfer-encoding') !== undefined || (header('content-length') ?? '0') !== '0'

const longest = 300

/** @standard tus 1.0.0 Upload-Metadata */
function readMetadata(value: string): { name: string; label: string } | undefined {
  const found = new Map<string, string>()
  for (const pair of value.split(',').map((part) => part.trim())) {
    if (pair === '') continue
    const [key = '', encoded = '', ...more] = pair.split(' ')
    if (more.length > 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) return undefined
    found.set(key, Buffer.from(encoded, 'base64').toString('utf8'))
  }
  const plain = (key: string): string =>
    (found.get(key) ?? '')
      .replace(/\p{Cc}+/gu, ' ')
      .slice(0, longest)
      .toWellFormed()
      .trim()
  return { name: plain('filename') || plain('name') || 'datei', label: plain('label') }
}

const tellOffset: Step = async (visit, _sending, leave) => {
  const upload = await uploadNamed(visit, leave)
  if (!upload) return answer(404)
  return answer(200, { 'upload-offset': String(upload.received), 'upload-length': String(upload.size), ...expiry(upload) })
}

const append: Step = async (visit, sending, leave) => {
  if (sending.header('content-type') !== contentType) return answer(415)
  const offset = wholeNumber(sending.header('upload-offset'))
  if (offset === undefined) return answer(400, {}, 'Upload-Offset is missing or no number.\n')
  const upload = await uploadNamed(visit, leave)
  if (!upload) return answer(404)
  return write(visit, sending, upload, offset)
}

async function write(visit: Visit, sending: Sending, upload: Upload, offset: number): Promise<Answer> {
  const { house, town } = visit
  const now = { 'upload-offset': String(upload.received) }
  if (upload.state !== 'arriving') return offset === upload.size && !sendsBytes(sending) ? answer(204, now) : answer(409, now)
  if (offset + (wholeNumber(sending.header('content-length')) ?? 0) > upload.size) return answer(413, now)
  const freeSlot = takeSlot(visit.address)
  if (!freeSlot) return answer(503, { 'retry-after': '5' })
  try {
    const hold = await holdUpload(town, upload.purpose, upload.id)
    if (hold === 'busy') return answer(423, { 'retry-after': '5' })
    if (hold === 'none') return answer(404)
    if (hold.received !== offset) return await differs(visit, hold)
    const { received, ended } = await receive({ house, town }, hold, sending.body)
    if (ended === 'lost') return answer(423, { 'retry-after': '5' })
    const reached = { 'upload-offset': String(received), ...expiry(upload) }
    if (ended === 'too-much') return answer(413, reached)
    if (received === upload.size) await check(visit, upload)
    return answer(204, reached)
  } finally {
    freeSlot()
  }
}

async function differs({ town }: Visit, hold: Hold): Promise<Answer> {
  await letGo(town, hold)
  return answer(409, { 'upload-offset': String(hold.received) })
}

/** A large file is checked while nobody waits; should this process end meanwhile, a job begins the check anew. */
async function check({ house, town, now }: Visit, upload: Upload): Promise<void> {
  const checked = inspectUpload({ house, town }, upload, now).catch((fault: unknown) =>
    house.log.fault('an uploaded file could not be checked', fault, { town: town.key, upload: upload.id }),
  )
  if (upload.size <= checkedAtOnce) await checked
}

const terminate: Step = async (visit, _sending, leave) => {
  const upload = await uploadNamed(visit, leave)
  return upload && (await dropUpload(visit.town, upload.purpose, upload.id, visit.now)) ? answer(204) : answer(404)
}

const notAllowed: Step = () => answer(405, { allow: 'HEAD, PATCH, DELETE, OPTIONS' })
