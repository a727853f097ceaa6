import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { HtmlValidate } from 'html-validate'
import { cleanHtml, cleanLine, plainText } from './rich-text.ts'

test('A script in a description is taken out with its content', () => {
  assert.equal(cleanHtml('<p>Guten Tag<script>alert(1)</script></p><img src=x onerror=alert(1)>'), '<p>Guten Tag</p>')
  assert.equal(cleanHtml('<p onclick="x()" style="color:red" class="y">Hallo</p>'), '<p>Hallo</p>')
  assert.equal(cleanHtml('<svg><script>alert(1)</script></svg><style>p{}</style>'), undefined)
})

test('Links lead only to web pages, mail and telephone; others keep their words', () => {
  assert.equal(cleanHtml('<a href="javascript:alert(1)">hier</a>'), '<p>hier</p>')
  assert.equal(cleanHtml('<a href="//evil.example/x">hier</a>'), '<p>hier</p>')
  assert.equal(cleanHtml('<a href="/desk">hier</a>'), '<p>hier</p>')
  assert.equal(cleanHtml('<a href=" JaVaScRiPt:1">hier</a>'), '<p>hier</p>')
  assert.equal(
    cleanHtml('<a href="https://a.de/?b=1&c=2" target="_blank">hier</a>'),
    '<p><a href="https://a.de/?b=1&amp;c=2">hier</a></p>',
  )
  assert.equal(cleanHtml('<p><a href="tel:+4989115">115</a></p>'), '<p><a href="tel:+4989115">115</a></p>')
})

test('Markup comes out well formed: lists outside paragraphs, no bare text, nothing empty', () => {
  assert.equal(cleanHtml('<p>Mit:<ul><li>Pass<br></li><li> </li></ul>und</p>'), '<p>Mit:</p><ul><li>Pass</li></ul><p>und</p>')
  assert.equal(cleanHtml('<div><div>eins</div><div>zwei</div></div>'), '<p>eins</p><p>zwei</p>')
  assert.equal(cleanHtml('<ul>lose<ul><li>innen</li></ul></ul>'), '<ul><li>lose<ul><li>innen</li></ul></li></ul>')
  assert.equal(cleanHtml('<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>'), '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>')
  assert.equal(cleanHtml('<li>ohne Liste</li>'), '<ul><li>ohne Liste</li></ul>')
  assert.equal(cleanHtml('<p><br><br></p><p>&nbsp;</p>'), undefined)
  assert.equal(cleanHtml('<table><tr><td>1</td><td></td></tr></table>'), '<table><tr><td>1</td><td></td></tr></table>')
  assert.equal(cleanHtml('<h1>Kosten</h1>10 &lt; 20'), '<h3>Kosten</h3><p>10 &lt; 20</p>')
  assert.equal(cleanHtml('<p>vor <strong>fett</strong> <em>schief</em></p>'), '<p>vor <strong>fett</strong> <em>schief</em></p>')
})

const pieces = ['p', 'ul', 'ol', 'li', 'strong', 'em', 'h3', 'table', 'tr', 'td', 'th', 'thead', 'caption', 'div'].flatMap(
  (tag) => [`<${tag}>`, `</${tag}>`],
)
const anything = fc.array(fc.constantFrom(...pieces, '<a href="https://x.de">', '</a>', '<br>', 'a', ' b ', '&nbsp;', '&lt;'), {
  maxLength: 14,
})

test('Whatever order the tags come in, the result is valid HTML, and cleaning it again changes nothing', async () => {
  const validator = new HtmlValidate({
    root: true,
    extends: ['html-validate:standard'],
    rules: { 'no-trailing-whitespace': 'off', 'void-style': 'off' },
  })
  await fc.assert(
    fc.asyncProperty(anything, async (parts) => {
      const html = cleanHtml(parts.join(''))
      if (html === undefined) return
      assert.equal(cleanHtml(html), html)
      const { results } = await validator.validateString(`<div>${html}</div>`)
      assert.deepEqual(
        results.flatMap(({ messages }) => messages.map(({ message }) => message)),
        [],
        html,
      )
    }),
    { numRuns: 150, seed: 20261122 },
  )
})

test('Text without markup becomes one paragraph', () => {
  assert.equal(cleanHtml(' Bitte\n\u00a0 anrufen.\u200b\u0000 '), '<p>Bitte anrufen.</p>')
  assert.equal(cleanHtml(' \u00a0\n'), undefined)
})

test('A long row of no-break spaces is read once, not in every possible way', () => {
  assert.equal(cleanHtml(`<p>vor${'\u00a0'.repeat(50_000)}nach</p>`), '<p>vor nach</p>')
  assert.equal(cleanHtml(`<p>vor<b>${'&nbsp;'.repeat(20_000)}</b>nach</p>`), '<p>vornach</p>')
})

test('Very deep nesting is cut, not followed', () => {
  const deep = cleanHtml(`${'<ul><li>'.repeat(5_000)}tief${'</li></ul>'.repeat(5_000)}`)
  assert.ok(deep === undefined || deep.length < 1_000)
})

test('Plain text keeps lines apart and drops invisible characters', () => {
  assert.equal(plainText('<p>\u200b 24 Euro\r\n\u00a0</p>'), '24 Euro')
  assert.equal(plainText('<ul><li>A &amp; B</li><li>C</li></ul>'), 'A & B\nC')
  assert.equal(cleanLine(' a\u0000b\t\nc\ufeff '), 'ab c')
})
