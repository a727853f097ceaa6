// FIM schemas as they are published: everything in them is found again in the form, nothing is lost in silence.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { compileForm } from '../../document/compile.ts'
import type { FormDocument, Item } from '../../document/document.ts'
import { judge } from '../../fixtures.ts'
import { importDocument } from '../import-document.ts'

const shared = join(process.env.STADTTOR_SHARED ?? join(process.cwd(), '../shared'), 'data/fim')
const absent = existsSync(shared) ? false : `${shared} is not there`
const listed = (folder: string): string[] =>
  absent
    ? []
    : readdirSync(join(shared, folder))
        .filter((name) => name.endsWith('.xml'))
        .map((name) => join(shared, folder, name))

const taken = (content: string | Buffer) => {
  const result = importDocument(Buffer.from(content as Buffer), 'schema.xml')
  if ('refused' in result) throw new Error(result.refused.en)
  return result
}

/** Ways of ids through the form; what has no frame of its own on the pages names its group in its key. */
function waysIn(document: FormDocument): { fields: string[]; groups: Set<string>; multiplicities: string[] } {
  const fields: string[] = []
  const groups = new Set<string>()
  const multiplicities: string[] = []
  const look = (items: readonly Item[], before: string[]): void => {
    for (const item of items) {
      const way = [...before, ...(item.key.match(/[FG]\d+/g) ?? [])]
      for (let end = before.length + 1; end < way.length; end += 1) groups.add(way.slice(0, end).join('.'))
      if ('origin' in item && item.origin?.multiplicity) multiplicities.push(item.origin.multiplicity)
      if (item.kind !== 'group') fields.push(way.join('.'))
      else if (item.origin === undefined) look(item.items, before)
      else {
        groups.add(way.join('.'))
        look(item.items, way)
      }
    }
  }
  for (const { items } of document.pages) look(items, [])
  return { fields: fields.sort(), groups, multiplicities }
}

/** The same, read from the characters of the file. */
function waysInText(xml: string): { fields: string[]; groups: Set<string> } {
  const fields: string[] = []
  const groups = new Set<string>()
  const around: string[] = []
  const tokens =
    /<(?:[\w.-]+:)?(datenfeld|datenfeldgruppe)>\s*<(?:[\w.-]+:)?identifikation>\s*<(?:[\w.-]+:)?id>\s*([^<\s]+)|<\/(?:[\w.-]+:)?datenfeldgruppe>/g
  for (const [, kind, id] of xml.matchAll(tokens)) {
    if (kind === undefined) around.pop()
    else if (kind === 'datenfeld') fields.push([...around, id!].join('.'))
    else {
      around.push(id!)
      groups.add(around.join('.'))
    }
  }
  return { fields: fields.sort(), groups }
}

const occurrences = (xml: string, name: string): number =>
  xml.match(new RegExp(`<(?:[\\w.-]+:)?${name}[\\s>/]`, 'g'))?.length ?? 0

describe('The FIM schemas of the portal', { skip: absent }, () => {
  for (const file of listed('xdf3')) {
    const xml = readFileSync(file, 'utf8')
    const { document, report } = taken(xml)
    test(`${document.origin!.id}: every field, group, rule and structure of the file is in the form, at its place`, () => {
      const counted = ['datenfeld', 'datenfeldgruppe', 'regel', 'struktur'].map((name) => occurrences(xml, name))
      assert.deepEqual([report.fields, report.groups, report.rules, report.structures], counted)
      assert.deepEqual(compileForm(document).faults, [])
      const inText = waysInText(xml)
      const inForm = waysIn(document)
      assert.deepEqual(inForm.fields, inText.fields)
      assert.deepEqual(inForm.groups, inText.groups)
      assert.equal(inForm.fields.length, counted[0])
      assert.equal(inForm.groups.size, counted[1])
      assert.equal(document.tasks?.filter(({ kind }) => kind === 'rule').length ?? 0, counted[2])
      for (const odd of ['2:5', '1:5', '1:2', '0:*', '1:*'])
        assert.equal(
          inForm.multiplicities.filter((text) => text === odd).length,
          xml.match(new RegExp(`anzahl>${odd.replace('*', '\\*')}<`, 'g'))?.length ?? 0,
          odd,
        )
    })
  }
})

test('A published schema runs as a form: what it demands is demanded, at its place, in its shape', {
  skip: absent,
}, () => {
  const { document } = taken(readFileSync(join(shared, 'xdf3/S00000000364.xdf.xml'), 'utf8'))
  const problems = judge(document)
  const now = new Date('2026-11-22T10:00:00Z')
  const address = { F60000000243: 'Musterstraße', F60000000244: '1', F60000000246: '80331', F60000000247: 'München' }
  const answers = { F60000000319: 'Muster GmbH', G60000000086: address, F00000003445: true }
  assert.equal(problems({ ...answers, G00000002211: { G60000000086: address } }, now), 0)
  assert.equal(problems(answers, now), 3)
  assert.equal(problems({ ...answers, G00000002211: { G60000000086: { ...address, F60000000246: '00000' } } }, now), 1)
})
