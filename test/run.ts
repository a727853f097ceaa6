// Runs every test: one throw-away PostgreSQL, one template with the schema, then node's own runner, file by file.
import { spawn } from 'node:child_process'
import { chmodSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../src/kernel/database/embedded.ts'
import { migrate } from '../src/kernel/database/migrate.ts'
import { readOrMakeMasterKey } from '../src/kernel/keys.ts'
import { allMigrations, findModules } from '../src/kernel/modules.ts'
import { place } from '../src/main.ts'
import type { TestGround } from './ground.ts'

const wanted = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'stadttor-test-'))
// Root's database server runs under another account, which must be able to enter.
chmodSync(folder, 0o711)
const settings = { full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' }
const cluster = await startEmbedded({ dataDir: join(folder, 'data'), fsync: false, settings, log: () => undefined })
const keyFile = join(folder, 'key')
const masterKey = readOrMakeMasterKey(keyFile, false, () => undefined)
await migrate(cluster.url, masterKey, allMigrations(place, await findModules(place)))
const ground: TestGround = { adminUrl: cluster.adminUrl, templateUrl: cluster.url, keyFile }

const files = globSync(['src/**/*.test.js', 'test/**/*.test.js'], { cwd: place.dist })
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort()
  .map((file) => join(place.dist, file))
const counts = { pass: 0, fail: 0, skipped: 0 }
let output = ''
const runner = spawn(
  process.execPath,
  [
    '--enable-source-maps',
    '--test',
    '--test-reporter=spec',
    `--test-concurrency=${Math.min(availableParallelism(), 2)}`,
    ...files,
  ],
  {
    env: { ...process.env, STADTTOR_TEST: JSON.stringify(ground), NODE_TEST_CONTEXT: undefined },
    stdio: ['ignore', 'pipe', 'inherit'],
  },
)
// A run that is broken off still stops its database.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal))
runner.stdout.on('data', (chunk: Buffer) => {
  output += chunk.toString()
  process.stdout.write(chunk)
})
const code = await new Promise<number>((done) => runner.on('close', (exit) => done(exit ?? 1)))
for (const name of ['pass', 'fail', 'skipped'] as const)
  counts[name] = Number(new RegExp(`^ℹ ${name} (\\d+)`, 'm').exec(output)?.[1] ?? 0)
await cluster.stop()
rmSync(folder, { recursive: true, force: true })
if (files.length === 0) console.log(`No test matches ${wanted.join(' ')}.`)
if (counts.skipped > 0) console.log(`${counts.skipped} skipped: ../shared is not beside this project`)
console.log(`${counts.pass} passed, ${counts.fail} failed`)
process.exitCode = code !== 0 || counts.fail > 0 || counts.pass === 0 ? 1 : 0
