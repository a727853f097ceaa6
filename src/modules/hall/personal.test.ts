// The personal hall: what waits stands first, a slow or faulty room is named, anonymous readers get the kept page.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import type { InterestsOf, PersonalHall } from '../../contracts/personal-hall.ts'
import { type Module, offer } from '../../kernel/module.ts'
import { findModules } from '../../kernel/modules.ts'
import { registerPerson } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'
import { place } from '../../main.ts'

let switchedOff = false
let asked = 0
const room = (
  name: string,
  officialName: string,
  answer: (interests: readonly string[]) => Promise<PersonalHall['answer']>,
): Module => ({
  name,
  officialName,
  folder: '',
  offers: [
    offer<PersonalHall>('personal-hall', 1, (_town, { interests }) => {
      asked += 1
      return answer(interests)
    }),
  ],
})
/** Answers when the test is over. */
const late = Promise.withResolvers<PersonalHall['answer']>()
const rooms: Module[] = [
  room('tidy', 'Anträge', async (interests) => ({
    tasks: [{ label: 'Fahrzeugschein hochladen', url: '/tidy/1', due: '2020-12-04' }],
    drafts: [{ label: 'Hund anmelden', url: '/tidy/2' }],
    fitting: interests.map((key) => ({
      label: 'Kita-Platz',
      url: '/tidy/3',
      because: `weil Sie Interesse an ${key} angegeben haben`,
    })),
  })),
  room('slow', 'Termine', () => late.promise),
  room('broken', 'Postkorb', async () => {
    throw new Error('asleep')
  }),
  {
    name: 'profile-here',
    officialName: 'Konto',
    folder: '',
    offers: [offer<InterestsOf>('interests-of', 1, async () => (switchedOff ? 'off' : ['Familie']))],
  },
]
const hall = (await findModules(place)).filter(({ name }) => name === 'hall')
const fresh = await freshHouse({ modules: [...hall, ...rooms] })
const served = await serveFresh(fresh)
const town = await freshTown(fresh.house)
const person = await registerPerson(town, { kind: 'resident', givenName: 'Erika', familyName: 'Muster' }, new Date())
const session = await openSession(town, person, 'basic', new Date())

test('What a person must do stands first, a slow and a faulty room each have their own notice, the rest stays', async () => {
  const { status, text } = await served.request(town, '/', { session })
  assert.equal(status, 200)
  assert.ok(text.indexOf('Fahrzeugschein hochladen') < text.indexOf('Was möchten Sie erledigen?'))
  assert.match(text, /überfällig/)
  assert.match(text, /Hund anmelden/)
  assert.match(text, /angezeigt, weil Sie Interesse an Familie angegeben haben/)
  assert.match(text, /Termine antwortet gerade nicht/)
  assert.match(text, /Postkorb antwortet gerade nicht/)
  assert.doesNotMatch(text, /Anträge antwortet gerade nicht/)
})

test('Suggestions that are switched off stay off, and the page says so', async () => {
  switchedOff = true
  const { text } = await served.request(town, '/', { session })
  switchedOff = false
  assert.doesNotMatch(text, /Kita-Platz/)
  assert.match(text, /Vorschläge sind ausgeschaltet/)
  assert.match(text, /Hund anmelden/)
})

test('Who is not signed in gets the kept page, for which no room is asked, also right after a personal one', async () => {
  await served.request(town, '/', { session })
  const before = asked
  const first = await served.request(town, '/')
  const kept = await served.request(town, '/', { headers: { 'if-none-match': String(first.headers.etag) } })
  assert.equal(kept.status, 304)
  assert.equal(asked, before)
  assert.doesNotMatch(first.text, /Fahrzeugschein|Für Sie/)
  const personal = await served.request(town, '/', { session })
  assert.match(personal.text, /Fahrzeugschein/)
  assert.match(String(personal.headers['cache-control']), /private|no-store/)
  late.resolve({})
})
