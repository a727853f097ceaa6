// The settings say clearly what is wrong with them, and never show a secret.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Configuration, describeConfiguration, type Environment, readConfiguration, warningsOf } from './configuration.ts'

function accepted(env: Environment): Configuration {
  const read = readConfiguration(env)
  assert.ok(!('problems' in read), JSON.stringify(read))
  return read
}

function refused(env: Environment): string[] {
  const read = readConfiguration(env)
  assert.ok('problems' in read, 'this must be refused')
  return read.problems
}

test('without any setting the house opens on this machine alone, as a demo, with its own database', () => {
  assert.deepEqual(accepted({ PATH: '/bin', DEMO: '' }), {
    port: 8080,
    host: '127.0.0.1',
    dataDir: './data',
    databaseUrl: undefined,
    databaseDirectUrl: undefined,
    baseUrl: 'http://localhost:8080',
    trustedProxies: [],
    demo: true,
    limits: true,
    logLevel: 'info',
    metricsPort: undefined,
    keyFile: 'data/keys/master-key',
    auditDir: 'data/audit-heads',
    townsDir: './towns',
    s3: undefined,
    mail: { smtp: undefined, from: undefined, returnPath: undefined, dkim: undefined, sms: undefined },
    clamd: undefined,
  })
})

test('a demo begins by itself only on loopback with the embedded database', () => {
  assert.equal(accepted({ HOST: '0.0.0.0' }).demo, false)
  assert.equal(accepted({ DATABASE_URL: 'postgres://a:b@c/d' }).demo, false)
  assert.equal(accepted({ HOST: '0.0.0.0', DEMO: '1' }).demo, true)
  assert.equal(accepted({ DEMO: '0' }).demo, false)
  assert.equal(accepted({ BASE_URL: 'https://stadt.example' }).demo, false, 'a proxy leads others here')
  assert.equal(accepted({ BASE_URL: 'http://augsburg.localhost:8080' }).demo, true)
})

test('a demo that others can reach is warned of in one line that says what they can do', () => {
  assert.deepEqual(warningsOf(accepted({})), [])
  assert.deepEqual(warningsOf(accepted({ HOST: '0.0.0.0' })), [])
  for (const env of [
    { HOST: '0.0.0.0', DEMO: '1' },
    { BASE_URL: 'https://stadt.example', DEMO: '1' },
  ]) {
    const [warning, ...more] = warningsOf(accepted(env))
    assert.match(warning ?? '', /^WARNING: DEMO=1 with .*sign-in codes/)
    assert.deepEqual(more, [])
  }
})

test('every wrong value gives exactly one line that names it', () => {
  const wrong: Environment[] = [
    { PORT: 'http' },
    { PORT: '65536' },
    { PORT: '-1' },
    { HOST: 'stadt.example' },
    { DEMO: 'yes' },
    { LIMITS: '0' },
    { LOG_LEVEL: 'loud' },
    { METRICS_PORT: '8080' },
    { BASE_URL: 'localhost' },
    { BASE_URL: 'https://stadt.example/portal' },
    { DATABASE_URL: 'mysql://a:b@c/d' },
    { DATABASE_DIRECT_URL: 'postgres://a:b@c/d' },
    { TRUSTED_PROXIES: '10.0.0.0/33' },
    { TRUSTED_PROXIES: '10.0.0.0/8, proxy' },
    { S3_BUCKET: 'files' },
    { S3_ENDPOINT: 'https://s3.example', S3_BUCKET: 'b', S3_KEY_ID: 'k', S3_SECRET_FILE: '/nonexistent' },
  ]
  for (const env of wrong) {
    const problems = refused(env)
    assert.equal(problems.length, 1, JSON.stringify([env, problems]))
    assert.ok(Object.keys(env).some((name) => problems[0]?.includes(name)) || problems[0]?.includes('S3_ENDPOINT'), problems[0])
  }
  assert.equal(refused({ PORT: 'x', DEMO: 'x' }).length, 2)
})

test('rate limits cannot be switched off where others can reach the house', () => {
  assert.equal(accepted({ LIMITS: 'off' }).limits, false)
  assert.match(refused({ LIMITS: 'off', HOST: '0.0.0.0' })[0] ?? '', /only on a loopback address/)
  assert.match(refused({ LIMITS: 'off', HOST: '::' })[0] ?? '', /only on a loopback address/)
  assert.match(refused({ LIMITS: 'off', BASE_URL: 'https://stadt.example' })[0] ?? '', /not on BASE_URL=https:\/\/stadt\.example/)
})

test('what follows from another setting follows it', () => {
  const set = accepted({
    PORT: '0',
    DATA_DIR: '/srv/hall',
    DATABASE_URL: 'postgresql://a:b@c/d',
    BASE_URL: 'https://stadt.example/',
  })
  assert.equal(set.port, 0)
  assert.equal(set.keyFile, '/srv/hall/keys/master-key')
  assert.equal(set.databaseDirectUrl, 'postgresql://a:b@c/d')
  assert.equal(set.baseUrl, 'https://stadt.example')
  assert.deepEqual(accepted({ TRUSTED_PROXIES: '10.0.0.0/8, fd00::/8 192.0.2.1' }).trustedProxies, [
    '10.0.0.0/8',
    'fd00::/8',
    '192.0.2.1',
  ])
})

test('no password is ever shown', () => {
  const env = { DATABASE_URL: 'postgres://owner:geheim@db.example:5432/hall', DATABASE_DIRECT_URL: 'geheim' }
  const shown = JSON.stringify([describeConfiguration(env), refused(env)])
  assert.ok(!shown.includes('geheim'))
  assert.ok(shown.includes('postgres://***@db.example:5432/hall'))
})
