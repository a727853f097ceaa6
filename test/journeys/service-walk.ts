// What every journey through a service does: finding it by search, filling in its form, sending it, and opening its case on the desk.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { newId } from '../../src/kernel/ids.ts'
import { registerPerson } from '../../src/kernel/people.ts'
import { openSession } from '../../src/kernel/sessions.ts'
import type { KernelTables } from '../../src/kernel/tables.ts'
import type { Town, WriteDb } from '../../src/kernel/town.ts'
import { pdf } from '../../src/kernel/uploads/fixtures.ts'
import { assertReflows, assertSound, type Opened, openPage } from '../browser.ts'
import { repository } from '../ground.ts'

export type Answers = Readonly<Record<string, unknown>>
type Example = { part: string; given: { answers: Answers }; expected?: { sendable?: boolean } }

/** Answers of the package's own example that can be sent; `file` names one of several. */
export function exampleOf(service: string, file = 'form*.json'): Answers {
  const folder = join(repository, 'services', service, 'examples')
  const examples = globSync(file, { cwd: folder })
    .sort()
    .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Example | Example[])
  const found = examples.find(({ part, expected }) => part.startsWith('form:') && expected?.sendable === true)
  assert.ok(found, `${service} has no example that can be sent`)
  return found.given.answers
}

export const newPerson = (town: Town, kind: 'resident' | 'staff', givenName: string, familyName: string): Promise<string> =>
  registerPerson(town, { kind, givenName, familyName }, new Date())

/** A browser of somebody who has signed in. */
export async function browserOf(town: Town, person: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const session = await openSession(town, person, 'high', new Date())
  const opened = await openPage(town.origin, options)
  const domain = new URL(town.origin).hostname
  const cookie = { name: '__Host-session', value: session, domain, path: '/', secure: true, httpOnly: true }
  await opened.page.context().addCookies([cookie])
  return opened
}

export const deskPermissions = [
  ...['read', 'work', 'decide', 'intake', 'give-opinion'].map((verb) => `cases.case.${verb}`),
  'processes.task.work',
  'records.file.read',
  'records.file.write',
]

/** Somebody who works in the unit with this key. */
export async function clerkOf(town: Town, familyName: string, unit: string): Promise<Opened & { id: string }> {
  const id = await newPerson(town, 'staff', 'Dora', familyName)
  await town.write(async (db: WriteDb<KernelTables>) => {
    const role = newId()
    const { id: unit_id } = await db.selectFrom('kernel.unit').select('id').where('key', '=', unit).executeTakeFirstOrThrow()
    const key = `walk-${role.slice(-12)}`
    await db.insertInto('kernel.role').values({ id: role, key, name: 'Rolle', permissions: deskPermissions }).execute()
    await db.insertInto('kernel.membership').values({ person_id: id, unit_id, state: 'confirmed' }).execute()
    const ends = { deputy_of: null, granted_by: null, starts_at: new Date(), ends_at: null, revoked_at: null }
    await db
      .insertInto('kernel.role_grant')
      .values({ id: newId(), person_id: id, role_id: role, unit_id, ...ends })
      .execute()
  })
  return { ...(await browserOf(town, id)), id }
}

const shots = process.env.STADTTOR_SHOTS
const shoot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}-${page.viewportSize()?.width}.png`, fullPage: true })
}

/** Sound at this width, and nothing too wide on a phone. */
export async function assertGood(opened: Opened, name: string): Promise<void> {
  const { page } = opened
  const before = page.viewportSize()!
  await assertSound(opened)
  await shoot(page, name)
  await page.setViewportSize({ width: 360, height: 800 })
  await assertReflows(opened)
  await shoot(page, name)
  await page.setViewportSize(before)
}

/** Presses what leads to another page, and waits until that stands. */
export async function follow(page: Page, what: Locator): Promise<void> {
  await page.locator('html').evaluate((root) => root.setAttribute('data-left', ''))
  await what.first().click()
  await page.locator('html:not([data-left])').waitFor({ state: 'attached' })
  await page.waitForLoadState()
}

/** Loads the page again until it says what is wanted: work behind the pages takes its time. */
export async function reloadUntil(page: Page, wanted: Locator): Promise<void> {
  for (let tries = 0; (await wanted.count()) === 0; tries += 1) {
    assert.ok(tries < 400, `${wanted} does not come: ${await page.getByRole('main').innerText()}`)
    await page.reload()
  }
}

/** Types what somebody would say into the search of the front door, opens the service with this title, and follows it to its form. */
export async function findService(opened: Opened, { words, title }: { words: string; title: string }): Promise<void> {
  const { page } = opened
  const service = page.getByRole('main').getByRole('link', { name: title, exact: true })
  await page.goto('/')
  await page.getByRole('combobox').fill(words)
  await follow(page, page.getByRole('button', { name: 'Suchen' }))
  await reloadUntil(page, service)
  const results = await page.getByRole('main').getByRole('listitem').getByRole('heading', { level: 3 }).allTextContents()
  assert.ok(results.slice(0, 3).includes(title), `"${words}" brings ${results.slice(0, 5).join(', ')}`)
  await follow(page, service)
  assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), title)
  await follow(page, page.getByRole('main').locator('a[href^="/forms/"]'))
  await page.getByRole('main').getByRole('button', { name: 'Jetzt beginnen' }).click()
  await page.waitForURL(/\/fill\//)
}

const plain = (name: string): string => name.replaceAll(/[._-]/g, '.')

type Entry = string | readonly string[] | readonly { label?: string }[]
function entriesOf(answers: Answers, at = ''): Map<string, Entry> {
  const found = new Map<string, Entry>()
  for (const [key, value] of Object.entries(answers)) {
    const path = at === '' ? key : `${at}.${key}`
    if (typeof value === 'boolean') found.set(path, value ? 'yes' : 'no')
    else if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) {
      const [year, month, day] = value.split('-') as [string, string, string]
      for (const [part, text] of Object.entries({ year, month: `${+month}`, day: `${+day}` })) found.set(`${path}.${part}`, text)
    } else if (Array.isArray(value) && value.every((one) => typeof one === 'string' || 'mediaType' in one)) found.set(path, value)
    else if (typeof value === 'object' && value !== null)
      for (const [inner, entry] of entriesOf(value as Answers, path)) found.set(inner, entry)
    else found.set(path, String(value))
  }
  return found
}

const paper = { name: 'nachweis.pdf', mimeType: 'application/pdf', buffer: pdf() }

async function attach(page: Page, question: string, files: readonly { label?: string }[]): Promise<void> {
  for (const [index, { label }] of files.entries()) {
    if (label) await page.locator(`main select[name="${question}-label"]`).selectOption(label)
    const file = { ...paper, name: `${index + 1}-${paper.name}` }
    await page.locator(`main input[type=file][name="${question}-files"]`).setInputFiles(file)
    await follow(page, page.locator(`main button[value="upload ${question}"]`))
    await page.getByRole('main').getByText(file.name).first().waitFor()
  }
}

/** Fills in what the page asks for. */
async function fillPage(page: Page, entries: ReadonlyMap<string, Entry>): Promise<void> {
  const fields = await page.locator('main form :is(input:not([type=hidden]), select, textarea)').evaluateAll((all) =>
    all.map((one) => {
      const { name, type, value } = one as HTMLInputElement
      return { name, type, value }
    }),
  )
  for (const { name, type, value } of fields) {
    const entry = entries.get(plain(name.replace(/-(files|search)$/, '')))
    if (entry === undefined) continue
    const field = page.locator(`main form [name="${name}"]`)
    if (type === 'file') await attach(page, name.replace(/-files$/, ''), entry as readonly { label?: string }[])
    else if (type === 'radio') {
      if (entry === value) await field.and(page.locator(`[value="${value}"]`)).check()
    } else if (type === 'checkbox') {
      if (entry === 'yes' || (Array.isArray(entry) && entry.includes(value)))
        await field.and(page.locator(`[value="${value}"]`)).check()
    } else if (type === 'select-one') await field.selectOption(entry as string)
    else await field.fill(entry as string)
  }
}

/** From the first page of the form to the one that shows all answers; `look` sees each page filled in. */
export async function fillForm(page: Page, answers: Answers, look?: () => Promise<void>): Promise<void> {
  const entries = entriesOf(answers)
  const seen: string[] = []
  // One entry of each group is enough for the examples of the house.
  const added = new Set<string>()
  while (!page.url().includes('/check/')) {
    const errors = page.locator('.error-summary')
    assert.equal(await errors.count(), 0, `${page.url()}: ${await errors.allTextContents()}`)
    assert.ok(seen.push(page.url()) < 30, `stays: ${await page.locator('main').innerText()}`)
    await fillPage(page, entries)
    await look?.()
    const more = page.locator('main form button[value^="add "]')
    const group = (await more.count()) > 0 ? (await more.first().getAttribute('value'))!.slice(4) : undefined
    const wanted = group === undefined ? 0 : [...entries.keys()].filter((key) => key.startsWith(`${group}.`)).length
    if (group !== undefined && wanted > 0 && !added.has(group)) {
      added.add(group)
      await follow(page, more)
    } else
      await follow(
        page,
        page
          .locator('main form')
          .getByRole('button', { name: /^(Weiter|Übernehmen)/ })
          .last(),
      )
  }
}

/** Sends what was filled in, with the decision into the mailbox. @returns the reference as it is shown */
export async function send(page: Page): Promise<string> {
  const mailbox = page.locator('input[name=delivery][value=given]')
  if ((await mailbox.count()) > 0) await mailbox.check()
  await page.locator('#confirm').check()
  await follow(page, page.locator('main form', { has: page.locator('#confirm') }).getByRole('button'))
  const text = await page.getByRole('main').innerText()
  const reference = /\b[0-9A-Z]{4}(?:[ -][0-9A-Z]{4}){1,3}\b/.exec(text)?.[0]
  assert.ok(reference, `no reference: ${text}`)
  return reference
}

/** The application with this title under "My applications", opened. */
export async function openApplication(page: Page, title: string): Promise<void> {
  await page.goto('/applications')
  await follow(page, page.getByRole('main').getByRole('link', { name: title, exact: true }))
}

/** The clerk finds the case on the list and takes it over, once its process waits for them. */
export async function takeCase(desk: Opened, reference: string): Promise<string> {
  const { page } = desk
  await page.goto('/desk/cases')
  const row = page.getByRole('row').filter({ hasText: reference })
  await reloadUntil(page, row)
  await follow(page, row.getByRole('link'))
  const path = new URL(page.url()).pathname
  await follow(page, page.getByRole('button', { name: 'Übernehmen' }))
  return path
}

/** Decides with the wording of the package: straight away, or for somebody else to agree. */
export async function decide(desk: Opened, outcome: string): Promise<void> {
  const { page } = desk
  const button = page.getByRole('link', { name: outcome })
  await reloadUntil(page, button)
  await follow(page, button)
  await follow(page, page.getByRole('button', { name: /^(Bescheid erlassen|Zur zweiten Prüfung geben)$/ }))
  assert.doesNotMatch(page.url(), /\/decision/, await page.getByRole('main').innerText())
}

/** The decision lies in the mailbox with its paper; says `fee` where one is due. */
export async function readDecision(
  page: Page,
  { subject, says }: { subject: string | RegExp; says: readonly RegExp[] },
): Promise<void> {
  await page.goto('/mailbox')
  const letter = page.getByRole('main').getByRole('link', { name: subject })
  await reloadUntil(page, letter)
  await follow(page, letter)
  const text = await page.getByRole('main').innerText()
  for (const words of says) assert.match(text, words)
  const paper = page.getByRole('main').getByRole('link', { name: /\.pdf/ }).first()
  const [download] = await Promise.all([page.waitForEvent('download'), paper.click()])
  assert.equal(readFileSync(await download.path()).toString('latin1', 0, 8), '%PDF-1.7')
}
