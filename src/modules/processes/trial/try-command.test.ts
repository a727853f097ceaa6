// Scenario files are played against the models beside them; one that does not fit says in which respect.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { repository } from '../../../../test/ground.ts'
import { playFiles } from './try-command.ts'

const demo = join(repository, 'src/modules/processes/demo')
const files = ['business-trip.bpmn', 'business-trip.dmn', 'business-trip.scenarios.json'].map((name) => join(demo, name))
const folder = mkdtempSync(join(tmpdir(), 'scenarios-'))
after(() => rmSync(folder, { recursive: true }))
const now = new Date('2026-11-23T09:00:00+01:00')

test('The business trip goes as its scenarios say', async () => {
  const played = await playFiles(files, now)
  assert.deepEqual(
    played.map(({ differences }) => differences),
    [[], [], []],
  )
})

test('A model that was changed no longer fits its scenarios', async () => {
  const changed = join(folder, 'levels.dmn')
  writeFileSync(changed, readFileSync(files[1]!, 'utf8').replace('[0..300]', '[0..50]').replace('(300..1500]', '(50..1500]'))
  const [first] = await playFiles([files[0]!, changed, files[2]!], now)
  assert.ok(first?.differences.includes('variables.levels: 2 instead of 1'), first?.differences.join('\n'))
})

test('A scenario of a process that is not there says so', async () => {
  const [first] = await playFiles(files.slice(1), now)
  assert.deepEqual(first?.differences, ['There is no process "business-trip" in the files.'])
})
