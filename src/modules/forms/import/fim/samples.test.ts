// Small FIM messages, valid and deliberately not; hostile XML; and what the standards allow but few tools write.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { FormDocument, Group, Item } from '../../document/document.ts'
import { importDocument } from '../import-document.ts'
import type { ImportReport } from '../report.ts'

const shared = join(process.env.STADTTOR_SHARED ?? join(process.cwd(), '../shared'), 'data/fim/samples')
const absent = existsSync(shared) ? false : `${shared} is not there`

function take(content: string | Buffer): { document: FormDocument; report: ImportReport } {
  const result = importDocument(Buffer.from(content as string), 'schema.xml')
  assert.ok('document' in result, 'refused' in result ? result.refused.en : '')
  return result
}

function refusalOf(content: string | Buffer): string {
  const result = importDocument(Buffer.from(content as string), 'schema.xml')
  assert.ok('refused' in result, 'it was taken over')
  assert.notEqual(result.refused.de, '')
  return result.refused.en
}

describe('The samples of XDatenfelder 2 and 3', { skip: absent }, () => {
  const sample = (name: string): Buffer => readFileSync(join(shared, `${name}.xml`))
  const valid: Record<string, [number, number, number, number]> = {
    'v2-data__data-field-rule': [1, 0, 1, 1],
    'v2-data__data-group-rule': [0, 1, 1, 1],
    'v2-data__label': [1, 0, 0, 1],
    'v2-data__minimal': [0, 0, 0, 0],
    'v2-data__rule': [0, 0, 1, 0],
    'v2-data__select': [1, 0, 0, 1],
    'v2-data__simple': [1, 1, 1, 2],
    'v3-data__input': [1, 1, 0, 1],
    'v3-data__simple': [1, 2, 2, 2],
  }
  for (const [name, counts] of Object.entries(valid))
    test(`${name} is taken over`, () => {
      const { document, report } = take(sample(name))
      assert.deepEqual([report.fields, report.groups, report.rules, report.structures], counts)
      assert.equal((document.tasks ?? []).filter(({ kind }) => kind === 'rule').length, counts[2])
    })

  const invalid: Record<string, RegExp> = {
    'v2-data__duplicate-required-value': /has 2 names/,
    'v2-data__unknown-namespace': /no schema of XDatenfelder 2 or 3/,
    'v3-data__duplicate-id-node': /more than one id/,
    'v3-data__empty-id-node': /has no id/,
    'v3-data__missing-id-node': /has no id/,
    'v3-data__unknown-namespace': /no schema of XDatenfelder 2 or 3/,
  }
  for (const [name, says] of Object.entries(invalid))
    test(`${name} is refused`, () => assert.match(refusalOf(sample(name)), says))

  const doubtful: Record<string, RegExp> = {
    'v2-data__duplicate-optional-value': /<beschreibung> stands 2 times/,
    'v3-data__invalid-freigabestatus': /no release state “10”/,
    'v3-data__unexpected-node': /<unknown> in <identifikation> is not known/,
  }
  for (const [name, says] of Object.entries(doubtful))
    test(`${name} is taken over with a warning`, () =>
      assert.ok(take(sample(name)).report.warnings.some(({ message }) => says.test(message.en))))
})

const field = (id: string, inside = '', type = 'text', role = 'input'): string =>
  `<datenfeld><identifikation><id>${id}</id></identifikation><name>${id}</name><feldart><code xmlns="">${role}</code></feldart><datentyp><code xmlns="">${type}</code></datentyp>${inside}</datenfeld>`
const group = (id: string, inside: string): string =>
  `<datenfeldgruppe><identifikation><id>${id}</id></identifikation><name>${id}</name>${inside}</datenfeldgruppe>`
const used = (element: string, count = '1:1'): string =>
  `<struktur><anzahl>${count}</anzahl><enthaelt>${element}</enthaelt></struktur>`
const schema = (inside: string, version = '3.0.0'): string =>
  `<xdatenfelder.stammdatenschema.0102 xmlns="urn:xoev-de:fim:standard:xdatenfelder_${version}"><stammdatenschema><identifikation><id>S1</id></identifikation><name>Probe</name>${inside}</stammdatenschema></xdatenfelder.stammdatenschema.0102>`
const itemsOf = (content: string): Item[] => take(content).document.pages.flatMap(({ items }) => items)

test('The namespace counts, not the prefix; codes may stand in it or in none', () => {
  const plain = schema(used(field('F1', '', 'num_int')))
  assert.equal((itemsOf(plain)[0] as { type: string }).type, 'number')
  assert.equal((itemsOf(plain.replaceAll(' xmlns=""', ''))[0] as { type: string }).type, 'number')
  const prefixed = plain
    .replaceAll(' xmlns=""', '')
    .replace('xmlns=', 'xmlns:ns0=')
    .replace(/<(\/?)(?!code)([a-z])/g, '<$1ns0:$2')
  assert.equal((itemsOf(prefixed)[0] as { type: string }).type, 'number')
  assert.match(refusalOf(plain.replace('xmlns="urn', 'xmlns:xdf3="urn')), /no schema/)
})

test('A repeated question becomes a repeated group; choices and files take several answers themselves', () => {
  const values = '<werte><wert><code>1</code><name>eins</name></wert><wert><code>2</code><name>zwei</name></wert></werte>'
  const [lines, chosen, papers] = itemsOf(
    schema(used(field('F1'), '2:5') + used(field('F2', values, 'text', 'select'), '1:2') + used(field('F3', '', 'file'), '0:*')),
  )
  assert.ok(lines?.kind === 'group' && chosen?.kind === 'question' && papers?.kind === 'question')
  assert.deepEqual([lines.repeat?.min, lines.repeat?.max], [2, 5])
  assert.equal((lines.items[0] as Group).origin?.multiplicity, '2:5')
  assert.deepEqual([chosen.type, 'max' in chosen && chosen.max], ['choices', 2])
  assert.deepEqual([papers.type, papers.need, papers.origin?.multiplicity], ['files', 'optional', '0:*'])
})

test('Version 2 writes its bounds as JSON with numbers in quotes', () => {
  const [text, count, price] = itemsOf(
    schema(
      used(field('F1', '<praezisierung>{"minLength":"2","maxLength":"120"}</praezisierung>')) +
        used(field('F2', '<praezisierung>{"minValue":"1","maxValue":"31"}</praezisierung>', 'num_int')) +
        used(field('F3', '<praezisierung>{"maxValue":"10,50"}</praezisierung>', 'num_currency')),
      '2',
    ),
  )
  assert.deepEqual(text && 'maxLength' in text && [text.minLength, text.maxLength], [2, 120])
  assert.deepEqual(count && 'max' in count && [count.min, count.max], [1, 31])
  assert.deepEqual(price && 'max' in price && [price.kind === 'question' && price.type, price.max], ['money', 1050])
})

test('What tools write a little wrong is read as it was meant', () => {
  const [code] = itemsOf(
    `\n ${schema(used(field('F1', '<praezisierung>{"pattern":"\\d{5}","maxLength":5}</praezisierung>')), '2')}`,
  )
  assert.deepEqual(code && 'pattern' in code && [code.pattern, code.maxLength], ['\\d{5}', 5])
  const [price] = itemsOf(schema(used(field('F1', '<praezisierung minValue="0" maxValue="999999999999999"/>', 'num_currency'))))
  assert.deepEqual(price && 'min' in price && [price.min, price.max], [0, undefined])
  const values = (count: number): string => {
    const listed = Array.from({ length: count }, (_, index) => `<wert><code>${index}</code><name>Eintrag ${index}</name></wert>`)
    return `<werte>${listed.join('')}</werte>`
  }
  const two = used(field('F1', values(20), 'text', 'select')) + used(field('F1', values(30), 'text', 'select'))
  assert.deepEqual(
    Object.values(take(schema(two)).document.codeLists ?? {}).map(({ entries }) => entries.length),
    [20, 30],
  )
})

test('A group used in two places, and a field twice in one, keep a way of their own', () => {
  const address = group('G9', used(field('F1')))
  const { document, report } = take(
    schema(used(group('G1', used(address))) + used(group('G2', used(address) + used(field('F2')) + used(field('F2'))))),
  )
  assert.deepEqual([report.fields, report.groups], [4, 4])
  const second = document.pages[1]!.items[0] as Group
  assert.deepEqual(
    second.items.map(({ key }) => key),
    ['G9', 'F2', 'F2x2'],
  )
})

test('Labels are notices; hidden and locked fields are asked of nobody, and told', () => {
  const { document, report } = take(
    schema(
      used(field('F1', '<inhalt>Bitte lesen</inhalt>', 'text', 'label')) +
        used(field('F2', '', 'text', 'hidden')) +
        used(field('F3', '', 'text', 'locked')) +
        used(field('F4', '<inhalt>Landeshauptstadt</inhalt>', 'text', 'locked')),
    ),
  )
  const items = document.pages.flatMap((page) => page.items)
  assert.deepEqual(
    items.map(({ kind, showWhen }) => [kind, showWhen]),
    [
      ['information', undefined],
      ['question', 'false'],
      ['question', 'false'],
      ['information', undefined],
    ],
  )
  assert.deepEqual(
    report.warnings.map(({ kind }) => kind),
    ['label', 'hidden', 'locked', 'locked'],
  )
})

test('A code list that does not come along is a warning and a task; the one inside the file comes along', () => {
  const list =
    '<codelisteReferenz><canonicalIdentification>urn:xoev-de:fim:codeliste:probe</canonicalIdentification></codelisteReferenz>'
  const many = Array.from({ length: 40 }, (_, index) => `<wert><code>${index}</code><name>Eintrag ${index}</name></wert>`).join(
    '',
  )
  const { document, report } = take(
    schema(used(field('F1', list, 'text', 'select')) + used(field('F2', `<werte>${many}</werte>`, 'text', 'select'))),
  )
  assert.deepEqual(
    report.warnings.map(({ kind, path }) => [kind, path]),
    [['code-list', 'F1']],
  )
  assert.equal(document.tasks?.[0]?.kind, 'code-list')
  assert.equal(document.codeLists?.F2?.entries.length, 40)
})

test('Large groups are divided into pages that people can survey', () => {
  const person = (id: string): string => group(id, Array.from({ length: 12 }, (_, index) => used(field(`F${index}`))).join(''))
  const { document } = take(schema(used(group('G1', used(person('G2')) + used(person('G3'), '0:1') + used(field('F99'))), '0:1')))
  assert.deepEqual(
    document.pages.map(({ items }) => items.map(({ key }) => key)),
    [['G1G2'], ['G1G3', 'G1F99']],
  )
  assert.equal((document.pages[0]!.items[0] as Group).need, 'optional')
})

test('Hostile and broken XML is refused with the reason', () => {
  const good = schema(used(field('F1')))
  const refused: [string | Buffer, RegExp][] = [
    ['', /empty/],
    ['{"a": 1', /readable/],
    [good.slice(0, -20), /no readable XML/],
    [`<!DOCTYPE x [<!ENTITY a "b">]>${good}`, /document type/],
    [`<!DOCTYPE x SYSTEM "file:///etc/passwd">${good}`, /document type/],
    [good.replace('Probe', '&unknown;'), /no readable XML/],
    [good.replace('Probe', '&#0;'), /no readable XML/],
    [`<?xml version="1.0" encoding="klingon"?>${good}`, /encoding “klingon” is not known/],
    [Buffer.from([...Buffer.from('<a>'), 0xff, 0xfe, 0xfd]), /bytes/],
    ['<a>'.repeat(100_000), /nested too deeply|no readable XML/],
    [schema(used('x').repeat(1)).replace('xdatenfelder_3.0.0', 'xdatenfelder_4.0.0'), /no schema of XDatenfelder/],
    [schema(used(group('G1', used(group('G2', used(group('G1', ''))))))), /G1\.G2\.G1 contains itself/],
    [schema(Array.from({ length: 5_001 }, (_, index) => used(field(`F${index}`))).join('')), /more than 5000/],
    [good.replace('<id>F1</id>', ''), /has no id/],
    [good.replace('<id>F1</id>', '<id>F 1</id>'), /is no id/],
    [Buffer.alloc(20_000_001, ' '), /larger than 20 MB/],
  ]
  for (const [content, says] of refused) assert.match(refusalOf(content), says)
})

test('Odd multiplicities are told and never lose a field, whatever its type', () => {
  const values = '<werte><wert><code>1</code><name>eins</name></wert><wert><code>2</code><name>zwei</name></wert></werte>'
  const made = [field('F1'), field('F1', '', 'file'), field('F1', values, 'text', 'select'), field('F1', '', 'text', 'hidden')]
  for (const count of ['', 'viele', '5:2', '*', '3', '0:0', '0:1000', '-1:2', '1:99999999999999'])
    for (const one of [...made, group('G1', used(field('F1')))]) {
      const { document, report } = take(schema(used(one, count)))
      assert.equal(document.pages.length, 1, count)
      assert.equal(report.fields, 1)
      const told = ['*', '3'].includes(count) || report.warnings.some(({ kind }) => kind === 'multiplicity')
      assert.ok(told || count === '0:1000', `${count}: ${one}`)
    }
})
