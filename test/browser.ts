// A real browser for journeys: Chromium from npm, one per test file, with checks that every page must pass.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import { type ConfigData, HtmlValidate } from 'html-validate'
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core'
import { repository } from './ground.ts'

let opened: Promise<Browser> | undefined

/** The package's own default arguments would switch off the web's security; these only fit a machine without a screen. */
function openBrowser(): Promise<Browser> {
  opened ??= (async () =>
    playwright.launch({
      executablePath: await chromium.executablePath(),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    }))()
  return opened
}

after(async () => {
  await (await opened)?.close()
})

export type Opened = { page: Page; faults: string[] }

/** A page in a context of its own; console errors, foreign requests and faults of scripts are collected. */
export async function openPage(origin: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const browser = await openBrowser()
  const context = await browser.newContext({
    baseURL: origin,
    locale: 'de-DE',
    viewport: { width: 1280, height: 900 },
    ...options,
  })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => {
    // A page that answers 404 or 422 on purpose is reported by the browser as a failed resource.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text())
  })
  page.on('pageerror', (fault) => faults.push(fault.message))
  page.on('request', (request) => {
    if (/^https?:/.test(request.url()) && new URL(request.url()).host !== new URL(origin).host)
      faults.push(`foreign request ${request.url()}`)
  })
  return { page, faults }
}

/** The same rules as `npx html-validate`: some style of Preact's that is lawful is let pass there. */
const rules = JSON.parse(readFileSync(join(repository, '.htmlvalidate.json'), 'utf8')) as ConfigData
const validator = new HtmlValidate(rules)

/** No violation of WCAG 2.2 AA that a program can find, no error of HTML, no fault of a script. */
export async function assertSound({ page, faults }: Opened): Promise<void> {
  const address = new URL(page.url()).pathname
  const axe = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'], preload: false })
    // Twice as fast, and lawful here: no page of ours holds a page of another origin.
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  const violations = axe.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)
  assert.deepEqual(violations, [], `axe on ${address}`)
  assert.deepEqual(faults, [], `faults on ${address}`)
}

/** Checks the HTML as the server sent it. */
export async function assertValid(html: string, address: string): Promise<void> {
  const report = await validator.validateString(html)
  const problems = report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => `${ruleId} ${line}:${column} ${message}`),
  )
  assert.deepEqual(problems, [], `HTML of ${address}`)
}

/** Nothing may stand wider than the window but what scrolls by itself. */
export async function assertReflows({ page }: Opened): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(wide <= 0, `${page.url()} is ${wide} px too wide`)
}
