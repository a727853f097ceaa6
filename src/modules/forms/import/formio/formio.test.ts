// Form.io forms and Open Forms exports: what has a counterpart is taken over, the rest is named.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { crc32, deflateRawSync } from 'node:zlib'
import { compileForm } from '../../document/compile.ts'
import type { FormDocument, Group, Item } from '../../document/document.ts'
import { type Imported, importDocument, importFiles } from '../import-document.ts'
import type { ImportReport } from '../report.ts'
import { feelOf, NoCounterpart } from './logic.ts'

const shared = join(process.env.STADTTOR_SHARED ?? join(process.cwd(), '../shared'), 'data/forms/open-forms')
const absent = existsSync(shared) ? false : `${shared} is not there`

function taken(imported: Imported): { document: FormDocument; report: ImportReport } {
  assert.ok('document' in imported, 'refused' in imported ? imported.refused.en : '')
  assert.deepEqual(compileForm(imported.document).faults, [])
  return imported
}
const take = (form: object) => taken(importDocument(Buffer.from(JSON.stringify(form)), 'form.json'))
const component = (type: string, key: string, more: object = {}) => ({
  type,
  key,
  label: key,
  validate: { required: true },
  ...more,
})
const itemsOf = (...components: object[]): Item[] => take({ title: 'Probe', components }).document.pages[0]!.items

describe('The exports of Open Forms', { skip: absent }, () => {
  const folder = (name: string): Map<string, Buffer> =>
    new Map(readdirSync(join(shared, name)).map((file) => [file, readFileSync(join(shared, name, file))]))

  for (const name of absent ? [] : readdirSync(shared).filter((one) => one.startsWith('export-')))
    test(`${name} becomes a form with every step as a page`, () => {
      const files = folder(name)
      const steps = JSON.parse(files.get('formSteps.json')!.toString()) as { configuration: { components: unknown[] } }[]
      const logic = JSON.parse(files.get('formLogic.json')!.toString()) as unknown[]
      const { document, report } = taken(importFiles(files))
      assert.equal(document.pages.length, steps.length)
      assert.equal(report.rules, logic.length)
      const asked = document.pages.flatMap(({ items }) => items)
      const given = steps.flatMap(({ configuration }) => configuration.components)
      const missing = report.warnings.filter(({ message }) => /is missing/.test(message.en))
      assert.equal(asked.length + missing.length, given.length)
    })

  test('A rule over age, sex and income shows the text that it showed there', () => {
    const { document } = taken(importFiles(folder('export-advanced_logic_2')))
    const shown = document.pages[0]!.items.find(({ key }) => key === 'content1')
    assert.equal(shown?.showWhen, '((geslacht = "m") and (leeftijd >= 18) and (((uwInkomen + partnerInkomen) / 2) >= 35000))')
  })

  test('A rule that ends the form becomes an exit whose words are still to be written', () => {
    const { document } = taken(importFiles(folder('export-logic_rules_2')))
    assert.equal(document.pages[0]?.exits?.[0]?.when, '(geboorteDatum > (today() - duration("P18Y0M")))')
    assert.ok(document.tasks?.some(({ text }) => text.startsWith('Ausstieg')))
  })

  test('Packed as ZIP it is the same form', () => {
    const files = folder('export-simple_form_2')
    assert.deepEqual(taken(importDocument(packed(files), 'export.zip')).document, taken(importFiles(files)).document)
  })

  test('Of a collection of all components each is a question or is named as missing', () => {
    for (const name of ['all_components', 'kitchensink_components']) {
      const content = readFileSync(join(shared, `${name}.json`))
      const { components } = JSON.parse(content.toString()) as { components: unknown[] }
      const { document, report } = taken(importDocument(content, `${name}.json`))
      const missing = report.warnings.filter(({ message }) => /is missing/.test(message.en))
      assert.equal(document.pages[0]!.items.length + missing.length, components.length)
    }
  })
})

test('Each component becomes the question of its kind', () => {
  const values = [
    { value: 'a', label: 'A' },
    { value: 'b', label: 'B' },
  ]
  const kinds: [object, string][] = [
    [component('textfield', 'q', { validate: { required: true, maxLength: 5 } }), 'text'],
    [component('textarea', 'q'), 'longText'],
    [component('number', 'q'), 'number'],
    [component('currency', 'q'), 'money'],
    [component('date', 'q'), 'date'],
    [component('time', 'q'), 'time'],
    [component('checkbox', 'q', { validate: {} }), 'yesNo'],
    [component('checkbox', 'q'), 'consent'],
    [component('radio', 'q', { values }), 'choice'],
    [component('select', 'q', { data: { values } }), 'choice'],
    [component('selectboxes', 'q', { values }), 'choices'],
    [component('email', 'q'), 'email'],
    [component('phoneNumber', 'q'), 'phone'],
    [component('iban', 'q'), 'iban'],
    [component('file', 'q'), 'files'],
    [component('map', 'q', { interactions: { polygon: true } }), 'place'],
  ]
  for (const [given, type] of kinds) {
    const [item] = itemsOf(given)
    assert.ok(item?.kind === 'question')
    assert.equal(item.type, type)
    assert.equal(item.need, type === 'yesNo' ? 'optional' : undefined)
  }
})

test('Sets and lists of answers repeat; columns only arrange; keys that are words of the rules are changed', () => {
  const items = itemsOf(
    component('editgrid', 'kinder', { validate: { maxLength: 3 }, groupLabel: 'Kind', components: [component('date', 'date')] }),
    { type: 'columns', key: 'columns', columns: [{ components: [component('textfield', 'a.b', { multiple: true })] }] },
  )
  const [children, names] = items as [Group, Group]
  assert.deepEqual(children.repeat, { min: 0, max: 3, one: { de: 'Kind' } })
  assert.equal(children.items[0]?.key, 'dateAnswer')
  assert.equal(names.key, 'aB')
  assert.deepEqual(names.repeat, { min: 1, one: { de: 'a.b' } })
})

test('A condition of its own and one of program code: the first is taken over, the second is a task', () => {
  const { document, report } = take({
    components: [
      component('radio', 'art', { values: [{ value: 'x', label: 'X' }] }),
      component('textfield', 'a', { conditional: { show: true, when: 'art', eq: 'x' } }),
      component('textfield', 'b', { customConditional: 'show = data.art === "x"', validate: { custom: 'valid = true' } }),
    ],
  })
  assert.equal(document.pages[0]!.items[1]!.showWhen, 'art = "x"')
  assert.equal(document.pages[0]!.items[2]!.showWhen, undefined)
  assert.equal(report.warnings.filter(({ path }) => path === 'b').length, 2)
})

test('JsonLogic says the same as a rule here, or has no counterpart', () => {
  const names = (key: string): string | undefined => (['a', 'b', 'boxes'].includes(key) ? key : undefined)
  const says: [unknown, string][] = [
    [{ '==': [{ var: 'a' }, 'x"y'] }, '(a = "x\\"y")'],
    [{ '!': [{ '>': [{ var: 'a' }, 1.5] }] }, 'not((a > 1.5))'],
    [{ and: [{ '<=': [1, { var: 'a' }, 9] }, { or: [{ var: 'b' }, false] }] }, '((1 <= a and a <= 9) and (b or false))'],
    [{ in: [{ var: 'a' }, ['x', 'y']] }, 'list contains(["x", "y"], a)'],
    [{ '==': [{ var: 'boxes.x' }, true] }, '(list contains(boxes, "x") = true)'],
    [{ if: [{ var: 'b' }, 1, 2] }, '(if b then 1 else 2)'],
    [{ '>': [{ date: { var: 'a' } }, { '-': [{ today: [] }, { rdelta: [18, 0, 0] }] }] }, '(a > (today() - duration("P18Y0M")))'],
  ]
  for (const [logic, feel] of says) assert.equal(feelOf(logic, names), feel)
  let deep: unknown = true
  for (let depth = 0; depth < 50; depth += 1) deep = { '!': [deep] }
  for (const logic of [{ var: 'unknown' }, { merge: [[1], [2]] }, { a: 1, b: 2 }, {}, 1e300, { rdelta: [1, 0, 1] }, deep])
    assert.throws(() => feelOf(logic, names), NoCounterpart)
})

test('What is no form, or is hostile, is refused with the reason', () => {
  const refused: [Buffer | string, RegExp][] = [
    ['{', /no readable JSON/],
    ['[]', /neither a form of Form\.io/],
    ['{"a": 1}', /neither a form of Form\.io/],
    ['['.repeat(200_000), /no readable JSON/],
    [`${'{"components":['.repeat(100)}${']}'.repeat(100)}`, /nested more than/],
    ['{"format": "stadttor-form/99"}', /format/],
    ['{"format": "stadttor-form/1"}', /Missing here/],
    [packed(new Map([['a.txt', Buffer.from('x')]])), /no export of Open Forms/],
    [packed(new Map([['forms.json', Buffer.from('[{"name": "x"}]')]])).subarray(0, 60), /ZIP file is damaged/],
    [bomb(), /damaged|larger than 40 MB/],
  ]
  for (const [content, says] of refused) {
    const result = importDocument(Buffer.from(content as string), 'form.json')
    assert.ok('refused' in result)
    assert.match(result.refused.en, says)
  }
})

test('Keys of every object and prefixes of rules cannot be brought in', () => {
  const items = itemsOf(component('textfield', '__proto__'), component('textfield', 'constructor'), component('textfield', '1a'))
  assert.deepEqual(
    items.map(({ key }) => key),
    ['proto', 'constructorAnswer', 'E1a'],
  )
})

/** A ZIP file as export tools write it. */
function packed(files: ReadonlyMap<string, Buffer>, claimed?: number): Buffer {
  const [locals, directory]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const [name, content] of files) {
    const [title, body] = [Buffer.from(name), deflateRawSync(content)]
    const sizes = Buffer.alloc(12)
    sizes.writeUInt32LE(crc32(content), 0)
    sizes.writeUInt32LE(body.length, 4)
    sizes.writeUInt32LE(claimed ?? content.length, 8)
    const local = Buffer.concat([
      Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0]),
      sizes,
      words(title.length, 0),
      title,
      body,
    ])
    const entry = [
      Buffer.from([0x50, 0x4b, 1, 2, 20, 0, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0]),
      sizes,
      words(title.length, 0, 0, 0, 0, 0, 0),
    ]
    const at = Buffer.alloc(4)
    at.writeUInt32LE(offset)
    directory.push(...entry, at, title)
    locals.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.size, 8)
  end.writeUInt16LE(files.size, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, listed, end])
}

function words(...values: number[]): Buffer {
  const made = Buffer.alloc(values.length * 2)
  for (const [index, value] of values.entries()) made.writeUInt16LE(value, index * 2)
  return made
}

/** Fifty megabytes that claim to be one hundred bytes. */
const bomb = (): Buffer => packed(new Map([['forms.json', Buffer.alloc(50_000_000, ' ')]]), 100)
