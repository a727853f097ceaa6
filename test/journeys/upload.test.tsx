// Papers are added to a letter: by choosing, by dropping, after an interruption, and without a script.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Layout } from '../../src/design/layout.tsx'
import { Button } from '../../src/design/parts.tsx'
import { LargeFileField, removeUploadField } from '../../src/design/upload-field.tsx'
import { anyone } from '../../src/kernel/access.ts'
import { page as pageOf, seeOther } from '../../src/kernel/http/answer.ts'
import type { Module } from '../../src/kernel/module.ts'
import { pdf, photo } from '../../src/kernel/uploads/fixtures.ts'
import { resumableUploads } from '../../src/kernel/uploads/resumable.ts'
import { dropUpload, keepSentFile, listUploads } from '../../src/kernel/uploads/upload.ts'
import { assertReflows, assertSound, assertValid, openPage } from '../browser.ts'
import { freshHouse, freshTown } from '../fresh-town.ts'
import { serveFresh } from '../serve-town.ts'
import { freePort } from './three-towns.ts'

const purpose = 'letterbox.draft/1'
const accept = ['pdf', 'jpeg', 'txt'] as const
const rule = { maxFiles: 10, accept }
const letterbox: Module = {
  name: 'letterbox',
  officialName: 'Briefkasten',
  folder: '',
  routes: (on) => {
    resumableUploads(on, '/letterbox/uploads', anyone, () => ({ purpose, place: 'papers', maxBytes: 5_000_000, ...rule }))
    on.page('/letterbox', anyone, {}, async ({ frame, town }) =>
      pageOf(
        <Layout frame={frame} title="Unterlagen" search="none" islands={['upload.island.js']}>
          <div class="wrap">
            <h1>Unterlagen</h1>
            <form method="post" action="/letterbox" encType="multipart/form-data" noValidate>
              <LargeFileField
                reader={frame}
                name="papers"
                label="Fahrzeugschein"
                hint="PDF oder Foto, höchstens 5 MB"
                accept={accept}
                multiple
                url="/letterbox/uploads"
                uploads={await listUploads(town, purpose)}
              />
              <div class="actions">
                <Button>Weiter</Button>
              </div>
            </form>
          </div>
        </Layout>,
      ),
    )
    on.form('/letterbox', anyone, { uploads: { ...rule, maxBytesEach: 1_000_000 } }, async ({ house, town, now }, input) => {
      const removed = input.value(removeUploadField)
      if (removed) await dropUpload(town, purpose, removed, now)
      for (const file of input.files('papers'))
        await keepSentFile(house, town, { purpose, place: 'papers', label: '', file }, now)
      return seeOther('/letterbox')
    })
  },
}

const port = await freePort()
const fresh = await freshHouse({ baseUrl: `http://localhost:${port}`, modules: [letterbox] })
const town = await freshTown(fresh.house, { default: true })
const served = await serveFresh(fresh, { port })
const folder = mkdtempSync(join(tmpdir(), 'stadttor-papers-'))
after(() => rmSync(folder, { recursive: true }))
const fileNamed = (name: string, content: Buffer): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const clear = async (): Promise<void> => {
  for (const { id } of await listUploads(town, purpose)) await dropUpload(town, purpose, id, new Date())
}
const namesThere = async (): Promise<string[]> => (await listUploads(town, purpose)).map(({ name, state }) => `${name} ${state}`)

test('Files are sent as soon as they are chosen, in order, and one is taken back', async () => {
  await clear()
  const opened = await openPage(town.origin)
  const { page } = opened
  await page.goto('/letterbox')
  await page.setInputFiles('#papers', [fileNamed('Schein.jpg', await photo()), fileNamed('Antrag.pdf', pdf())])
  await page.getByText('KB, angekommen; wird im Amt geprüft').waitFor()
  assert.deepEqual(await namesThere(), ['Schein.jpg ready', 'Antrag.pdf quarantined'])
  assert.equal(await page.inputValue('#papers'), '', 'the form does not send them once more')
  await assertSound(opened)
  await page.getByRole('button', { name: 'Entfernen Antrag.pdf' }).click()
  await page.getByRole('status').filter({ hasText: 'Antrag.pdf: entfernt' }).waitFor({ state: 'attached' })
  assert.deepEqual(await namesThere(), ['Schein.jpg ready'])
  await page.reload()
  await page.getByText('Schein.jpg').first().waitFor()
  await assertSound(opened)
  await assertReflows(opened)
  await page.context().close()
})

test('A file that is dropped and one that is not wanted are told apart in words', async () => {
  await clear()
  const { page, faults } = await openPage(town.origin)
  await page.goto('/letterbox')
  await page.evaluate(() => {
    const data = new DataTransfer()
    data.items.add(new File(['Guten Tag'], 'Notiz.txt'))
    data.items.add(new File([new Uint8Array([77, 90, 0, 1])], 'Spiel.exe'))
    document.querySelector('[data-upload-url]')?.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }))
  })
  await page.getByText('von einer Art, die wir hier nicht annehmen').first().waitFor()
  assert.deepEqual(await namesThere(), ['Notiz.txt quarantined', 'Spiel.exe refused'])
  assert.deepEqual(faults, [])
  await page.context().close()
})

test('After an interruption it goes on by itself, and after a reload with the same file chosen again', async () => {
  await clear()
  const { page } = await openPage(town.origin)
  await page.goto('/letterbox')
  const content = Buffer.alloc(400_000, 'Guten Tag. ')
  const path = fileNamed('lang.txt', content)
  const offsets: (string | undefined)[] = []
  let location = ''
  let broken = 0
  await page.route(/uploads\/[0-9a-f-]+$/, async (route) => {
    const request = route.request()
    if (request.method() !== 'PATCH') return route.continue()
    offsets.push(request.headers()['upload-offset'])
    location = new URL(request.url()).pathname
    broken += 1
    return route.abort('connectionreset')
  })
  await page.setInputFiles('#papers', path)
  await page.getByText('Die Verbindung ist unterbrochen').waitFor()
  // As if the first part had arrived before the line broke.
  const headers = { 'tus-resumable': '1.0.0', 'upload-offset': 0, 'content-type': 'application/offset+octet-stream' }
  const part = await served.request(town, location, { method: 'PATCH', headers, body: content.subarray(0, 150_000) })
  assert.equal(part.status, 204)
  await page.reload()
  await page.getByText('noch nicht ganz angekommen').waitFor()
  await page.unroute(/uploads\/[0-9a-f-]+$/)
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(request.headers()['upload-offset'])
  })
  await page.setInputFiles('#papers', path)
  await page.getByText('KB, angekommen; wird im Amt geprüft').waitFor()
  assert.ok(broken > 0)
  assert.equal(offsets.at(-1), '150000')
  assert.deepEqual(await namesThere(), ['lang.txt quarantined'])
  assert.equal(await page.locator('.upload-list li').count(), 1)
  await page.context().close()
})

test('Without a script the file comes with the form and is taken back with a button', async () => {
  await clear()
  const opened = await openPage(town.origin, { javaScriptEnabled: false, viewport: { width: 360, height: 800 } })
  const { page } = opened
  await page.goto('/letterbox')
  await page.setInputFiles('#papers', fileNamed('Schein.jpg', await photo()))
  await page.getByRole('button', { name: 'Weiter' }).click()
  await page.getByText('KB, angekommen').waitFor()
  await assertValid((await served.request(town, '/letterbox')).text, '/letterbox')
  await page.getByRole('button', { name: 'Entfernen Schein.jpg' }).click()
  await page.getByText('Schein.jpg').waitFor({ state: 'detached' })
  assert.deepEqual(await namesThere(), [])
  await page.context().close()
})
