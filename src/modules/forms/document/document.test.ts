// A form as data: what is read, what is refused, what its rules say, what its answers must look like.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Compile } from 'typebox/schema'
import { answerSchema } from './answer-schema.ts'
import { compileForm } from './compile.ts'
import type { Answers, FormDocument, Item, Question } from './document.ts'
import { publishedSchema } from './document-schema.ts'
import { evaluateForm } from './evaluate.ts'
import { questionTypes } from './kinds/kinds.ts'
import { answerAt, withAnswer } from './places.ts'
import { problemsOf, unknownPaths } from './problems.ts'
import { readDocument } from './read-document.ts'
import { textMark, translated, translationState } from './text.ts'

const now = new Date('2026-11-22T23:30:00Z')
const reader = { language: 'de' } as const
const list = (name: string) =>
  name === 'countries'
    ? [
        { value: 'AT', label: 'Österreich' },
        { value: 'DE', label: 'Deutschland' },
      ]
    : undefined
const t = (de: string) => ({ de })
const ask = (key: string, type: Question['type'], more: object = {}): Item =>
  ({ kind: 'question', key, type, label: t(key), ...more }) as Item
const form = (items: Item[], more: Partial<FormDocument> = {}): FormDocument => ({
  format: 'stadttor-form/1',
  title: t('Prüfformular'),
  languages: ['de'],
  audience: ['person'],
  level: 'none',
  writtenForm: 'none',
  pages: [{ key: 'one', title: t('Seite'), items }],
  ...more,
})
const evaluated = (document: FormDocument, answers: Answers) => evaluateForm(compileForm(document), answers, now)
const problems = (document: FormDocument, answers: Answers, leftOpen = {}) =>
  problemsOf(evaluated(document, answers), { reader, list, leftOpen }).map(({ path, part }) => (part ? `${path}/${part}` : path))
const faultsOf = (given: unknown): string[] => {
  const read = readDocument(given)
  return 'faults' in read ? read.faults.map(({ at, message }) => `${at}: ${message.de}`) : []
}

test('A form that holds every kind of question is read, and its published schema says the same', () => {
  const needed: Record<string, object> = {
    choice: { choices: [{ value: 'a', label: t('A') }] },
    choices: { choices: [{ value: 'a', label: t('A') }] },
    codeList: { list: 'countries' },
    place: { shape: 'point' },
  }
  const document = form(questionTypes.map((type, index) => ask(`q${index}`, type, needed[type])))
  assert.deepEqual(faultsOf(document), [])
  assert.deepEqual(faultsOf(JSON.stringify(document)), [])
  const schema = Compile(publishedSchema())
  assert.equal(schema.Check(document), true)
  assert.equal(schema.Check(form([ask('q', 'choice')])), false)
})

test('The schema in the papers is the one that documents are read by', () => {
  const file = join(process.cwd(), 'docs/form-document.schema.json')
  assert.deepEqual(
    JSON.parse(readFileSync(file, 'utf8')),
    publishedSchema(),
    `write it anew: ${JSON.stringify(publishedSchema()).slice(0, 80)} …`,
  )
})

test('Broken, cyclic and future documents are refused with the place of the fault', () => {
  assert.match(faultsOf('{"format":').join(), /kein lesbares Formular/)
  assert.match(
    faultsOf(form([], { format: 'stadttor-form/9' as never })).join(),
    /^\/format: Dieses Formular hat das Format stadttor-form\/9/,
  )
  assert.match(faultsOf({ ...form([]), pages: undefined, pagez: 1 }).join(), /pagez/)
  assert.match(faultsOf(form([ask('__proto__', 'text')])).join(), /^\/pages\/0\/items\/0\/key: /)
  assert.match(faultsOf(form([ask('constructor', 'text')])).join(), /„constructor“ kann keine Frage heißen/)
  assert.match(faultsOf(form([ask('a__99999999__b', 'text')])).join(), /items\/0\/key/)
  assert.match(faultsOf(form([ask('a', 'text'), ask('a', 'date')])).join(), /items\/1\/key: „a“ gibt es hier schon/)
  assert.match(faultsOf(form([ask('a', 'riddle' as never)])).join(), /items\/0: Das ist keine Frage/)
  assert.match(faultsOf(form([ask('a', 'text', { onclick: 'x' })])).join(), /onclick/)
  const cyclic: { kind: string; key: string; title: object; items: unknown[] } = {
    kind: 'group',
    key: 'g',
    title: t('G'),
    items: [],
  }
  cyclic.items.push(cyclic)
  assert.match(faultsOf(form([cyclic as never])).join(), /tiefer als 12 Ebenen/)
  assert.match(faultsOf('x'.repeat(8_000_001)).join(), /zu groß/)
})

test('What a condition hides is not asked, not needed, and what was answered there is gone', () => {
  const document = form([
    ask('dog', 'yesNo'),
    ask('name', 'text', { showWhen: 'dog = true' }),
    ask('chip', 'text', { showWhen: 'name != null' }),
  ])
  assert.deepEqual(problems(document, { dog: true }), ['name'])
  assert.deepEqual(problems(document, { dog: false, name: 'Bello', chip: '1' }), [])
  assert.deepEqual(evaluated(document, { dog: false, name: 'Bello', chip: '1' }).answers, { dog: false })
})

test('A page whose questions are all hidden is left out', () => {
  const document = form([ask('dog', 'yesNo')], {})
  document.pages.push({ key: 'two', title: t('Hund'), items: [ask('name', 'text', { showWhen: 'dog' })] })
  assert.deepEqual(
    evaluated(document, { dog: false }).pages.map(({ key }) => key),
    ['one'],
  )
  assert.deepEqual(
    evaluated(document, { dog: true }).pages.map(({ key }) => key),
    ['one', 'two'],
  )
})

test('Fees are exact: a tenth and two tenths of a euro are thirty cents', () => {
  const document = form([ask('price', 'money'), ask('count', 'number')], {
    calculations: [{ name: 'total', feel: 'price * count' }],
    fee: { amount: 'total + 0.1 + 0.2' },
  })
  assert.equal(evaluated(document, { price: 1010, count: 3 }).fee, 3060)
  assert.equal(evaluated(document, { price: 1010 }).fee, undefined)
  const third = evaluated(form([ask('price', 'money')], { fee: { amount: 'price / 3' } }), { price: 1000 })
  assert.equal(third.fee, undefined)
  assert.deepEqual(
    third.faults.map(({ at }) => at),
    ['fee'],
  )
})

test('A rule that cannot be evaluated hides nothing, and the form is not sent', () => {
  const document = form([ask('age', 'number'), ask('pass', 'text', { showWhen: 'age > "x"', need: 'optional' })])
  const found = evaluated(document, { age: 3 })
  assert.equal(found.shown('pass'), true)
  assert.deepEqual(problems(document, { age: 3 }), [''])
  const endless = form([ask('age', 'number', { showWhen: 'count(for i in 1..9999999 return i) > 0' })])
  assert.deepEqual(
    evaluated(endless, {}).faults.map(({ at }) => at),
    ['item:age'],
  )
})

test('A rule that speaks of what the form does not ask is told to the editor', () => {
  const { faults } = compileForm(
    form([ask('dog', 'yesNo', { showWhen: 'cat = true and some child in children satisfies child.age > 3' })]),
  )
  assert.deepEqual(faults.map(({ at, message }) => [at, /„(\w+)“/.exec(message.de)?.[1]]).slice(0, 2), [
    ['item:dog', 'cat'],
    ['item:dog', 'children'],
  ])
  assert.match(compileForm(form([ask('dog', 'yesNo', { showWhen: 'cat = ' })])).faults[0]!.message.de, /nicht lesbar ab Zeichen/)
})

test('A set that is given several times has its own rules for each entry', () => {
  const children: Item = {
    kind: 'group',
    key: 'children',
    title: t('Kinder'),
    repeat: { min: 2, max: 5, one: t('Kind') },
    items: [ask('given', 'name'), ask('age', 'number'), ask('school', 'text', { showWhen: 'age >= 6' })],
  }
  const document = form([ask('income', 'money'), children], {
    checks: [{ when: 'age > 17', at: 'children.age', message: t('Nur Kinder unter 18.') }],
    calculations: [{ name: 'young', feel: 'count(children[age < 6])' }],
  })
  const answers = {
    income: 1,
    children: [
      { given: 'Ada', age: 3, school: 'weg' },
      { given: 'Łucja', age: 7 },
      { given: 'Max', age: 19, school: 'S' },
    ],
  }
  assert.deepEqual(problems(document, answers), ['children.1.school', 'children.2.age'])
  assert.equal(String(evaluated(document, answers).calculated.get('young')), '1')
  assert.deepEqual(answerAt(evaluated(document, answers).answers, 'children.0'), { given: 'Ada', age: 3 })
  assert.deepEqual(problems(document, { income: 1, children: [{ given: 'Ada', age: 3 }] }), ['children'])
  assert.deepEqual(problems(document, { income: 1, children: Array.from({ length: 6 }, () => ({ given: 'A', age: 3 })) }), [
    'children',
  ])
})

test('Of a choice between groups exactly one is answered', () => {
  const who: Item = {
    kind: 'group',
    key: 'who',
    title: t('Wer'),
    choose: true,
    items: [ask('person', 'name'), ask('firm', 'text')],
  }
  assert.deepEqual(problems(form([who]), {}), ['who'])
  assert.deepEqual(problems(form([who]), { who: { person: 'Ada' } }), [])
  assert.deepEqual(problems(form([who]), { who: { person: 'Ada', firm: 'B' } }), ['who'])
})

test('A group that may be missing demands nothing until something in it is answered', () => {
  const person: Item = {
    kind: 'group',
    key: 'agent',
    title: t('Vertretung'),
    need: 'optional',
    items: [ask('given', 'name'), ask('mail', 'email', { need: 'optional' })],
  }
  const document = form([person])
  assert.deepEqual(problems(document, {}), [])
  assert.deepEqual(problems(document, { agent: { mail: 'a@b.de' } }), ['agent.given'])
  assert.deepEqual(problems(document, { agent: { given: 'Ada' } }), [])
  assert.equal('required' in answerSchema(document, () => undefined), false)
})

test('What may be left open needs a reason, what is optional does not', () => {
  const document = form([ask('a', 'text', { need: 'reason' }), ask('b', 'text', { need: 'optional' }), ask('c', 'consent')])
  assert.deepEqual(problems(document, { c: true }), ['a'])
  assert.deepEqual(problems(document, { c: true }, { a: 'weiß ich nicht' }), [])
  assert.deepEqual(problems(document, { c: false as never }, { a: 'x' }), ['c'])
})

test('Today in a rule is the day in Berlin, and a bound of a date is a rule', () => {
  const document = form([ask('from', 'date', { earliest: 'today()', latest: 'today() + duration("P1M")' })])
  assert.deepEqual(problems(document, { from: '2026-11-22' }), ['from'])
  assert.deepEqual(problems(document, { from: '2026-11-23' }), [])
  assert.deepEqual(problems(document, { from: '2026-12-24' }), ['from'])
})

test('Answers to questions that the form does not ask are named', () => {
  const group: Item = { kind: 'group', key: 'g', title: t('G'), repeat: { min: 0, one: t('E') }, items: [ask('a', 'text')] }
  const compiled = compileForm(form([ask('x', 'text'), group]))
  assert.deepEqual(unknownPaths(compiled, { x: '1', y: 2, g: [{ a: '1' }, { b: 1 }] }), ['y', 'g.1.b'])
  assert.deepEqual(unknownPaths(compiled, JSON.parse('{"__proto__": {"x": 1}}')), ['__proto__'])
})

test('An answer is changed at its place without touching what was given, and never a prototype', () => {
  const before = { a: { b: '1' }, list: [{ c: '1' }] } satisfies Answers
  assert.deepEqual(withAnswer(before, 'list.1.c', '2'), { a: { b: '1' }, list: [{ c: '1' }, { c: '2' }] })
  assert.deepEqual(withAnswer(before, 'list.0', undefined), { a: { b: '1' }, list: [] })
  assert.throws(() => withAnswer(before, 'list.7.c', '2'), RangeError)
  const changed = withAnswer({}, '__proto__.polluted', 'yes')
  assert.equal(({} as { polluted?: string }).polluted, undefined)
  assert.equal(Object.getPrototypeOf(changed), Object.prototype)
  assert.deepEqual(before, { a: { b: '1' }, list: [{ c: '1' }] })
})

test('The schema of the answers takes what the form takes', () => {
  const document = form([
    ask('when', 'date'),
    ask('amount', 'money', { need: 'optional' }),
    { kind: 'group', key: 'kids', title: t('Kinder'), repeat: { min: 1, one: t('Kind') }, items: [ask('given', 'name')] },
    ask('more', 'text', { showWhen: 'amount > 3' }),
  ])
  const schema = Compile(answerSchema(document, list) as never)
  assert.equal(schema.Check({ when: '2026-01-01', kids: [{ given: 'Ada' }] }), true)
  assert.equal(schema.Check({ when: '2026-01-01', kids: [] }), false)
  assert.equal(schema.Check({ kids: [{ given: 'Ada' }] }), false)
  assert.equal(schema.Check({ when: '2026-01-01', kids: [{ given: 'Ada' }], other: 1 }), false)
})

test('A translation is outdated as soon as its German text changed', () => {
  const text = translated({ de: 'Hund' }, 'en', 'Dog')
  assert.equal(translationState(text, 'en'), 'current')
  assert.equal(translationState({ ...text, de: 'Katze' }, 'en'), 'outdated')
  assert.equal(translationState(text, 'leicht'), 'missing')
  assert.notEqual(textMark('a'), textMark('b'))
})
