// What is encrypted can be read in its own town and place only, and an altered bit is noticed.
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import {
  decrypt,
  derivePassword,
  encrypt,
  makeTownKey,
  nameOf,
  readMasterKey,
  readOrMakeMasterKey,
  UnreadableError,
  unwrapKey,
  wrapKey,
} from './keys.ts'

const folder = mkdtempSync(join(tmpdir(), 'stadttor-keys-'))
after(() => rmSync(folder, { recursive: true }))
const master = (name: string) => readOrMakeMasterKey(join(folder, name, 'master-key'), false, () => {})

test('the key file is made once, loudly, for its owner alone, and never while there is data', () => {
  const file = join(folder, 'new', 'keys', 'master-key')
  assert.throws(() => readOrMakeMasterKey(file, true, () => {}), /missing, but there is data/)
  const notices: string[] = []
  const made = readOrMakeMasterKey(file, false, (line) => notices.push(line))
  assert.equal(notices.length, 1)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(
    readOrMakeMasterKey(file, true, (line) => notices.push(line)),
    made,
  )
  assert.equal(notices.length, 1)
  chmodSync(file, 0o644)
  assert.throws(() => readMasterKey(file), /other accounts/)
  writeFileSync(file, 'c2hvcnQ=')
  chmodSync(file, 0o600)
  assert.throws(() => readMasterKey(file), /32 bytes/)
})

test('the key of a town opens with the key file that closed it, for that town, also while the key file is being changed', () => {
  const [old, young] = [master('old'), master('young')]
  const key = makeTownKey('augsburg')
  const wrapped = wrapKey(old, key)
  assert.deepEqual(unwrapKey([young, old], 'augsburg', wrapped), key)
  assert.deepEqual(unwrapKey([young], 'augsburg', wrapKey(young, unwrapKey([young, old], 'augsburg', wrapped))), key)
  assert.throws(() => unwrapKey([young], 'augsburg', wrapped), UnreadableError)
  assert.throws(() => unwrapKey([old], 'nuernberg', wrapped), UnreadableError)
  assert.ok(!wrapped.includes(key.bytes.toString('base64url')))
})

test('encrypted content is readable in its own town and place only', () => {
  const augsburg = makeTownKey('augsburg')
  const text = Buffer.from('Zahnarztrechnung für Frau Öztürk')
  const sealed = encrypt(augsburg, text, 'forms.answer/1')
  assert.deepEqual(decrypt(augsburg, sealed, 'forms.answer/1'), text)
  assert.ok(!sealed.includes('Zahnarzt'))
  assert.notDeepEqual(encrypt(augsburg, text, 'forms.answer/1'), sealed, 'the same content never looks the same')
  assert.throws(() => decrypt(augsburg, sealed, 'forms.answer/2'), UnreadableError)
  assert.throws(() => decrypt(makeTownKey('augsburg'), sealed, 'forms.answer/1'), UnreadableError)
  assert.throws(() => decrypt({ ...augsburg, town: 'nuernberg' }, sealed, 'forms.answer/1'), UnreadableError)
  assert.deepEqual(decrypt(augsburg, encrypt(augsburg, Buffer.alloc(0), 'x'), 'x'), Buffer.alloc(0))
})

test('every altered or missing byte is noticed', () => {
  const key = makeTownKey('augsburg')
  const sealed = encrypt(key, Buffer.from('Bescheid'), 'x')
  for (let at = 0; at < sealed.length; at++) {
    const altered = Buffer.from(sealed)
    altered[at] = altered.readUInt8(at) ^ 1
    assert.throws(() => decrypt(key, altered, 'x'), UnreadableError)
    assert.throws(() => decrypt(key, sealed.subarray(0, at), 'x'), UnreadableError)
  }
})

test('a name for content is stable in one town and unrelated in another; passwords of roles differ', () => {
  const [one, other] = [makeTownKey('augsburg'), makeTownKey('nuernberg')]
  const content = Buffer.from('Lageplan')
  assert.equal(nameOf(one, content), nameOf(one, Buffer.from('Lageplan')))
  assert.notEqual(nameOf(one, content), nameOf(other, content))
  const key = master('roles')
  assert.equal(derivePassword(key, 'stadttor_app'), derivePassword(key, 'stadttor_app'))
  assert.notEqual(derivePassword(key, 'stadttor_app'), derivePassword(key, 'stadttor_platform'))
  assert.notEqual(derivePassword(key, 'stadttor_app'), derivePassword(master('others'), 'stadttor_app'))
})
