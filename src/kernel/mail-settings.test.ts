// How mail leaves: what an operator may set, and what is refused with one clear line.
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Environment, readConfiguration } from './configuration.ts'
import { readMailAddress } from './mail-address.ts'

const folder = mkdtempSync(join(tmpdir(), 'stadttor-mail-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const fileWith = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const password = fileWith('password', 'geheim\n')
const dkim = fileWith(
  'dkim',
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
)
const base = { BASE_URL: 'https://rathaus.example' }

const mailOf = (env: Environment) => {
  const read = readConfiguration({ ...base, ...env })
  assert.ok(!('problems' in read), JSON.stringify(read))
  return read.mail
}
const problemsOf = (env: Environment) => {
  const read = readConfiguration({ ...base, ...env })
  return 'problems' in read ? read.problems : []
}

test('A mail server elsewhere is reached encrypted or not at all', () => {
  const login = { SMTP_PASSWORD_FILE: password }
  assert.deepEqual(mailOf({ SMTP_URL: 'smtp://rathaus%40example.org@mail.example.org', ...login }).smtp, {
    host: 'mail.example.org',
    port: 587,
    tls: 'required',
    user: 'rathaus@example.org',
    password: 'geheim',
  })
  assert.equal(mailOf({ SMTP_URL: 'smtps://mail.example.org' }).smtp?.tls, 'implicit')
  assert.equal(mailOf({ SMTP_URL: 'smtps://mail.example.org' }).smtp?.port, 465)
  assert.equal(mailOf({ SMTP_URL: 'smtp://127.0.0.1:2525' }).smtp?.tls, 'none')
})

test('A wrong mail setting is one clear line, and no password is repeated in it', () => {
  const cases: [Environment, RegExp][] = [
    [{ SMTP_URL: 'mail.example.org' }, /^SMTP_URL=\*\*\*: expected an address such as smtps:/],
    [{ SMTP_URL: 'http://mail.example.org' }, /^SMTP_URL=.*expected an address/],
    [{ SMTP_URL: 'smtp://u:hunter2@mail.example.org', SMTP_PASSWORD_FILE: password }, /belongs into the file/],
    [{ SMTP_URL: 'smtp://u@mail.example.org' }, /a user name needs SMTP_PASSWORD_FILE/],
    [{ SMTP_URL: 'smtp://mail.example.org', SMTP_PASSWORD_FILE: password }, /belong together/],
    [{ SMTP_PASSWORD_FILE: password }, /has no meaning without SMTP_URL/],
    [{ SMTP_URL: 'smtp://u@mail.example.org', SMTP_PASSWORD_FILE: '/nowhere/at/all' }, /this file cannot be read/],
    [{ MAIL_FROM: 'Rathaus <post@example.org>' }, /^MAIL_FROM=.*a mail address alone/],
    [{ MAIL_RETURN_PATH: 'post' }, /^MAIL_RETURN_PATH=post: expected a mail address/],
    [{ SMS_FROM: 'Rathaus' }, /^SMS_URL=: is missing/],
    [{ SMS_URL: 'sms.example.org' }, /^SMS_URL=.*beginning with https/],
    [{ SMS_URL: 'https://sms.example.org', SMS_FROM: 'x\r\ny' }, /^SMS_FROM=/],
    [{ DKIM_DOMAIN: 'example.org' }, /^DKIM_SELECTOR=: is missing/],
    [{ DKIM_DOMAIN: 'example.org', DKIM_SELECTOR: 'm1', DKIM_KEY_FILE: password }, /no private key in PEM/],
    [{ BASE_URL: 'http://localhost:8080', SMTP_URL: 'smtps://mail.example.org' }, /^MAIL_FROM=: is missing/],
  ]
  for (const [env, expected] of cases) {
    const problems = problemsOf(env)
    assert.match(problems.join('\n'), expected)
    assert.doesNotMatch(problems.join('\n'), /hunter2|geheim/)
  }
  assert.deepEqual(problemsOf({ DKIM_DOMAIN: 'example.org', DKIM_SELECTOR: 'm1', DKIM_KEY_FILE: dkim }), [])
})

test('Exactly one plain mail address is read, its domain in ASCII', () => {
  assert.equal(readMailAddress('Ada.Muster+rathaus@Example.ORG'), 'Ada.Muster+rathaus@example.org')
  assert.equal(readMailAddress('ada@müller.example'), 'ada@xn--mller-kva.example')
  const none = [
    '',
    '@',
    'a@',
    '@b.de',
    'a@b',
    'a b@c.de',
    '"a"@c.de',
    'a@c.de ',
    ' a@c.de',
    'a@c.de,b@c.de',
    'A <a@c.de>',
    'a@[127.0.0.1]',
  ]
  none.push(
    'a@127.0.0.1',
    'a..b@c.de',
    '.a@c.de',
    'a@-c.de',
    'a@c..de',
    'a@c.de\r\nBcc: b@c.de',
    'a\0@c.de',
    'a@c.de%0a',
    'a@b@c.de',
  )
  none.push(`${'a'.repeat(65)}@c.de`, `a@${'b'.repeat(64)}.de`, `${'a'.repeat(5_000)}@c.de`, `a@${'b.'.repeat(130)}de`)
  for (const text of none) assert.equal(readMailAddress(text), undefined, text.slice(0, 60))
})
