// Every service package is complete: its parts are read by those who use them, its texts are there in both languages, and its examples hold.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { CheckPart, PackagePart, TryPart } from '../src/contracts/package-parts.ts'
import { compileBpmn } from '../src/standards/bpmn/compile.ts'
import { nodesIn } from '../src/standards/bpmn/model.ts'
import { readBpmn } from '../src/standards/bpmn/read.ts'
import { openModel } from '../src/standards/dmn/dmn.ts'
import { checkTable } from '../src/standards/dmn/gaps.ts'
import { readDmn } from '../src/standards/dmn/reader.ts'
import { readExpression } from '../src/standards/feel/feel.ts'
import { freshHouse, freshTown } from './fresh-town.ts'
import { repository } from './ground.ts'

type Part = Omit<PackagePart, 'content'>
type Parameter = {
  key: string
  type: string
  default: string | number | boolean
  source?: { example?: true; verified?: boolean }
}
type Manifest = { id: string; parts: Part[]; parameters: Parameter[]; changelog: { version: string }[]; version: string }
type Example = { file: string; name: string; part: string; given: Record<string, unknown>; expected: unknown }
const services = join(repository, 'services')
const now = new Date('2026-11-22T10:00:00Z')
const packages = readdirSync(services, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

const { house } = await freshHouse()
const town = await freshTown(house)

const textOf = (id: string, file: string): string => readFileSync(join(services, id, file), 'utf8')
const manifestOf = (id: string): Manifest => JSON.parse(textOf(id, 'manifest.json')) as Manifest
const placeholder = /\{\{(?!=)\s*([^{}]*?)\s*\}\}/g

/** With the values that the package brings itself. */
function filled(id: string, file: string): string {
  const { parameters } = manifestOf(id)
  return textOf(id, file).replace(placeholder, (_whole, key: string) => {
    const parameter = parameters.find((one) => one.key === key)
    assert.ok(parameter, `${id}/${file} uses ${key}, which the manifest does not declare`)
    const value = parameter.type === 'money' ? Number(parameter.default).toFixed(2) : String(parameter.default)
    return file.endsWith('.json') ? JSON.stringify(value).slice(1, -1) : value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  })
}
const jsonOf = (id: string, file: string): unknown => JSON.parse(filled(id, file))
const contentsOf = (id: string): PackagePart[] =>
  manifestOf(id).parts.map((part) => ({ ...part, content: filled(id, part.file) }))
const partsOf = (id: string, kind: string): Part[] => manifestOf(id).parts.filter((part) => part.kind === kind)

const examplesOf = (id: string): Example[] =>
  readdirSync(join(services, id, 'examples')).flatMap((name) => {
    const file = `examples/${name}`
    const read = jsonOf(id, file) as Omit<Example, 'file'> | Omit<Example, 'file'>[]
    return (Array.isArray(read) ? read : [read]).map((one) => ({ ...one, file }))
  })

/** Places where a text stands in one language and not in the other. */
function* lonelyTexts(value: unknown, at: string): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  const text = value as Record<string, unknown>
  if ('de' in text && !text.en) yield `${at} has no English text`
  if ('en' in text && !text.de) yield `${at} has no German text`
  for (const [key, one] of Object.entries(value)) yield* lonelyTexts(one, `${at}/${key}`)
}

test('A package has all its parts, a paper, examples for form and decisions, and says what is new in its version', () => {
  for (const id of packages) {
    const manifest = manifestOf(id)
    assert.equal(manifest.id, id)
    for (const { file } of manifest.parts) assert.ok(existsSync(join(services, id, file)), `${id} has no ${file}`)
    assert.ok(existsSync(join(services, id, 'README.md')), `${id} has no README.md`)
    assert.ok(
      manifest.changelog.some(({ version }) => version === manifest.version),
      `${id} says nothing of ${manifest.version}`,
    )
    const tried = new Set(examplesOf(id).map(({ part }) => part))
    for (const { kind, key } of manifest.parts)
      if (['form', 'decision', 'process'].includes(kind)) assert.ok(tried.has(`${kind}:${key}`), `${id} tries no ${kind} ${key}`)
  }
})

test('Every text of a package stands in German and English, and its service in easy language too', () => {
  for (const id of packages) {
    const files = ['manifest.json', ...manifestOf(id).parts.map(({ file }) => file)].filter((file) => file.endsWith('.json'))
    const lonely = files.flatMap((file) => [...lonelyTexts(jsonOf(id, file), `${id}/${file}`)])
    assert.deepEqual(lonely, [])
    for (const { file } of partsOf(id, 'service')) {
      const { title, summary, sections } = jsonOf(id, file) as Record<'title' | 'summary', { leicht?: string }> & {
        sections: { key: string; text: { leicht?: string } }[]
      }
      for (const text of [title, summary, ...sections.map((section) => section.text)]) assert.ok(text.leicht, `${id}/${file}`)
    }
  }
})

test('Every parameter of a package is used, and every one that is used is declared', () => {
  for (const id of packages) {
    const { parameters, parts } = manifestOf(id)
    const used = new Set(parts.flatMap(({ file }) => [...textOf(id, file).matchAll(placeholder)].map(([, key]) => key as string)))
    const declared = parameters.filter(({ type }) => type !== 'unit').map(({ key }) => key)
    const units = parameters.filter(({ type }) => type === 'unit').map(({ key }) => key)
    assert.deepEqual([...used].filter((key) => !units.includes(key)).sort(), [...declared].sort(), id)
  }
})

test('The figures of a package say where they stand, or that they are examples', () => {
  for (const id of packages)
    for (const { key, type, source } of manifestOf(id).parameters)
      if (type !== 'unit') assert.ok(source?.example === true || typeof source?.verified === 'boolean', `${id}: ${key}`)
})

test('Each part is taken by the room that answers for its kind', async () => {
  for (const id of packages)
    for (const part of contentsOf(id))
      for (const { ask } of house.neighbours<CheckPart>(town, 'check-package-part')) {
        const answer = await ask({ part, all: contentsOf(id) })
        assert.deepEqual(answer?.problems ?? [], [], `${id}/${part.file}`)
      }
})

test('Each process can run, has a picture of every step, and speaks of steps and outcomes that its case knows', async () => {
  for (const id of packages) {
    const [type] = partsOf(id, 'case-type').map(({ file }) => jsonOf(id, file)) as [
      { process: string; steps: { key: string }[]; outcomes: { key: string; letter?: unknown }[]; form: string },
    ]
    for (const { key, file } of partsOf(id, 'process')) {
      const source = filled(id, file)
      const { processes, findings } = compileBpmn(await readBpmn(source))
      assert.deepEqual(
        findings.map(({ severity, element, what }) => `${severity} ${element} ${what.de}`),
        [],
        `${id}/${file}`,
      )
      const [process] = processes
      assert.equal(process?.id, key)
      assert.equal(type.process, key)
      for (const node of process!.nodes.values()) {
        assert.ok(source.includes(`bpmnElement="${node.id}"`), `${id}: ${node.id} is not drawn`)
        if (node.is !== 'work' || node.work.by !== 'topic') continue
        const said = Object.fromEntries(node.inputs.map(({ to, from }) => [to, 'text' in from ? from.text : undefined]))
        if (said.step !== undefined)
          assert.ok(
            type.steps.some((one) => one.key === said.step),
            `${id}: step ${said.step}`,
          )
        if (said.outcome !== undefined)
          assert.ok(
            type.outcomes.some((one) => one.key === said.outcome),
            `${id}: ${said.outcome}`,
          )
      }
      assert.ok(
        nodesIn(process!, process!.id).some((node) => node.is === 'subprocess' && node.byEvent),
        `${id}: no withdrawal`,
      )
    }
    assert.deepEqual(
      partsOf(id, 'form')
        .map(({ key }) => key)
        .includes(type.form),
      true,
    )
  }
})

/** Rules of a kind of case, wherever they stand. */
function* rulesIn(value: unknown): Generator<string> {
  if (typeof value === 'string') for (const [, rule = ''] of value.matchAll(/\{\{=\s*([\s\S]+?)\s*\}\}/g)) yield rule
  if (typeof value !== 'object' || value === null) return
  for (const [key, one] of Object.entries(value)) {
    if (['when', 'value', 'amount', 'validUntil'].includes(key) && typeof one === 'string') yield one
    yield* rulesIn(one)
  }
}

test('Every rule of a case, its letters and its fee can be read', () => {
  for (const id of packages)
    for (const { file } of partsOf(id, 'case-type')) {
      const rules = [...rulesIn(jsonOf(id, file))]
      assert.ok(rules.length > 0)
      for (const rule of rules) assert.doesNotThrow(() => readExpression(rule), `${id}: ${rule}`)
    }
})

test('The tables of each decision have neither gaps nor overlaps', () => {
  for (const id of packages)
    for (const { key, file } of partsOf(id, 'decision')) {
      const model = readDmn(filled(id, file))
      openModel(model)
      assert.ok(
        model.nodes.some((node) => node.id === key),
        `${id}/${file} has no ${key}`,
      )
      for (const node of model.nodes)
        if (node.is === 'decision' && node.logic?.is === 'table')
          assert.deepEqual(checkTable(node.logic.table), { findings: [] }, `${id}: ${node.name}`)
    }
})

test('The examples come out as the package says, asked of the room that plays them', async () => {
  for (const id of packages) {
    const all = contentsOf(id)
    const wrong: string[] = []
    for (const example of examplesOf(id)) {
      const part = all.find(({ kind, key }) => example.part === `${kind}:${key}`)
      assert.ok(part, `${id}/${example.file} tries ${example.part}`)
      for (const { ask } of house.neighbours<TryPart>(town, 'try-package-part'))
        wrong.push(...((await ask({ part, all, example, now }))?.differences ?? []).map((one) => `${example.file} ${one}`))
    }
    assert.deepEqual(wrong, [], id)
  }
})
