// The desk pages of processes in a real browser, wide and narrow: models, a diagram with its table, an instance with an incident, tasks.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { assertReflows, assertSound, assertValid, openPage } from '../../../../test/browser.ts'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { repository } from '../../../../test/ground.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { grantPermission, registerPerson } from '../../../kernel/people.ts'
import { openSession } from '../../../kernel/sessions.ts'
import { number } from '../../../standards/feel/value.ts'
import { begun, bpmn, deployed } from '../fixtures.ts'

const shots = process.env.SHOTS
const port = 20_000 + (process.pid % 20_000)
const fresh = await freshHouse({ baseUrl: `http://localhost:${port}` })
const served = await serveFresh(fresh, { port })
const town = await freshTown(fresh.house, { default: true })
const now = new Date()
const demo = (name: string): string => readFileSync(join(repository, 'src/modules/processes/demo', name), 'utf8')

const clerk = await registerPerson(town, { kind: 'staff', givenName: 'Dora', familyName: 'Muster' }, now)
for (const own of ['model.change', 'instance.read', 'instance.repair', 'task.work'])
  await grantPermission(town, clerk, `processes.${own}`)
await deployed(town, demo('business-trip.dmn'), now)
await deployed(town, demo('business-trip.bpmn'), now)
const trip: Parameters<typeof begun>[2] = [
  ['destination', 'Wien'],
  ['days', number(3)],
  ['cost', number('812.50')],
  ['abroad', true],
]
for (const key of ['R-2026-1', 'R-2026-2']) await begun(town, 'business-trip', trip, now, { businessKey: key })
await deployed(
  town,
  bpmn(
    'stuck',
    `<bpmn:startEvent id="s"/><bpmn:exclusiveGateway id="g" name="Wie viel?"/><bpmn:endEvent id="yes"/><bpmn:endEvent id="no"/>`,
    's -> g\ng -> yes: amount > 3\ng => no',
  ),
  now,
)
const { instance: stuck } = await begun(town, 'stuck', [], now, { businessKey: 'S-1' })

const opened = await openPage(town.origin)
const token = await openSession(town, clerk, 'high', now)
const { page } = opened
await page.context().addCookies([
  {
    name: '__Host-session',
    value: token,
    url: town.origin.replace('http:', 'https:'),
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
  },
])
const check = async (name: string): Promise<void> => {
  const { pathname, search } = new URL(page.url())
  await assertValid((await served.request(town, pathname + search, { session: token })).text, pathname)
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 })
    await assertSound(opened)
    await assertReflows(opened)
    if (shots) await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true })
  }
  await page.setViewportSize({ width: 1280, height: 900 })
}

test('Models, their diagram and their steps can be read with and without eyes', async () => {
  await page.goto('/desk/processes')
  await check('models')
  await page.getByRole('link', { name: 'Dienstreise', exact: true }).click()
  await page.locator('summary').filter({ hasText: 'Alle Schritte' }).click()
  await check('model')
  await page.goto('/desk/processes')
  await page.getByRole('link', { name: 'Ebenen einer Dienstreise' }).click()
  await check('decision')
  await page.locator('summary').filter({ hasText: 'ausprobieren' }).click()
  await page.getByLabel('cost').fill('812.50')
  await page.getByLabel('abroad').fill('false')
  await page.getByRole('button', { name: 'Ausprobieren' }).click()
  await page.getByText('Ergebnis: 2').waitFor()
  await check('decision-tried')
  await page.goto('/desk/processes/deploy')
  await check('deploy')
})

test('A task is found on the list, claimed and done', async () => {
  await page.goto('/desk/processes/tasks?view=all')
  await check('tasks')
  await page.getByRole('link', { name: 'Vorgesetzte Person entscheidet' }).first().click()
  await check('task')
  await page.getByRole('button', { name: 'Aufgabe erledigen' }).click()
  await page.getByRole('alert').waitFor()
  await check('task-wrong')
})

test('Two versions are seen side by side, and instances go on in the other one', async () => {
  const source = demo('business-trip.bpmn')
  await deployed(town, source.replace('name="Reise buchen"', 'name="Reise verbindlich buchen"'), now)
  await page.goto('/desk/processes')
  await page.getByRole('link', { name: 'Dienstreise', exact: true }).click()
  await page.getByRole('link', { name: /Fassung 1/ }).click()
  await page.getByRole('link', { name: 'Unterschied ansehen und Vorgänge umstellen' }).click()
  await page.getByRole('rowheader', { name: 'Reise verbindlich buchen' }).waitFor()
  await page.getByText('2 Vorgänge können umgestellt werden.').waitFor()
  await check('move')
  await page.getByRole('button', { name: 'Vorgänge umstellen' }).click()
  await page.getByText('Umgestellt: 2. Geblieben: 0.').waitFor()
  await check('moved')
})

test('An incident is found, explained and repaired', async () => {
  await page.goto('/desk/processes/incidents')
  await check('incidents')
  await page.getByRole('link', { name: /S-1/ }).click()
  await check('instance-stuck')
  assert.ok(page.url().endsWith(stuck))
  await page.goto('/desk/processes')
  await page.getByRole('link', { name: 'Dienstreise', exact: true }).click()
  await page.getByRole('link', { name: 'R-2026-1' }).click()
  await check('instance')
})
