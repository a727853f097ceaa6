// Forms with files through the front door: what is taken, what is refused in which words, and what is kept beside it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import type { ScanFile } from '../../contracts/scan.ts'
import type { SignInFirst, StoppedVisitor } from '../../contracts/sign-in.ts'
import { anyone, resident } from '../access.ts'
import { keepBlob } from '../blobs.ts'
import { type Module, offer } from '../module.ts'
import type { KernelTables } from '../tables.ts'
import type { WriteDb } from '../town.ts'
import { multipart, objectStream, pdf, photo, wordParts, zip } from '../uploads/fixtures.ts'
import { json } from './answer.ts'
import { fileField, readForm, textField } from './forms.ts'
import { sendBlob } from './send-blob.ts'
import type { UploadRule } from './uploads.ts'

const uploads: UploadRule = { maxFiles: 3, maxBytesEach: 300_000, accept: ['pdf', 'jpeg', 'png', 'txt', 'csv', 'docx', 'odt'] }
const read = (input: Parameters<typeof readForm>[0]) => {
  const form = readForm(input, {
    subject: textField('subject', { atMost: 50, tooLong: () => 'Zu lang.' }),
    papers: fileField('papers', { message: 'Bitte wählen Sie eine Datei.' }),
  })
  return 'problems' in form
    ? json({ problems: form.problems, typed: input.value('subject'), names: input.names() }, { status: 422 })
    : json(
        form.values.papers.map(({ content, ...file }) => ({ ...file, size: content.length, bytes: content.toString('base64') })),
      )
}
let scanner: () => Promise<ScanFile['answer']> = async () => 'off'
let stopped: StoppedVisitor | undefined
const shown = { name: 'Grüße "Ä".pdf', blob: '', mediaType: 'application/pdf' }
const letterbox: Module = {
  name: 'letterbox',
  officialName: 'Briefkasten',
  folder: '',
  offers: [
    offer<ScanFile>('scan-file', 1, () => scanner()),
    offer<SignInFirst>('sign-in-first', 1, async (_town, visitor) => {
      stopped = visitor
      return { url: '/letterbox/sign-in' }
    }),
  ],
  routes: (on) => {
    on.form('/letterbox', anyone, { uploads }, (_visit, input) => read(input))
    on.form('/letterbox/photos', anyone, { uploads: { ...uploads, accept: ['jpeg', 'webp'] } }, (_visit, input) => read(input))
    on.form('/letterbox/mine', resident('basic'), { uploads }, (_visit, input) => read(input))
    on.form('/letterbox/plain', anyone, {}, () => json({}))
    on.file('/letterbox/shown', anyone, {}, (visit) => sendBlob(visit, shown))
  },
}

const fresh = await freshHouse({ modules: [letterbox] })
const town = await freshTown(fresh.house)
const served = await serveFresh(fresh)
type Told = { problems?: { field: string; message: string }[]; typed?: string; names?: string[] }
type Taken = { name: string; kind: string; mediaType: string; size: number; bytes: string }[]

async function post(name: string, content: string | Buffer, path = '/letterbox') {
  const sent = multipart([
    { field: 'subject', content: 'Mein Anliegen' },
    { field: 'papers', name, content },
  ])
  const { status, text } = await served.request(town, path, { method: 'POST', ...sent })
  return { status, told: JSON.parse(text) as Told, taken: JSON.parse(text) as Taken }
}

async function refuses(name: string, content: string | Buffer, expected: RegExp, path?: string): Promise<void> {
  const { status, told } = await post(name, content, path)
  assert.equal(status, 422, `${name} was taken`)
  assert.match(told.problems?.[0]?.message ?? '', expected)
  assert.equal(told.problems?.[0]?.field, 'papers')
  assert.equal(told.typed, 'Mein Anliegen', 'what was typed stays')
}

test('A sound PDF arrives byte for byte', async () => {
  const content = pdf('', objectStream('3 0 << /Title (Antrag) >>'))
  const { status, taken } = await post('Antrag.pdf', content)
  assert.equal(status, 200)
  assert.equal(taken[0]?.name, 'Antrag.pdf')
  assert.equal(taken[0]?.mediaType, 'application/pdf')
  assert.deepEqual(Buffer.from(taken[0]?.bytes ?? '', 'base64'), content)
})

test('A photo arrives as the same picture without the place where it was taken', async () => {
  const before = await photo('jpeg')
  assert.ok((await sharp(before).metadata()).exif, 'the photo of the test says where it was taken')
  const { status, taken } = await post('IMG_1.JPG', before)
  assert.equal(status, 200)
  const after = await sharp(Buffer.from(taken[0]?.bytes ?? '', 'base64')).metadata()
  assert.deepEqual([after.format, after.width, after.height, after.exif], ['jpeg', 40, 30, undefined])
})

test('Texts, tables and office documents without macros arrive', async () => {
  for (const [name, content, kind] of [
    ['Notiz.txt', 'Grüße aus Würzburg\n', 'txt'],
    ['liste.csv', 'Name;Straße\nAda;Gögginger Straße 1\n', 'csv'],
    ['Brief.docx', zip(wordParts()), 'docx'],
    ['Brief.odt', zip({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<c/>' }), 'odt'],
  ] as const) {
    const { status, taken } = await post(name, content)
    assert.deepEqual([status, taken[0]?.kind, taken[0]?.name], [200, kind, name])
  }
})

const eicar = Buffer.from(
  'WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=',
  'base64',
)
const refused: [string, string, string | Buffer, RegExp][] = [
  ['a PDF with a script', 'a.pdf', pdf('/OpenAction << /S /JavaScript /JS (app.alert(1)) >>'), /enthält Programme/],
  [
    'a PDF with a script whose name is disguised',
    'a.pdf',
    pdf('/OpenAction << /S /J#61vaScript /JS (x) >>'),
    /enthält Programme/,
  ],
  ['a PDF with a script inside a packed stream', 'a.pdf', pdf('', objectStream('3 0 << /S /JavaScript >>')), /enthält Programme/],
  ['a PDF that starts a program', 'a.pdf', pdf('/OpenAction << /S /Launch /F (cmd.exe) >>'), /enthält Programme/],
  ['a PDF with a file inside', 'a.pdf', pdf('/Names << /EmbeddedFiles 5 0 R >>'), /angehängte Dateien/],
  ['a locked PDF', 'a.pdf', pdf('/Encrypt 5 0 R'), /Passwort/],
  ['half a PDF', 'a.pdf', pdf().subarray(0, 80), /beschädigt/],
  ['a picture that is none', 'a.png', Buffer.from('\x89PNG\r\n\x1a\nnothing', 'latin1'), /beschädigt/],
  ['an archive', 'a.zip', zip({ 'a.txt': 'x' }), /von einer Art/],
  ['a program', 'rechnung.pdf', Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), /von einer Art.*Möglich sind: PDF, JPEG/],
  ['a web page named as a text', 'a.txt', '<!DOCTYPE html><script>alert(1)</script>', /von einer Art/],
  ['a drawing', 'a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', /von einer Art/],
  ['a document with macros', 'a.docx', zip(wordParts({ 'word/vbaProject.bin': 'x' })), /Makros/],
  [
    'a document that fetches its template elsewhere',
    'a.docx',
    zip(wordParts({ 'word/_rels/settings.xml.rels': '<Relationship Type="http://x/attachedTemplate" TargetMode="External"/>' })),
    /von anderen Orten/,
  ],
  ['a text that is not UTF-8', 'a.txt', Buffer.from('Stra\xdfe', 'latin1'), /UTF-8/],
  ['the test file of the virus hunters', 'a.txt', eicar, /Schadsoftware/],
  ['an empty file', 'a.pdf', '', /ist leer/],
  ['a file above the limit', 'a.pdf', Buffer.concat([pdf(), Buffer.alloc(300_000, ' ')]), /größer als 0,3 MB/],
  ['a photo of an iPhone in its own format', 'a.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'), /HEIC/],
]
for (const [what, name, content, expected] of refused)
  test(`Whoever sends ${what} reads why it is not taken, and keeps what was typed`, () => refuses(name, content, expected))

test('A route takes only the kinds it names', () => refuses('a.pdf', pdf(), /Möglich sind: JPEG, WebP/, '/letterbox/photos'))

test('A picture with more points than memory should hold is refused before it is unpacked', async () => {
  const wide = await sharp({ create: { width: 16_000, height: 5_000, channels: 3, background: '#fff' } })
    .png({ compressionLevel: 9 })
    .toBuffer()
  await refuses('plan.png', wide, /64 Millionen/)
})

test('Too many files are told one by one, the others are not lost from sight', async () => {
  const files = ['1', '2', '3', '4'].map((name) => ({ field: 'papers', name: `${name}.txt`, content: name }))
  const { status, text } = await served.request(town, '/letterbox', { method: 'POST', ...multipart(files) })
  assert.equal(status, 422)
  assert.match(text, /„4\.txt“ ist zu viel\. Sie können hier höchstens 3 Dateien senden/)
})

test('A refused file in a field that the route does not read is told all the same', async () => {
  const sent = multipart([
    { field: 'papers', name: 'a.pdf', content: pdf() },
    { field: 'other', name: 'a.exe', content: Buffer.from('MZ\0\0') },
  ])
  const { status, text } = await served.request(town, '/letterbox', { method: 'POST', ...sent })
  assert.equal(status, 422)
  assert.match(text, /"field":"other"/)
})

test('A file field left empty is no file', async () => {
  const { status, told } = await post('', '')
  assert.equal(status, 422)
  assert.deepEqual(told.problems, [{ field: 'papers', message: 'Bitte wählen Sie eine Datei.' }])
})

test('Names of files lose their paths, invisible letters and false endings', async () => {
  for (const [sent, kept] of [
    ['../../etc/passwd.pdf', 'passwd.pdf'],
    ['C:\\Temp\\Antrag.PDF', 'Antrag.PDF'],
    ['Rechnung\u202Efdp.exe', 'Rechnungfdp.exe.pdf'],
    ['a\u0000\u200bb.pdf', 'ab.pdf'],
    ['...', 'datei.pdf'],
    [`${'ä'.repeat(300)}.pdf`, `${'ä'.repeat(110)}.pdf`],
  ] as const) {
    const { taken } = await post(sent, pdf())
    assert.equal(taken[0]?.name, kept)
  }
})

test('What a scanner finds is refused; while it does not answer, nothing passes', async () => {
  scanner = async () => 'found'
  await refuses('a.pdf', pdf(), /Schadsoftware gefunden/)
  scanner = async () => 'down'
  await refuses('a.pdf', pdf(), /gerade nicht auf Schadsoftware geprüft/)
  scanner = async () => {
    throw new Error('connect ECONNREFUSED')
  }
  await refuses('a.pdf', pdf(), /gerade nicht auf Schadsoftware geprüft/)
  scanner = async () => 'clean'
  assert.equal((await post('a.pdf', pdf())).status, 200)
  scanner = async () => 'off'
})

test('Who must sign in first keeps the text and is told to choose the files again', async () => {
  const sent = multipart([
    { field: 'subject', content: 'Grüße & mehr' },
    { field: 'papers', name: 'a.pdf', content: pdf() },
  ])
  const { status, headers } = await served.request(town, '/letterbox/mine', { method: 'POST', ...sent })
  assert.deepEqual([status, headers.location], [303, '/letterbox/sign-in'])
  assert.equal(stopped?.lostFiles, true)
  assert.equal(new URLSearchParams(stopped?.form).get('subject'), 'Grüße & mehr')
  // What was kept comes back to the same form, here to the one that needs no sign-in.
  const back = await served.request(town, '/letterbox', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: stopped?.form ?? '',
  })
  assert.equal(back.status, 422)
  const told = JSON.parse(back.text) as Told
  assert.match(told.problems?.[0]?.message ?? '', /wählen Sie sie noch einmal aus/)
  assert.deepEqual([told.typed, told.names], ['Grüße & mehr', ['subject']])
})

test('What no browser sends is answered clearly, never with a fault', async () => {
  const whole = multipart([{ field: 'papers', name: 'a.pdf', content: pdf() }])
  const statusOf = async (body: Buffer, type: string | undefined, path = '/letterbox') =>
    (await served.request(town, path, { method: 'POST', headers: { 'content-type': type }, body })).status
  const type = whole.headers['content-type']
  assert.equal(await statusOf(whole.body.subarray(0, -40), type), 400, 'cut off')
  assert.equal(await statusOf(whole.body, 'multipart/form-data'), 400, 'without a boundary')
  assert.equal(await statusOf(Buffer.alloc(0), type), 400, 'with nothing inside')
  assert.equal(await statusOf(whole.body, type, '/letterbox/plain'), 400, 'to a route that takes no files')
  assert.equal(await statusOf(whole.body, type, '/letterbox/nirgends'), 400, 'to no route at all')
  const long = multipart([{ field: 'subject', content: 'x'.repeat(200_000) }])
  assert.equal(await statusOf(long.body, type), 413, 'with a text no form of ours takes')
  const many = multipart(Array.from({ length: 600 }, (_, index) => ({ field: `f${index}`, content: '' })))
  assert.equal(await statusOf(many.body, type), 413, 'with more fields than any form has')
})

test('A kept file is handed out to be saved, never shown as a page', async () => {
  const content = pdf()
  shown.blob = await town.write((db: WriteDb<KernelTables>) => keepBlob(town, db, fresh.house.files, content, 'application/pdf'))
  const { status, headers, body } = await served.request(town, '/letterbox/shown')
  assert.equal(status, 200)
  assert.deepEqual(body, content)
  assert.equal(
    headers['content-disposition'],
    `attachment; filename="Grusse _A_.pdf"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%22%C3%84%22.pdf`,
  )
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['cache-control'], 'no-store')
  assert.match(String(headers['content-security-policy']), /sandbox; default-src 'none'/)
})
