// What feeds, sitemaps and messages may say without breaking their document.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escapeXml } from './escape.ts'

test('Signs of the markup are written out, in text and in attributes', () => {
  assert.equal(escapeXml('<a href="x">Meyer & Co</a>'), '&lt;a href=&quot;x&quot;&gt;Meyer &amp; Co&lt;/a&gt;')
})

test('What XML cannot carry is left out, letters stay', () => {
  assert.equal(escapeXml('Straße\u0000\u001b\ud800 Žižka\tneu'), 'Straße\ufffd Žižka\tneu')
})
