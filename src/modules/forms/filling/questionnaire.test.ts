// Forms that only ask the way, and what is counted while people fill in.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import type { FormDocument } from '../document/document.ts'
import { createForm, findForm, publishVersion, type Reading, type Writing } from '../form.ts'
import { readFigures, writeFigures } from '../submissions/figures.ts'
import { aBrowser, begun } from './fixtures.ts'

const fresh = await freshHouse()
const town = await freshTown(fresh.house)
const served = await serveFresh(fresh)
const now = new Date()

const document: FormDocument = {
  format: 'stadttor-form/1',
  title: { de: 'Welcher Ausweis passt?' },
  languages: ['de'],
  audience: ['person'],
  level: 'none',
  writtenForm: 'none',
  pages: [
    {
      key: 'one',
      title: { de: 'Ihr Auto' },
      items: [{ kind: 'question', key: 'car', type: 'yesNo', label: { de: 'Haben Sie ein Auto?' } }],
      exits: [
        {
          when: 'car = true',
          title: { de: 'Der Bewohnerparkausweis' },
          text: { de: 'Damit parken Sie vor Ihrer Tür.' },
          link: { url: '/a-z', label: { de: 'Zum Parkausweis' } },
        },
      ],
    },
  ],
}
await town.write(async (db: Writing) => {
  const formId = await createForm(db, { key: 'which', unit: '/', title: document.title.de, kind: 'questionnaire', now })
  await publishVersion(db, { formId, document, by: null, approvedBy: null, now })
})

test('A questionnaire leads to what fits, says where nothing does, and is never sent', async () => {
  const browser = aBrowser(served, town)
  const fill = await begun(browser, '/forms/which')
  assert.equal((await browser.send(`${fill}/one`, {})).status, 422)
  const way = await browser.send(`${fill}/one`, { car: 'yes' })
  assert.match((await browser.get(way.location)).text, /Der Bewohnerparkausweis/)
  const other = await browser.send(`${fill}/one`, { car: 'no' })
  const end = await browser.get(other.location)
  assert.match(end.text, /Dazu haben wir hier nichts Passendes/)
  const sent = await browser.post(other.location, { confirm: 'yes', seen: '' })
  assert.doesNotMatch(sent.location, /receipt/)
  const submissions = await town.read((db) =>
    db
      .selectFrom('forms.submission' as never)
      .selectAll()
      .execute(),
  )
  assert.deepEqual(submissions, [])
})

test('Beginning and difficult questions are counted, without the person', async () => {
  const form = (await town.read((db: Reading) => findForm(db, 'which')))!
  await writeFigures(fresh.house)
  const figures = await town.read((db) => readFigures(db as never, form.id, '2000-01-01', '9999-12-31'))
  assert.equal(figures.started, 1)
  assert.deepEqual(figures.problems, [{ place: 'car', count: 1 }])
})
