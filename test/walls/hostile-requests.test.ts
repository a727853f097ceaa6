// What strangers send: each request gets a clear answer, never a stack trace, never a server error.
import assert from 'node:assert/strict'
import { subscribe } from 'node:diagnostics_channel'
import type { Server } from 'node:http'
import { test } from 'node:test'
import { findModules } from '../../src/kernel/modules.ts'
import { place } from '../../src/main.ts'
import { freshHouse, freshTown } from '../fresh-town.ts'
import { type Answered, type Asked, hostOf, serveFresh } from '../serve-town.ts'
import { probe } from './a-module.ts'

const fresh = await freshHouse({ modules: [...(await findModules(place)), probe] })
const town = await freshTown(fresh.house)
const other = await freshTown(fresh.house)
const served = await serveFresh(fresh)
const host = hostOf(town)

const headersOfEveryAnswer = [
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'permissions-policy',
]

/** What is wrong with an answer whatever was asked. */
function answerProblems({ status, headers, text }: Answered): string[] {
  const problems: string[] = []
  if (status >= 500) problems.push(`answered ${status}`)
  for (const name of headersOfEveryAnswer) if (!headers[name]) problems.push(`lacks ${name}`)
  for (const name of ['server', 'x-powered-by', 'via']) if (headers[name]) problems.push(`names its software in ${name}`)
  if (headers['set-cookie']) problems.push('sets a cookie')
  if (/\n\s+at .*:\d+|node_modules|\.(ts|js):\d+|SELECT |fastify/i.test(text)) problems.push('shows its inside')
  if (/<script(?![^>]*\bsrc=)/.test(text) || /\son[a-z]+=/.test(text)) problems.push('holds inline script')
  return problems
}

test('An answer that shows its inside, sets a cookie or lacks a header is noticed', () => {
  const bad: Answered = {
    status: 500,
    headers: { 'set-cookie': ['a=b'], server: 'x/1' },
    body: Buffer.alloc(0),
    text: 'Error\n    at listX (/app/dist/x.js:1:1)',
  }
  const problems = answerProblems(bad).join()
  for (const part of ['answered 500', 'lacks content-security-policy', 'names its software', 'sets a cookie', 'shows its inside'])
    assert.match(problems, new RegExp(part))
})

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const postForm = (body: string): Asked => ({ method: 'POST', headers: { ...form, origin: town.origin }, body })
const many = (count: number) => Array.from({ length: count }, (_, index) => `f${index}=x`).join('&')

type Case = { title: string; path: string; host?: string; asked?: Asked; status: readonly number[] }
const cases: Case[] = [
  { title: 'a host of no town', path: '/', host: 'evil.example', status: [404] },
  { title: 'a host that is a number', path: '/probe', host: '::::', status: [400, 404] },
  { title: 'the host with a port', path: '/probe', host: `${host.split(':')[0]}:1`, status: [200] },
  { title: 'the host in capitals', path: '/probe', host: host.toUpperCase(), status: [200] },
  { title: 'the host with a dot at the end', path: '/probe', host: `${host.split(':')[0]}.`, status: [200] },
  { title: 'a half percent sign in the path', path: '/%E0%A4%A', status: [400, 404] },
  { title: 'a broken percent sign in a known path', path: '/probe/things/%E0%A4%A', status: [400, 404] },
  { title: 'a lone percent sign', path: '/probe/%', status: [400, 404] },
  { title: 'a byte that is no text in the query', path: '/probe?q=%FF', status: [200, 400] },
  { title: 'a half percent sign in the query', path: '/probe?q=%E0%A4%A', status: [200, 400] },
  { title: 'a query of 12 KB', path: `/probe?q=${'a'.repeat(12_000)}`, status: [200, 400, 414] },
  { title: 'a query of 20 KB', path: `/probe?q=${'a'.repeat(20_000)}`, status: [414, 431, 400] },
  { title: 'a path of 9 KB', path: `/probe/things/${'a'.repeat(9_000)}`, status: [400, 404, 414] },
  { title: 'the same key twice', path: '/probe?q=1&q=2', status: [200] },
  { title: 'the keys of an object as query', path: '/probe?__proto__=1&constructor=2&toString=3', status: [200] },
  { title: 'keys in brackets', path: '/probe?q[__proto__][x]=1&q[]=2', status: [200] },
  { title: 'a number that is none at the interface', path: '/probe/list?limit=abc', status: [400] },
  { title: 'a number out of bounds at the interface', path: '/probe/list?limit=100000', status: [400] },
  { title: 'an infinite number at the interface', path: '/probe/list?limit=1e999', status: [400] },
  { title: 'two slashes in front', path: '//probe', status: [404] },
  { title: 'two slashes and another host', path: '//evil.example/probe', status: [404] },
  { title: 'a backslash', path: '/\\evil.example', status: [400, 404] },
  { title: 'a path that climbs', path: '/assets/../../package.json', status: [404] },
  { title: 'a path that climbs in disguise', path: '/assets/%2e%2e/%2e%2e/package.json', status: [404] },
  { title: 'a path that climbs in double disguise', path: '/assets/..%252f..%252fpackage.json', status: [404] },
  { title: 'a path that climbs with encoded slashes', path: '/assets/..%2f..%2fpackage.json', status: [404] },
  { title: 'a file of the server', path: '/etc/passwd', status: [404] },
  { title: 'a hidden file', path: '/.git/config', status: [404] },
  { title: 'a null byte in the path', path: '/probe/things/%00', status: [404] },
  { title: 'a null byte in a short address', path: '/go/%00', status: [404] },
  { title: 'a null byte in the query', path: '/probe?q=%00', status: [400] },
  { title: 'a line break in the path', path: '/probe%0d%0aset-cookie:a=b', status: [400, 404] },
  { title: 'a line break in the query', path: '/probe?q=%0d%0aset-cookie:a=b', status: [200] },
  { title: 'a bidirectional override', path: '/probe?q=%E2%80%AE', status: [200] },
  { title: 'script in the query', path: '/probe?q=%3Cscript%3Ealert(1)%3C/script%3E', status: [200] },
  { title: 'script in the path', path: '/%3Cscript%3Ealert(1)%3C/script%3E', status: [404] },
  { title: 'POST where only GET is known', path: '/probe', asked: postForm(''), status: [405] },
  { title: 'GET where only POST is known', path: '/probe/open', status: [405] },
  { title: 'PUT on a page', path: '/probe', asked: { method: 'PUT' }, status: [405] },
  { title: 'DELETE on a page', path: '/probe', asked: { method: 'DELETE' }, status: [405] },
  { title: 'PROPFIND on a page', path: '/probe', asked: { method: 'PROPFIND' }, status: [404, 405, 501] },
  { title: 'OPTIONS on a page', path: '/probe', asked: { method: 'OPTIONS' }, status: [204, 404, 405] },
  { title: 'TRACE', path: '/probe', asked: { method: 'TRACE' }, status: [405, 501] },
  { title: 'HEAD', path: '/probe', asked: { method: 'HEAD' }, status: [200] },
  { title: 'a body of 2 MB', path: '/probe/echo', asked: postForm(`a=${'x'.repeat(2_000_000)}`), status: [413] },
  { title: 'a form of 1,000 fields', path: '/probe/echo', asked: postForm(many(1_000)), status: [400, 413] },
  { title: 'a field name of 5 KB', path: '/probe/echo', asked: postForm(`${'n'.repeat(5_000)}=1`), status: [400, 413] },
  { title: 'the keys of an object as form', path: '/probe/echo', asked: postForm('__proto__=1&constructor=2'), status: [200] },
  { title: 'broken percent signs in a form', path: '/probe/echo', asked: postForm('a=%E0%A4%A&b=%FF'), status: [200] },
  {
    title: 'a body of an unknown kind',
    path: '/probe/echo',
    asked: { method: 'POST', headers: { 'content-type': 'text/x-php', origin: town.origin }, body: '<?php' },
    status: [400, 415],
  },
  {
    title: 'a body without a kind',
    path: '/probe/echo',
    asked: { method: 'POST', headers: { origin: town.origin }, body: 'a=1' },
    status: [400, 415],
  },
  {
    title: 'JSON nested 100,000 deep',
    path: '/probe/echo',
    asked: {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: town.origin },
      body: '['.repeat(100_000) + ']'.repeat(100_000),
    },
    status: [200, 400, 413],
  },
  {
    title: 'JSON with the keys of an object',
    path: '/probe/echo',
    asked: {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: town.origin },
      body: '{"__proto__":{"admin":true}}',
    },
    status: [200, 400],
  },
  { title: 'a cookie that is no session', path: '/probe', asked: { headers: { cookie: '__Host-session=;;=' } }, status: [200] },
  { title: 'a session that never was', path: '/probe/mine', asked: { session: 'x'.repeat(43) }, status: [303, 401] },
  { title: 'a session of 5 KB', path: '/probe/mine', asked: { session: 'x'.repeat(5_000) }, status: [303, 401] },
  { title: 'a language that is no language', path: '/fr/probe', status: [404] },
  { title: 'a language twice', path: '/en/en/probe', status: [404] },
  { title: 'an odd encoding', path: '/probe', asked: { headers: { 'accept-encoding': 'br;q=0, zstd, *;q=0' } }, status: [200] },
]

for (const { title, path, host: sent, asked, status } of cases)
  test(`A stranger sends ${title} and gets a clear answer`, async () => {
    const answer = await served.request(sent ?? town, path, asked)
    assert.deepEqual(answerProblems(answer), [])
    assert.ok(status.includes(answer.status), `answered ${answer.status}, expected ${status.join(' or ')}`)
  })

test('A wrong method is told which ones are right', async () => {
  assert.equal((await served.request(town, '/probe', { method: 'PUT' })).headers.allow, 'GET, HEAD')
  assert.equal((await served.request(town, '/en/probe/open')).headers.allow, 'POST')
  assert.equal((await served.request(town, '/probe/desk', { method: 'DELETE' })).headers.allow, 'GET, HEAD, POST')
})

test('Script in a query comes back escaped or not at all', async () => {
  const { text } = await served.request(town, '/nirgends?q=%3Cscript%3Ealert(1)%3C/script%3E')
  assert.doesNotMatch(text, /<script>alert/)
})

test('A fault of ours shows an apology with a reference and nothing of its inside', async () => {
  const { status, text, headers } = await served.request(town, '/probe/fault')
  assert.equal(status, 500)
  assert.doesNotMatch(text, /SELECT|secret|\bat .*:\d+/)
  assert.match(text, /[0-9a-f]{8}-[0-9a-f]{4}/)
  assert.equal(headers['cache-control'], 'no-store')
  assert.ok(headers['content-security-policy'])
})

const line = (bytes: string): string => bytes.split('\r\n')[0] ?? ''
const rawCases: { title: string; bytes: string; expected: RegExp }[] = [
  { title: 'a method nobody knows', bytes: `FOO /probe HTTP/1.1\r\nHost: ${host}\r\n\r\n`, expected: / 400 / },
  { title: 'no HTTP at all', bytes: 'hello\r\n\r\n', expected: / 400 / },
  { title: 'no host', bytes: 'GET /probe HTTP/1.1\r\nConnection: close\r\n\r\n', expected: / 400 / },
  {
    title: 'a whole address of another host as target',
    bytes: `GET http://evil.example/probe HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    expected: / (400|404|421) /,
  },
  {
    title: 'two lengths at once (request smuggling)',
    bytes: `POST /probe/echo HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /probe HTTP/1.1\r\n\r\n`,
    expected: / 400 /,
  },
  {
    title: 'two different lengths',
    bytes: `POST /probe/echo HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 6\r\nContent-Length: 5\r\n\r\nabcdef`,
    expected: / 400 /,
  },
  { title: 'a folded header', bytes: `GET /probe HTTP/1.1\r\nHost: ${host}\r\n X: y\r\n\r\n`, expected: / 400 / },
  {
    title: 'a header of 100 KB',
    bytes: `GET /probe HTTP/1.1\r\nHost: ${host}\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`,
    expected: / 431 /,
  },
  { title: 'a null byte in a header', bytes: `GET /probe HTTP/1.1\r\nHost: ${host}\r\nX: a\0b\r\n\r\n`, expected: / 400 / },
  {
    title: 'raw bytes in the path',
    bytes: `GET /probe/\xff\xfe HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    expected: / (400|404) /,
  },
]
for (const { title, bytes, expected } of rawCases)
  test(`A stranger sends ${title} over the bare line and gets a clear answer`, async () => {
    const answer = await served.raw(Buffer.from(bytes, 'latin1'))
    assert.match(line(answer), expected)
    assert.equal(answer.match(/^HTTP\/1\.1 /gm)?.length, 1, 'one answer for one request')
    for (const name of headersOfEveryAnswer) assert.match(answer.toLowerCase(), new RegExp(`\r\n${name}: `), `lacks ${name}`)
  })

test('Who sends byte after byte is not waited for longer than half a minute, and with files that go on where they stopped an hour', async (t) => {
  const arrived = new Promise<Server>((resolve) => {
    const seen = (message: unknown) => resolve((message as { server: Server }).server)
    subscribe('http.server.request.start', seen)
  })
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const slow = served.raw(`POST /probe/open HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100\r\n\r\nhalf`)
  const { headersTimeout, requestTimeout } = await arrived
  assert.ok(headersTimeout > 0 && headersTimeout <= 15_000)
  assert.ok(requestTimeout > 0 && requestTimeout <= 3_600_000)
  t.mock.timers.tick(30_000)
  t.mock.timers.reset()
  assert.equal(await slow, '', 'the line is closed')
})

test('Files of the house carry every header too: a worker obeys its own', async () => {
  const { text } = await served.request(town, '/nirgends')
  const [, asset = ''] = /"(\/assets\/[^"]+\.css)"/.exec(text) ?? []
  const answered = await served.request(town, asset)
  assert.equal(answered.status, 200)
  assert.deepEqual(answerProblems({ ...answered, text: '' }), [])
})

test('Two hosts in one request lead to none of the two towns', async () => {
  const bytes = `GET /probe HTTP/1.1\r\nHost: ${host}\r\nHost: ${hostOf(other)}\r\nConnection: close\r\n\r\n`
  assert.match(line(await served.raw(bytes)), / 400 /)
})

test('Nobody becomes another town by a header', async () => {
  const headers = { 'x-forwarded-host': hostOf(other), 'x-original-host': hostOf(other), forwarded: `host=${hostOf(other)}` }
  const { text } = await served.request('evil.example', '/probe', { headers })
  assert.match(text, /keine Stadt/)
  const { headers: answered, text: body } = await served.request(town, '/nirgends', { headers })
  assert.doesNotMatch(JSON.stringify(answered) + body, new RegExp(hostOf(other)))
})

test('Who asks too often waits, whatever address they claim; the other town does not notice', async () => {
  const limited = await serveFresh(fresh, { limits: true })
  const post = (to: typeof town, claimed: string) =>
    limited.request(to, '/probe/open', {
      method: 'POST',
      headers: { ...form, origin: to.origin, 'x-forwarded-for': claimed },
      body: '',
    })
  const statuses: number[] = []
  for (let index = 0; index < 61; index += 1) statuses.push((await post(town, `203.0.113.${index}`)).status)
  assert.deepEqual([...new Set(statuses.slice(0, 60))], [303])
  assert.equal(statuses[60], 429)
  const refused = await post(town, '203.0.113.99')
  assert.deepEqual(answerProblems(refused), [])
  assert.match(String(refused.headers['retry-after']), /^[1-9]\d*$/)
  assert.equal((await post(other, '203.0.113.1')).status, 303)
  assert.equal((await limited.request(town, '/probe')).status, 200, 'reading goes on')
})

test('Behind a proxy that the operator named every reader has their own count', async () => {
  const limited = await serveFresh(fresh, { limits: true, trustedProxies: ['127.0.0.1'] })
  const post = (claimed: string) =>
    limited.request(town, '/probe/open', {
      method: 'POST',
      headers: { ...form, origin: town.origin, 'x-forwarded-for': claimed },
      body: '',
    })
  for (let index = 0; index < 60; index += 1) await post('203.0.113.1')
  assert.equal((await post('203.0.113.1')).status, 429)
  assert.equal((await post('198.51.100.9, 203.0.113.1')).status, 429, 'an invented first hop does not help')
  assert.equal((await post('203.0.113.2')).status, 303)
})
