// Very many tries, jumping clocks, hostile addresses and two towns, through the front door.
import assert from 'node:assert/strict'
import { afterEach, mock, test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import {
  codeIn,
  locationOf,
  modulesWithPost,
  type Post,
  signInByCode,
  type Visitor,
  visitorOf,
} from '../../../../test/post-room.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import type { Town } from '../../../kernel/town.ts'
import { readAim } from './aim.ts'

const posts: Post[] = []
const fresh = await freshHouse({ modules: await modulesWithPost(posts) })
const augsburg = await freshTown(fresh.house, { key: 'augsburg' })
const nuernberg = await freshTown(fresh.house, { key: 'nuernberg' })
const served = await serveFresh(fresh, { trustedProxies: ['127.0.0.0/8'] })

afterEach(() => mock.timers.reset())
const clockAt = (now: number): void => mock.timers.enable({ apis: ['Date'], now })
const minutes = (count: number): number => count * 60_000

async function askForCode(visitor: Visitor, mail: string): Promise<string> {
  const asked = await visitor.post('/accounts/sign-in/code', { mail })
  assert.equal(asked.status, 303, asked.text.slice(0, 2_000))
  return new URL(locationOf(asked), 'http://x').searchParams.get('step')!
}

const wrongOf = (code: string): string => String((Number(code.replace(' ', '')) + 1) % 100_000_000).padStart(8, '0')

/** `npm run endure` makes ten thousand. */
const rounds = Number(process.env.STADTTOR_TRIES ?? 600) / 40

test('Very many tries within an hour find out a few dozen codes to be wrong; the rest is told to wait', async () => {
  const begin = Date.now()
  clockAt(begin)
  const thief = visitorOf(served, augsburg, '198.51.100.7')
  const answers = new Map<number, number>()
  let step = ''
  const tryOnce = async (): Promise<void> => {
    const { status } = await thief.post('/accounts/sign-in/code/confirm', { step, code: wrongOf(codeIn(posts)) })
    answers.set(status, (answers.get(status) ?? 0) + 1)
  }
  for (let round = 0; round < rounds; round++) {
    mock.timers.setTime(begin + round * (minutes(60) / rounds))
    if (round % Math.ceil(rounds / 25) === 0) {
      const asked = await thief.post('/accounts/sign-in/code', { mail: 'opfer@example.org' })
      if (asked.status === 303) step = new URL(locationOf(asked), 'http://x').searchParams.get('step')!
    }
    await Promise.all(Array.from({ length: 40 }, tryOnce))
  }
  assert.equal(
    [...answers.values()].reduce((sum, one) => sum + one),
    rounds * 40,
  )
  assert.ok((answers.get(422) ?? 0) <= 60, JSON.stringify([...answers]))
  assert.ok((answers.get(429) ?? 0) >= rounds * 40 - 60, JSON.stringify([...answers]))
  // The owner, elsewhere, is not kept out; neither is the same address in the other town.
  const owner = visitorOf(served, augsburg, '203.0.113.9')
  assert.equal((await signInByCode(owner, posts, 'opfer@example.org')).status, 303)
  const sameAddress = visitorOf(served, nuernberg, '198.51.100.7')
  assert.equal((await signInByCode(sameAddress, posts, 'opfer@example.org')).status, 303)
  mock.timers.setTime(begin + minutes(60 + 16))
  assert.equal((await signInByCode(thief, posts, 'jemand@example.org')).status, 303, 'nobody waits for ever')
})

test('A code is good for ten minutes, five tries and one browser', async () => {
  const begin = Date.now()
  clockAt(begin)
  const ada = visitorOf(served, augsburg, '203.0.113.10')
  const late = await askForCode(ada, 'ada@example.org')
  const code = codeIn(posts)
  const thief = visitorOf(served, augsburg, '203.0.113.11')
  assert.equal((await thief.post('/accounts/sign-in/code/confirm', { step: late, code })).status, 422, 'another browser')
  mock.timers.setTime(begin + minutes(10) + 1)
  assert.equal((await ada.post('/accounts/sign-in/code/confirm', { step: late, code })).status, 422, 'too late')
  const step = await askForCode(ada, 'ada@example.org')
  for (let at = 0; at < 5; at++) {
    mock.timers.setTime(begin + minutes(11 + at / 2))
    await ada.post('/accounts/sign-in/code/confirm', { step, code: wrongOf(codeIn(posts)) })
  }
  mock.timers.setTime(begin + minutes(14))
  const right = await ada.post('/accounts/sign-in/code/confirm', { step, code: codeIn(posts) })
  assert.equal(right.status, 422, 'after five wrong ones the right one is worth nothing')
  assert.equal(ada.jar.has('__Host-session'), false)
})

test('A clock that jumps ahead ends codes and sessions, one that jumps back makes nobody wait longer than the longest wait', async () => {
  const begin = Date.now()
  clockAt(begin)
  const ada = visitorOf(served, augsburg, '203.0.113.20')
  await signInByCode(ada, posts, 'uhr@example.org')
  assert.equal((await ada.get('/accounts')).status, 200)
  mock.timers.setTime(begin + minutes(61))
  assert.equal((await ada.get('/accounts')).status, 303, 'an hour without a sign of life')
  const step = await askForCode(ada, 'uhr@example.org')
  const code = codeIn(posts)
  for (let at = 0; at < 5; at++) await ada.post('/accounts/sign-in/code/confirm', { step, code: wrongOf(code) })
  mock.timers.setTime(begin - minutes(60 * 24 * 365))
  const early = await visitorOf(served, augsburg, '203.0.113.20').post('/accounts/sign-in/code/confirm', { step, code })
  assert.ok(Number(early.headers['retry-after'] ?? 0) <= 900)
})

test('Known and unknown addresses get the same answer', async () => {
  const known = visitorOf(served, augsburg, '203.0.113.30')
  await signInByCode(known, posts, 'bekannt@example.org')
  const answers = []
  for (const mail of ['bekannt@example.org', 'unbekannt@example.org']) {
    const visitor = visitorOf(served, augsburg, '203.0.113.31')
    const asked = await visitor.post('/accounts/sign-in/code', { mail })
    const shown = await visitor.get(locationOf(asked))
    const step = new URL(locationOf(asked), 'http://x').searchParams.get('step')!
    const wrong = await visitor.post('/accounts/sign-in/code/confirm', { step, code: wrongOf(codeIn(posts)) })
    answers.push([asked.status, shown.text, wrong.status, wrong.text].join('\n').replaceAll(step, 'STEP'))
  }
  assert.equal(answers[0], answers[1])
})

test('A mail address of five thousand characters, one with a header in it and none at all are refused in words', async () => {
  const before = posts.length
  const wrong: [string, RegExp][] = [
    [`${'a'.repeat(5_000)}@example.org`, /höchstens 254 Zeichen. Sie haben 5012 eingegeben/],
    ['ada@example.org\r\nBcc: all@example.org', /zum Beispiel name@example.org/],
    ['ada@example.org,bob@example.org', /zum Beispiel name@example.org/],
    ['"<script>alert(1)</script>"@example.org', /zum Beispiel name@example.org/],
    ['', /Bitte geben Sie Ihre Mail-Adresse ein/],
  ]
  for (const [mail, words] of wrong) {
    const answered = await visitorOf(served, augsburg).post('/accounts/sign-in/code', { mail, next: '/accounts/sessions' })
    assert.equal(answered.status, 422)
    assert.match(answered.text, words)
    assert.match(answered.text, /name="next" value="\/accounts\/sessions"/, 'where the visitor wanted to go is kept')
    assert.doesNotMatch(answered.text, /<script>alert/)
  }
  assert.equal(posts.length, before)
})

test('Where a sign-in leads is a path of this town, whatever the address says', async () => {
  const hostile = [
    '//evil.example',
    '/\\evil.example',
    'https:evil.example',
    'https://evil.example/',
    '/%0d%0aSet-Cookie:x=1',
    '/\r\nLocation: https://evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    ' //evil.example',
    '/accounts/sign-out',
  ]
  for (const next of hostile) {
    const visitor = visitorOf(served, augsburg)
    const answered = await signInByCode(visitor, posts, 'ziel@example.org', { next })
    const to = locationOf(answered)
    assert.equal(new URL(to, augsburg.origin).origin, augsburg.origin, next)
    assert.doesNotMatch(to, /evil\.example$|sign-out|[\r\n]/, next)
    assert.equal(answered.headers['set-cookie']?.some((line) => line.startsWith('x=')) ?? false, false)
  }
  assert.deepEqual(
    readAim((name) => (name === 'next' ? '/en/accounts/sign-in?next=/x' : undefined)),
    {},
  )
})

async function personCount(town: Town): Promise<number> {
  return town.read(async (db) => {
    const { count } = await db
      .selectFrom('kernel.person')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow()
    return Number(count)
  })
}

test('One mail address is two accounts in two towns, and a code of one town is worth nothing in the other', async () => {
  const before = [await personCount(augsburg), await personCount(nuernberg)]
  const here = visitorOf(served, augsburg, '203.0.113.40')
  const there = visitorOf(served, nuernberg, '203.0.113.40')
  await signInByCode(here, posts, 'beide@example.org')
  const step = await askForCode(here, 'beide@example.org')
  const stolen = await there.post('/accounts/sign-in/code/confirm', { step, code: codeIn(posts) })
  assert.equal(stolen.status, 422)
  await signInByCode(there, posts, 'BEIDE@example.org')
  await signInByCode(visitorOf(served, nuernberg, '203.0.113.41'), posts, 'beide@Example.ORG')
  assert.deepEqual([await personCount(augsburg), await personCount(nuernberg)], [before[0]! + 1, before[1]! + 1])
  assert.equal((await served.request(nuernberg, '/accounts', { session: here.jar.get('__Host-session')! })).status, 303)
})
