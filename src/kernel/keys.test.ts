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
  keyNumber,
  makeTownKey,
  nameOf,
  numberOf,
  readMasterKey,
  readOrMakeMasterKey,
  UnreadableError,
  unwrapKey,
  withKeysInUse,
  withNextKey,
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

test('after a change of keys the newest closes, each opens what it closed, and names stay', () => {
  const house = master('changing')
  const first = makeTownKey('augsburg')
  const old = encrypt(first, Buffer.from('alt'), 'forms.answer/1')
  const prepared = unwrapKey([house], 'augsburg', wrapKey(house, withNextKey(first)))
  assert.equal(keyNumber(prepared), 1, 'nothing is closed with it before every server can open it')
  assert.equal(numberOf(encrypt(prepared, Buffer.from('noch alt'), 'forms.answer/2')), 1)
  const second = unwrapKey([house], 'augsburg', wrapKey(house, withKeysInUse(prepared)))
  const young = encrypt(second, Buffer.from('neu'), 'forms.answer/1')
  assert.deepEqual([keyNumber(second), numberOf(young)], [2, 2])
  assert.equal(decrypt(second, old, 'forms.answer/1').toString(), 'alt')
  assert.equal(decrypt(second, young, 'forms.answer/1').toString(), 'neu')
  assert.equal(decrypt(prepared, young, 'forms.answer/1').toString(), 'neu', 'a server that only heard of the preparation')
  assert.throws(() => decrypt(first, young, 'forms.answer/1'), UnreadableError)
  assert.throws(() => decrypt(second, Buffer.concat([Buffer.of(2, 3), young.subarray(2)]), 'forms.answer/1'), UnreadableError)
  assert.equal(nameOf(second, Buffer.from('Datei')), nameOf(first, Buffer.from('Datei')))
  const third = withKeysInUse(withNextKey(second))
  assert.equal(decrypt(third, young, 'forms.answer/1').toString(), 'neu')
  const swapped = wrapKey(house, third).split(' ')
  assert.throws(() => unwrapKey([house], 'augsburg', [swapped[0], swapped[2], swapped[1]].join(' ')), UnreadableError)
})
