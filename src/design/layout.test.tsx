// Tests of the frame around every page and of the parts inside it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderToString } from 'preact-render-to-string'
import { FaultPage } from './error-pages.tsx'
import { DateField, ErrorSummary, TextField } from './fields.tsx'
import { frameOf } from './fixtures.ts'
import type { Frame } from './frame.ts'
import { Layout, type LayoutProps } from './layout.tsx'
import { JsonLd } from './rich-text.tsx'

const frame = frameOf()

const page = (props: Partial<LayoutProps> = {}, changes: Partial<Frame> = {}) =>
  renderToString(
    <Layout frame={frameOf(changes)} title="Leistungen" {...props}>
      <h1>Leistungen</h1>
    </Layout>,
  )

test('A demonstration says so, a real town hall does not', () => {
  assert.match(page(), /Vorführung, keine amtliche Website/)
  assert.doesNotMatch(page({}, { demo: false }), /Vorführung/)
})

test('No page carries inline styles, inline scripts or handlers', () => {
  const html = page({ breadcrumb: [{ label: 'Leistungen' }] })
  assert.doesNotMatch(html, / style=| on[a-z]+=|<style/)
  for (const [, attributes, body] of html.matchAll(/<script([^>]*)>(.*?)<\/script>/g)) {
    assert.match(attributes ?? '', /src="\/assets\//)
    assert.equal(body, '')
  }
})

test('Nobody is led to what does not exist yet: sign-in, writing, missing duty pages', () => {
  const html = page()
  for (const word of ['Anmelden', 'Frage schreiben', 'Datenschutz']) assert.doesNotMatch(html, new RegExp(word))
  assert.match(page({}, { signIn: { url: '/sign-in' }, help: { phones: [], write: '/write' } }), /Anmelden[\s\S]*Frage schreiben/)
})

test('Other languages are named in their own language, and easy German is not announced as a language to search engines', () => {
  const html = page()
  assert.match(html, /<a href="\/en\/services" lang="en" hreflang="en">English<\/a>/)
  assert.deepEqual(
    [...html.matchAll(/<link rel="alternate" hreflang="([^"]+)"/g)].map(([, language]) => language),
    ['de', 'en', 'x-default'],
  )
  assert.match(page({}, { language: 'leicht' }), /^<html lang="de">/)
})

test('A form page has no search field, and its title says first when something must be corrected', () => {
  assert.doesNotMatch(page({ search: 'none' }), /type="search"|suggest-A\.js/)
  assert.match(page({ search: 'none', problems: true }), /<title>Fehler: Leistungen – Stadt Musterstadt<\/title>/)
})

test('Help ends every page, also the page that apologises', () => {
  for (const html of [page(), renderToString(<FaultPage frame={frame} reference="7K3M-9QX2" />)])
    assert.match(html, /href="tel:115"/)
  assert.match(renderToString(<FaultPage frame={frame} reference="7K3M-9QX2" />), /7K3M-9QX2/)
})

test('A data block cannot be ended by a text inside it', () => {
  const html = renderToString(<JsonLd value={{ name: '</script><script>alert(1)</script>' }} />)
  assert.equal(html.match(/<script/g)?.length, 1)
  assert.deepEqual(JSON.parse(html.replace(/^<script[^>]*>|<\/script>$/g, '')), { name: '</script><script>alert(1)</script>' })
})

test('A wrong answer is kept, explained at its field, and reached from the summary', () => {
  const html = renderToString(
    <form noValidate>
      <ErrorSummary
        reader={frame}
        problems={[{ field: 'zip', label: 'Postleitzahl', message: 'Bitte geben Sie 5 Ziffern ein' }]}
      />
      <TextField
        reader={frame}
        name="zip"
        label="Postleitzahl"
        hint="Fünf Ziffern"
        error="Bitte geben Sie 5 Ziffern ein. Sie haben 4 eingegeben."
        value='80"33'
      />
    </form>,
  )
  assert.match(html, /href="#zip"/)
  assert.match(html, /id="zip"[^>]*value="80&quot;33"/)
  assert.match(html, /aria-invalid="true" aria-describedby="zip-hint zip-error"/)
  assert.match(html, /1 Angabe/)
})

test('Of a date only the wrong part is marked', () => {
  const html = renderToString(
    <DateField
      reader={frame}
      name="start"
      label="Beginn"
      error="Bitte ergänzen Sie das Jahr."
      wrong="year"
      value={{ day: '1' }}
    />,
  )
  assert.equal(html.match(/aria-invalid/g)?.length, 1)
  assert.match(html, /id="start-year"[^>]*aria-invalid/)
})
