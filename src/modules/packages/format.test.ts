// What a package may be: its manifest, its values, its texts, its archive and its signature.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { repository } from '../../../test/ground.ts'
import { feeParameter, sampleFiles, sampleManifest, sampleNote } from './fixtures.ts'
import { type Manifest, type Parameter, packagePermissions, parameterTypes } from './manifest.ts'
import { publishedSchema } from './manifest-schema.ts'
import { missingPermissions } from './needs.ts'
import { canonical, fillIn } from './parameter.ts'
import { lineOf } from './problems.ts'
import { archiveOf, filesOfZip, partsOf, readPackage } from './service-package.ts'
import { checkSignature, newKey, signFiles } from './signature.ts'
import { unsafeTexts } from './unsafe-text.ts'
import { compareVersions, isNewEnough } from './version.ts'

const problemsOf = (manifest?: Partial<Manifest>, more?: Record<string, string | Buffer | undefined>): string[] => {
  const read = readPackage(sampleFiles(manifest, more))
  return 'problems' in read ? read.problems.map(lineOf) : []
}

test('The published schema of the manifest is the one that is checked', () => {
  const file = join(repository, 'docs/service-package.schema.json')
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), publishedSchema())
})

test('The description of the format names every member of a manifest, every type and every permission', () => {
  const text = readFileSync(join(repository, 'docs/service-package.md'), 'utf8')
  const members = Object.keys(publishedSchema().properties as object)
  for (const word of [...members, ...parameterTypes, ...packagePermissions]) assert.ok(text.includes(`\`${word}\``), word)
})

test('A whole package has no problems', () => assert.deepEqual(problemsOf(), []))

test('What is wrong in a manifest is said at its place', () => {
  const wrong = { ...sampleManifest(), version: '1.0', colour: 'red' }
  assert.deepEqual(problemsOf({}, { 'manifest.json': JSON.stringify(wrong) }), [
    'manifest.json: This format does not know this here: colour',
    'manifest.json /version: This value does not fit here.',
  ])
  assert.deepEqual(problemsOf({}, { 'manifest.json': '{' }).length, 1)
  assert.match(problemsOf({}, { 'manifest.json': '{"format":"stadttor-package/2"}' })[0]!, /has the format stadttor-package\/2/)
  assert.match(problemsOf({}, { 'manifest.json': undefined })[0]!, /There is no manifest\.json here/)
})

test('A package without examples, with a missing or an unnamed file is refused', () => {
  assert.deepEqual(problemsOf({}, { 'examples/fee.json': undefined }), [
    'examples/: The package has no examples. Without tests no package is taken.',
  ])
  assert.deepEqual(problemsOf({}, { 'first.json': undefined }), [
    'manifest.json /parts/0/file: This file is missing in the package: first.json',
  ])
  assert.match(problemsOf({}, { 'run.sh': 'rm' })[0]!, /^run\.sh: This file does not stand in the manifest/)
  const example = JSON.stringify({ name: 'x', part: 'note:third', given: {}, expected: {} })
  assert.deepEqual(problemsOf({}, { 'examples/x.json': example }), ['examples/x.json x: There is no such part: note:third'])
})

test('A default that is no value of its type, two parameters of one key and a version without a changelog are told', () => {
  assert.deepEqual(
    problemsOf({ parameters: [{ ...feeParameter, default: 'much' }, feeParameter], version: '1.1.0' }).slice(0, 3),
    [
      'manifest.json /parameters/0/default: Enter an amount, for example 100.00.',
      'manifest.json /parameters/1: There is such a parameter already: fee',
    ],
  )
  assert.deepEqual(problemsOf({ changelog: sampleManifest().changelog, version: '1.1.0' }), [
    'manifest.json /changelog: Nothing is said here about version 1.1.0.',
  ])
})

const of = (type: Parameter['type'], more: Partial<Parameter> = {}): Parameter => ({ ...feeParameter, type, ...more })
const kept = (parameter: Parameter, given: string | number | boolean): string | undefined => {
  const checked = canonical(parameter, given)
  return 'value' in checked ? checked.value : undefined
}

test('Values are kept in one way, however they were typed', () => {
  const cases: [Parameter, string | number | boolean, string | undefined][] = [
    [of('money'), '100', '100.00'],
    [of('money'), '1.234,5', '1234.50'],
    [of('money'), 12.5, '12.50'],
    [of('money'), '1.005', undefined],
    [of('money'), '-1', undefined],
    [of('money', { max: 50 }), '50.01', undefined],
    [of('number'), '0,25', '0.25'],
    [of('number'), '1e9', undefined],
    [of('days'), '14', '14'],
    [of('days'), '1.5', undefined],
    [of('days', { min: 10 }), '9', undefined],
    [of('yesNo'), true, 'true'],
    [of('yesNo'), 'ja', undefined],
    [of('date'), '2026-02-28', '2026-02-28'],
    [of('date'), '1.2.2026', '2026-02-01'],
    [of('date'), '2026-02-30', undefined],
    [of('unit'), 'taxes', 'taxes'],
    [of('unit'), '/city/taxes/', '/city/taxes/'],
    [of('unit'), '../etc', undefined],
    [of('text'), ' Amt ', 'Amt'],
    [of('text'), '', undefined],
    [of('text'), 'a {{fee}}', undefined],
  ]
  for (const [parameter, given, expected] of cases) assert.equal(kept(parameter, given), expected, `${parameter.type} ${given}`)
})

test('A value is put into a file as text: it can neither end a string nor open an element', () => {
  const parameters = [of('text', { key: 'name' }), of('money', { key: 'fee' })]
  const values = { name: 'A "B" \\ <c> & \'d\'', fee: '10.00' }
  const json = fillIn('x.json', '{"a":"{{name}}","b":{{fee}},"c":"{{= fee + 1 }} {{ fee }}"}', parameters, values)
  assert.ok('content' in json)
  assert.deepEqual(JSON.parse(json.content), { a: values.name, b: 10, c: '{{= fee + 1 }} 10.00' })
  const xml = fillIn('x.bpmn', '<a b=\'{{name}}\' c="P{{fee}}D"/>', parameters, values)
  assert.deepEqual(xml, { content: '<a b=\'A &quot;B&quot; \\ &lt;c&gt; &amp; &apos;d&apos;\' c="P10.00D"/>' })
})

test('An unknown parameter and a text outside of quotation marks are told with their line', () => {
  const parameters = [of('text', { key: 'name' })]
  const outcome = fillIn('x.json', '{\n"a": "{{nmae}}",\n"b": {{name}}}', parameters, { name: 'x' })
  assert.deepEqual('problems' in outcome && outcome.problems.map(({ at }) => at), ['line 2', 'line 3'])
})

test('Scripts and active content in texts are refused, also when they are written in disguise', () => {
  const texts = [
    '<script>alert(1)</script>',
    'a <SCRIPT src=x>',
    '&lt;script&gt;',
    '&#x3c;script>',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    'java\tscript:alert(1)',
    '[x](javascript:alert(1))',
    '<iframe src=//evil>',
    '<svg onload=x>',
    'data:text/html;base64,x',
  ]
  for (const text of texts) {
    assert.equal(unsafeTexts('x.json', JSON.stringify({ a: [{ b: text }] })).length, 1, text)
    assert.equal(unsafeTexts('README.md', text).length, 1, text)
    const xml = `<a id="t"><b name="${text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;').replace(/\t/g, '&#9;')}"/></a>`
    assert.equal(unsafeTexts('x.bpmn', xml).length, 1, text)
  }
  const harmless = ['if a < b and online = 3 then "x" else "y"', 'Fragen zum Skript: <br>', 'income <base and onset = 2', 'a > b']
  for (const text of harmless) assert.deepEqual(unsafeTexts('x.json', JSON.stringify({ text })), [], text)
})

test('A script in a value of the town is refused with the part it would stand in', () => {
  const parameters = [of('text', { key: 'fee', default: 'x' })]
  const read = readPackage(sampleFiles({ parameters }))
  assert.ok('package' in read)
  const filled = partsOf(read.package, { fee: '<script>1</script>' })
  assert.deepEqual('problems' in filled && filled.problems.map(({ file, at }) => `${file} ${at}`), ['first.json /fee'])
})

test('A file that is no UTF-8 is refused', () => {
  assert.match(problemsOf({}, { 'first.json': Buffer.from([0x7b, 0xe4]) })[0]!, /no text in UTF-8/)
})

test('A package can do nothing that its manifest does not ask for', () => {
  const process = (task: string): string => `<d xmlns:stadttor="urn:stadttor:bpmn:1"><p id="p">${task}</p></d>`
  const missing = (content: string, permissions: Manifest['permissions'] = ['processes.start']): string[] =>
    missingPermissions({ permissions }, [{ kind: 'process', key: 'p', file: 'p.bpmn', content }]).map(({ message }) => message.en)
  assert.deepEqual(missing(process('<t id="a" stadttor:topic="cases.step"/>')), [])
  assert.match(missing(process(''), [])[0]!, /processes\.start.*p\.bpmn/)
  assert.match(missing(process('<t id="a" stadttor:topic="cases.issue"/>'))[0]!, /mailbox\.write.*p\.bpmn a/)
  assert.match(missing(process('<t id="a" stadttor:webhook="https://x"/>'))[0]!, /processes\.webhook/)
  assert.match(missing(process('<t id="a" stadttor:topic="reservations.settle"/>'))[0]!, /reservations\.stock/)
  assert.match(missing(process('<t id="a" stadttor:topic="print.letter"/>'))[0]!, /processes\.external/)
  assert.match(missing(process('<t id="a" stadttor:topic="= x"/>'))[0]!, /must not be computed/)
  const register = (from: string): string =>
    process(`<t id="a" stadttor:topic="cases.check-register"><e><stadttor:input to="register" from="${from}"/></e></t>`)
  assert.equal(missing(register('population')).length, 1)
  assert.match(missing(register('vehicles'))[0]!, /register\.vehicles/)
  assert.equal(missing(register('= which')).length, 2)
  assert.deepEqual(missing(register('population'), ['processes.start', 'register.population']), [])
})

test('Packing the same files twice gives the same bytes, and reading them gives the files', () => {
  const files = sampleFiles()
  const again = new Map([...files].reverse())
  assert.deepEqual(archiveOf(files), archiveOf(again))
  const read = filesOfZip(archiveOf(files))
  assert.deepEqual('files' in read && new Map([...read.files].sort()), new Map([...files].sort()))
})

test('A signature holds over another way of packing and breaks with any change of a file, a name or the signature', () => {
  const { pem, fingerprint } = newKey()
  const signed = signFiles(sampleFiles(), pem)
  assert.equal(signed?.fingerprint, fingerprint)
  const { files } = signed!
  assert.deepEqual(checkSignature(files), { fingerprint })
  assert.deepEqual(checkSignature(new Map([...files].reverse())), { fingerprint })
  assert.equal(checkSignature(sampleFiles()), 'none')
  const changed = (name: string, content: string | undefined) => {
    const made = new Map(files)
    if (content === undefined) made.delete(name)
    else made.set(name, Buffer.from(content))
    const checked = checkSignature(made)
    return checked !== 'none' && 'problems' in checked
  }
  assert.ok(changed('first.json', sampleNote({ title: 'anders' })))
  assert.ok(changed('first.json', undefined))
  assert.ok(changed('README.md', 'neu'))
  assert.ok(changed('signature.json', '{}'))
  const stated = JSON.parse(String(files.get('signature.json'))) as Record<string, string>
  const other = JSON.parse(String(signFiles(sampleFiles(), newKey().pem)!.files.get('signature.json'))) as Record<string, string>
  assert.ok(changed('signature.json', JSON.stringify({ ...stated, publicKey: other.publicKey })))
  assert.equal(signFiles(sampleFiles(), 'no key'), undefined)
})

test('Versions are compared by their numbers', () => {
  assert.ok(compareVersions('1.10.0', '1.9.9') > 0)
  assert.ok(compareVersions('1.0.0', '1.0.0') === 0)
  assert.ok(compareVersions('0.9.9', '1.0.0') < 0)
  assert.ok(isNewEnough('>=0.1'))
  assert.ok(!isNewEnough('>=99'))
})

test('A value inside a text of a rule stays a text there, whatever quotation marks are in it', () => {
  const name: Parameter = { key: 'name', type: 'text', title: { de: 'Name', en: 'Name' }, default: 'Nord' }
  const evil = 'x" + applicant.name + "'
  const put = (file: string, text: string): string => {
    const filled = fillIn(file, text, [name], { name: evil })
    assert.ok('content' in filled)
    return filled.content
  }
  const rule = (JSON.parse(put('form.json', '{"rule":"if a then \\"{{name}}\\" else null"}')) as { rule: string }).rule
  assert.equal(rule, 'if a then "x\\" + applicant.name + \\"" else null')
  assert.equal((JSON.parse(put('form.json', '{"title":"{{name}}"}')) as { title: string }).title, evil)
  assert.match(put('a.dmn', '<text>"{{name}}"</text>'), /<text>"x\\&quot; \+ /)
  assert.doesNotMatch(put('a.bpmn', '<task name="{{name}}"/>'), /\\/)
})
