// A page of a form in a draft without account, as sixteen residents fetch it at once: nothing of it is kept in memory but the form itself.
import type { Visit } from '../src/kernel/http/visit.ts'
import { newToken } from '../src/kernel/sessions.ts'
import { demoKey, publishDemoForm } from '../src/modules/forms/demo/demo.ts'
import { draftCookie, secretHash } from '../src/modules/forms/filling/browser.ts'
import { beginDraft } from '../src/modules/forms/filling/draft.ts'
import { findForm, type Reading } from '../src/modules/forms/form.ts'
import { type Bench, type Figure, median, type Run, rounded } from './bench.ts'
import { inHouse, townNamed } from './catalogue.ts'
import { expectPage, readPages } from './reader.ts'
import { startTownHall } from './town-hall.ts'

export const formsPage: Bench = {
  name: 'forms-page',
  title: 'a page of a form in a draft without account, 16 clients at once',
  measure: async (run: Run): Promise<Figure[]> => {
    const hall = await startTownHall(run)
    const { path, cookie } = await inHouse(hall.env, async (house) => {
      const town = townNamed(house, 'muenchen')
      const now = new Date()
      await publishDemoForm(town, now)
      const form = (await town.read((db: Reading) => findForm(db, demoKey)))!
      const secret = newToken()
      const visit = { house, town, now, person: undefined, language: 'de' } as unknown as Visit
      const content = {
        answers: { vorname: 'Anna', nachname: 'Muster', geboren: '1990-04-03' },
        leftOpen: {},
        origins: {},
        seen: ['wohnung'],
      }
      const begun = { form, version: form.live_version!, secret: secretHash(secret), content, page: 'person' }
      const draft = (await beginDraft(visit, begun))!
      return {
        path: `/forms/${demoKey}/fill/${draft}/person`,
        cookie: draftCookie(draft, secret).split(';')[0]!,
      }
    })
    const asked = await expectPage(run, hall.port, { path, contains: 'Zu Ihnen', headers: { cookie } })
    const rounds = run.short ? 1 : 5
    const p95s: number[] = []
    const speeds: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const load = await readPages({
        port: hall.port,
        asked: [asked],
        connections: 16,
        warmUpSeconds: run.short ? 2 : 5,
        seconds: run.short ? 3 : 10,
      })
      p95s.push(load.p95)
      speeds.push(load.perSecond)
      run.say(`round ${round + 1}: p95 ${rounded(load.p95)} ms, median ${rounded(load.median)} ms, ${rounded(load.perSecond)}/s`)
    }
    return [
      { what: 'form page, p95 at 16 clients', value: median(p95s), unit: 'ms', goal: { most: 20 } },
      { what: '  … pages a second', value: median(speeds), unit: '/s' },
    ]
  },
}
