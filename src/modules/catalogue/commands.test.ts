// What the command line answers: 0 done, 1 refused, 2 called wrongly.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, mock, test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { catalogueCommands } from './commands.ts'
import { findShortLink } from './short-link.ts'

const { house } = await freshHouse()
const town = await freshTown(house)
const folder = mkdtempSync(join(tmpdir(), 'stadttor-commands-'))
after(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

async function run(name: string, positionals: string[], options: Record<string, string | boolean> = {}) {
  const lines: string[] = []
  const keep = (line: string) => void lines.push(line)
  const printed = [mock.method(console, 'log', keep), mock.method(console, 'error', keep)]
  const command = catalogueCommands.find((one) => one.name === name)!
  try {
    const call = { positionals, options: { town: town.key, ...options }, now: new Date() }
    const code = await command.run(house, call as never)
    return { code, said: lines.join('\n') }
  } finally {
    for (const print of printed) print.mock.restore()
  }
}

const services = JSON.stringify({ data: [{ id: 'a', name: 'Pass' }, { id: 'b', name: 'Testleistung' }, { name: 'ohne Nummer' }] })

test('A trial import says what would happen and stores nothing; the real one does it and says what was refused', async () => {
  const delivery = file('services.json', services)
  const exclude = file('exclude.json', '[{"sourceId": "b", "reason": "Testleistung"}]')
  const trial = await run('import catalogue', [delivery], { format: 'munich', exclude, 'dry-run': true })
  assert.equal(trial.code, 0)
  assert.match(trial.said, /service: 1 new/)
  const real = await run('import catalogue', [delivery], { format: 'munich', exclude })
  assert.equal(real.code, 0)
  assert.match(real.said, /service: 1 new[\s\S]*kept out: b Testleistung[\s\S]*refused: service/)
  assert.match((await run('import catalogue', [delivery], { format: 'munich', exclude })).said, /Nothing changed/)
})

test('A file that is refused as a whole changes nothing and ends with 1', async () => {
  const { code, said } = await run('import catalogue', [file('broken.json', '{')], { format: 'munich' })
  assert.equal(code, 1)
  assert.match(said, /refused, nothing was changed/)
  assert.equal((await run('import catalogue', [file('empty.json', '{"data": []}')], { format: 'munich' })).code, 1)
  assert.equal((await run('import map', [file('map.json', '{}')], { attribution: 'Quelle' })).code, 1)
})

test('A wrong call ends with 2 and says what is missing', async () => {
  const delivery = file('services.json', services)
  const calls: [string, string[], Record<string, string>, RegExp][] = [
    ['import catalogue', [delivery], {}, /Name the format/],
    ['import catalogue', [delivery], { format: 'excel' }, /Name the format/],
    ['import catalogue', [], { format: 'munich' }, /Name the file/],
    ['import catalogue', [join(folder, 'nowhere.json')], { format: 'munich' }, /There is no file/],
    ['import catalogue', [delivery], { format: 'munich', town: 'nirgendwo' }, /There is no town/],
    ['import map', [delivery], {}, /Name the source/],
    ['link create', ['Pass!', '/services/1'], { label: 'Pass' }, /small letters/],
    ['link create', ['pass', 'https://elsewhere.example/'], { label: 'Pass' }, /path of this town/],
    ['link create', ['pass', '//elsewhere.example/'], { label: 'Pass' }, /path of this town/],
    ['link create', ['pass', '/services/1'], {}, /--label/],
  ]
  for (const [name, positionals, options, says] of calls) {
    const { code, said } = await run(name, positionals, options)
    assert.equal(code, 2, said)
    assert.match(said, says)
  }
})

test('A short address is given once', async () => {
  assert.equal((await run('link create', ['pass', '/services/1'], { label: 'Pass' })).code, 0)
  assert.equal((await run('link create', ['pass', '/services/2'], { label: 'Anderer' })).code, 1)
  assert.equal((await findShortLink(town, 'pass'))?.target, '/services/1')
})
