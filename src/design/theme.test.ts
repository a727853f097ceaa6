// Tests of a town's colours.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { contrast, contrastProblems, grounds, themeCss } from './theme.ts'

const tokens = readFileSync(join(process.cwd(), 'src/design/css/tokens.css'), 'utf8')
const views = {
  light: tokens.slice(tokens.indexOf(':root {'), tokens.indexOf('@media')),
  dark: tokens.slice(tokens.indexOf(':root[data-theme="dark"]')),
}
const token = (view: keyof typeof views, name: string): string =>
  new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(views[view])?.[1] ?? ''

test('The contrast formula gives the values of the WCAG', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
  assert.equal(contrast('#767676', '#ffffff').toFixed(2), '4.54')
  assert.equal(contrast('#ffffff', '#777777').toFixed(2), '4.48')
})

test('The colours of Munich, Augsburg and Nuremberg can be read in both views', () => {
  for (const [accent, accentDark] of [
    ['#005a9f', '#8cc4f5'],
    ['#00674a', '#7fd1ab'],
    ['#7a1f3d', '#f0a3b8'],
  ] as const) {
    assert.deepEqual(contrastProblems(accent, accentDark), [])
  }
})

test('A town with a colour too pale, too dark or misspelt is told which and why', () => {
  assert.deepEqual(contrastProblems('#7aa7d9', '#8cc4f5').length, 2)
  assert.match(contrastProblems('#005a9f', '#005a9f')[0] ?? '', /dark accent #005a9f reaches only 2\.\d on paper/)
  assert.match(contrastProblems('blue', '#8cc4f5')[0] ?? '', /"blue" is not a colour/)
  assert.throws(() => themeCss({ accent: '#005a9f;}', accentDark: '#8cc4f5' }), /is not a colour/)
})

test('The town’s stylesheet sets two values and nothing else', () => {
  assert.equal(
    themeCss({ accent: '#005a9f', accentDark: '#8cc4f5' }),
    ':root{--town-accent:#005a9f;--town-accent-dark:#8cc4f5}\n',
  )
})

test('Every text colour of the house reaches 4.5 on its grounds, every border of a control 3', () => {
  for (const view of ['light', 'dark'] as const) {
    assert.equal(token(view, 'paper'), grounds[view].paper)
    assert.equal(token(view, 'sand'), grounds[view].sand)
    for (const [text, ...on] of [
      ['ink', 'paper', 'sand', 'band'],
      ['ink-2', 'paper', 'sand', 'band'],
      ['ok', 'ok-ground', 'paper'],
      ['warn', 'warn-ground', 'paper'],
      ['bad', 'bad-ground', 'paper'],
    ] as const) {
      for (const ground of on) {
        const ratio = contrast(token(view, text), token(view, ground))
        assert.ok(ratio >= 4.5, `${view}: ${text} on ${ground} is ${ratio.toFixed(2)}`)
      }
    }
    for (const ground of ['paper', 'sand']) assert.ok(contrast(token(view, 'line-2'), token(view, ground)) >= 3)
  }
})

test('The view chosen by the reader has the same colours as the one chosen by the system', () => {
  const bySystem = tokens.slice(tokens.indexOf(':root:not'), tokens.indexOf(':root[data-theme'))
  const pairs = (css: string) => [...css.matchAll(/--[\w-]+: [^;]+;/g)].map(([pair]) => pair)
  assert.deepEqual(pairs(bySystem), pairs(views.dark).slice(0, pairs(bySystem).length))
})
