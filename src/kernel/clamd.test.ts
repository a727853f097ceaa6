// The scanner's answers are understood, and a scanner that does not answer never counts as clean.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { makeClamd } from './clamd.ts'
import { startFakeClamd } from './clamd-fake.ts'
import { type ClamdSettings, readClamdSettings } from './clamd-settings.ts'
import { eicar } from './uploads/check.ts'

const fake = await startFakeClamd({ streamMaxLength: 3_000_000 })
after(fake.stop)
const scanner = makeClamd({ at: { host: '127.0.0.1', port: fake.port }, maxBytes: 3_000_000 })
async function* chunksOf(...contents: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const content of contents) yield Buffer.from(content as string)
}

test('A file goes to the scanner whole, however it is cut, and malware is found across the cut', async () => {
  assert.equal(await scanner.scan(chunksOf(Buffer.alloc(1_000_000, 'x'), Buffer.alloc(1_300_001, 'y'))), 'clean')
  assert.equal(fake.scanned.at(-1), 2_300_001)
  assert.equal(await scanner.scan(chunksOf('ab', eicar.slice(0, 20), eicar.slice(20), 'cd')), 'found')
})

test('What the scanner could not look into is no finding and not clean', async () => {
  const answers = {
    'stream: Heuristics.Encrypted.Zip FOUND': 'locked',
    'stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND': 'too-large',
    'stream: Win.Test.EICAR_HDB-1 FOUND': 'found',
    'stream: OK': 'clean',
  }
  for (const [line, expected] of Object.entries(answers)) {
    fake.says(line)
    assert.equal(await scanner.scan(chunksOf('x')), expected, line)
  }
  fake.says(undefined)
  assert.equal(await scanner.scan(chunksOf(Buffer.alloc(2_000_000), Buffer.alloc(2_000_000))), 'too-large')
})

test('A scanner that is away or talks nonsense is a fault', async () => {
  for (const line of ['stream: OK but', 'stream: Allocation failed ERROR', '']) {
    fake.says(line)
    await assert.rejects(scanner.scan(chunksOf('x')), /clamd/, line)
  }
  fake.says(undefined)
  const away = await startFakeClamd()
  await away.stop()
  const gone = makeClamd({ at: { host: '127.0.0.1', port: away.port }, maxBytes: 1 })
  await assert.rejects(gone.scan(chunksOf('x')), /ECONNREFUSED/)
})

test('Its place is a host with a port or a socket, and anything else is told', () => {
  const read = (CLAMD?: string, CLAMD_MAX_MB?: string): ClamdSettings | undefined | string[] => {
    const problems: string[] = []
    const settings = readClamdSettings({ value: (name) => ({ CLAMD, CLAMD_MAX_MB })[name], wrong: (name) => problems.push(name) })
    return problems.length > 0 ? problems : settings
  }
  assert.equal(read(), undefined)
  assert.deepEqual(read('[::1]:3310', '25'), { at: { host: '::1', port: 3_310 }, maxBytes: 26_214_400 })
  assert.deepEqual(read('clamav.intern:3310'), { at: { host: 'clamav.intern', port: 3_310 }, maxBytes: 104_857_600 })
  assert.deepEqual(read('/run/clamav/clamd.ctl'), { at: { path: '/run/clamav/clamd.ctl' }, maxBytes: 104_857_600 })
  for (const wrong of ['clamav', 'a b:3310', 'x:99999', 'http://x:1']) assert.deepEqual(read(wrong), ['CLAMD'], wrong)
  assert.deepEqual(read('x:1', '0'), ['CLAMD_MAX_MB'])
})
