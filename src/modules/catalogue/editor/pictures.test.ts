// Pictures through the front door: refused without words and rights, cleaned of what the camera wrote, shown once released.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { grantPermission, registerPerson } from '../../../kernel/people.ts'
import { openSession } from '../../../kernel/sessions.ts'
import { fillTown } from '../fixtures.tsx'

const fresh = await freshHouse()
const { request } = await serveFresh(fresh)
const now = new Date()
const town = await freshTown(fresh.house, { staffNetworks: ['127.0.0.1/32', '::1/128'], catalogue: { fourEyes: true } })
await fillTown(town, now)
const pictures = '/desk/catalogue/services/1/pictures'

async function editor(family: string) {
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Test', familyName: family }, now)
  for (const permission of ['texts.edit', 'texts.publish']) await grantPermission(town, id, `catalogue.${permission}`)
  const session = await openSession(town, id, 'substantial', now)
  return {
    see: (path: string) => request(town, path, { session }),
    send: (path: string, type: string, body: Buffer | string) =>
      request(town, path, { method: 'POST', session, headers: { origin: town.origin, 'content-type': type }, body }),
  }
}

const photo = await sharp({ create: { width: 2_400, height: 1_200, channels: 3, background: '#336699' } })
  .jpeg()
  .withExif({ IFD0: { Copyright: 'Geheimer Ort', Make: 'Kamera' } })
  .toBuffer()

function multipart(fields: Record<string, string>, file: Buffer | undefined): Buffer {
  const parts: Buffer[] = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--grenze\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  )
  if (file) {
    const head =
      '--grenze\r\ncontent-disposition: form-data; name="file"; filename="foto.jpg"\r\ncontent-type: image/jpeg\r\n\r\n'
    parts.push(Buffer.from(head), file, Buffer.from('\r\n'))
  }
  return Buffer.concat([...parts, Buffer.from('--grenze--\r\n')])
}
const formType = 'multipart/form-data; boundary=grenze'
const whole = { alt: 'Ein Reisepass auf einem Tisch', altEn: '', caption: '', captionEn: '', rights: 'Stadt Musterstadt' }

const anna = await editor('Anna')
const ben = await editor('Ben')

test('Without a description or a caption, without rights, or without a file a picture is refused', async () => {
  const noWords = await anna.send(pictures, formType, multipart({ ...whole, alt: '' }, photo))
  assert.equal(noWords.status, 422)
  assert.match(noWords.text, /als Beschreibung oder als Bildunterschrift/)
  const noRights = await anna.send(pictures, formType, multipart({ ...whole, rights: '' }, photo))
  assert.match(noRights.text, /Ohne Angabe der Rechte nehmen wir kein Bild an/)
  assert.match(noRights.text, /value="Ein Reisepass auf einem Tisch"/)
  const noFile = await anna.send(pictures, formType, multipart(whole, undefined))
  assert.match(noFile.text, /Bitte wählen Sie eine Bilddatei/)
  const noPicture = await anna.send(pictures, formType, multipart(whole, Buffer.from('<svg onload="alert(1)"/>')))
  assert.equal(noPicture.status, 422)
})

test('A picture is seen by everybody once a second person released it, smaller and without what the camera wrote', async () => {
  assert.equal((await anna.send(pictures, formType, multipart(whole, photo))).status, 303)
  assert.equal((await request(town, '/services/1/pictures/1')).status, 404)
  assert.doesNotMatch((await request(town, '/services/1-reisepass')).text, /<figure/)
  const form = 'application/x-www-form-urlencoded'
  const refused = await anna.send(`${pictures}/1`, form, 'go=release')
  assert.equal(refused.status, 409)
  assert.match(refused.text, /Eine zweite Person muss es freigeben/)
  assert.equal((await ben.send(`${pictures}/1`, form, 'go=release')).status, 303)
  const shown = (await request(town, '/services/1-reisepass')).text
  assert.match(shown, /<img src="\/services\/1\/pictures\/1" width="1600" height="800" alt="Ein Reisepass auf einem Tisch"/)
  assert.match(shown, /Bild: Stadt Musterstadt/)
  const file = await request(town, '/services/1/pictures/1')
  assert.equal(file.headers['content-type'], 'image/webp')
  const { exif, width } = await sharp(file.body).metadata()
  assert.deepEqual([exif, width], [undefined, 1_600])
  await ben.send(`${pictures}/1`, form, 'go=remove')
  assert.equal((await request(town, '/services/1/pictures/1')).status, 404)
  assert.doesNotMatch((await request(town, '/services/1-reisepass')).text, /<figure/)
})
