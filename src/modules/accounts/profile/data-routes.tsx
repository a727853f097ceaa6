// The addresses of "My data", correction, consents and the end of an account.
import { anyone, self } from '../../../kernel/access.ts'
import { recordAudit } from '../../../kernel/audit.ts'
import { cookie, text as file, noCookie, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo } from '../../../kernel/http/visit.ts'
import { newId } from '../../../kernel/ids.ts'
import { tell } from '../../../kernel/outbox.ts'
import { personSubject } from '../../../kernel/people.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import { listSoleOwnerships } from '../representation/organisation.ts'
import { signInAgain } from '../sign-in/passkey-routes.tsx'
import { isFresh } from '../sign-in/session.ts'
import { giveConsent, listConsents, listPurposes, withdrawConsent } from './consent.ts'
import { type ConsentLine, ConsentsPage, CorrectionPage, DataPage } from './data-pages.tsx'
import { makeDataJson, makeDataPdf } from './data-paper.ts'
import { dataWords } from './data-words.ts'
import { askErasure, carryOut, findReceipt, foresee } from './erasure.ts'
import { ErasedPage, ErasurePage } from './erasure-pages.tsx'
import { collectMyData } from './my-data.ts'
import { ownLook } from './own-look.ts'
import { type Own, onlyOneself, own } from './profile-routes.tsx'
import { inProfile } from './subject.ts'
import type { ProfileTables } from './tables.ts'

type Db = WriteDb<ProfileTables>
const erasedCookie = 'erased'
const noStore = { 'cache-control': 'no-store' }

export function dataRoutes(on: Routes): void {
  on.page('/accounts/data', self, { perMinute: 30 }, async (visit) => {
    if (visit.person?.actsFor) return onlyOneself(visit)
    const { house, town, person, language } = own(visit)
    const found = await collectMyData(house, town, person, language)
    const done = visit.query.done === 'correction' ? dataWords(visit).wishDone : undefined
    return page(<DataPage frame={visit.frame} found={found} erasable={person.kind === 'resident'} done={done} />, {
      headers: noStore,
    })
  })
  // Made for this request and kept nowhere: there is no address that another person could use.
  on.file('/accounts/data.pdf', self, { perMinute: 10 }, async (visit) => {
    if (visit.person?.actsFor) return onlyOneself(visit)
    const found = await exportOwn(own(visit), 'pdf')
    return file('application/pdf', await makeDataPdf(visit, visit.town, found, visit.now), download(own(visit), 'pdf'))
  })
  on.file('/accounts/data.json', self, { perMinute: 10 }, async (visit) => {
    if (visit.person?.actsFor) return onlyOneself(visit)
    const found = await exportOwn(own(visit), 'json')
    return file('application/json; charset=utf-8', makeDataJson(visit.town, found, visit.now), download(own(visit), 'json'))
  })

  on.page('/accounts/data/correction', self, {}, (visit) =>
    visit.person?.actsFor ? onlyOneself(visit) : page(<CorrectionPage frame={visit.frame} problems={[]} wish="" />),
  )
  on.form('/accounts/data/correction', self, { perMinute: 10 }, async (visit, input) => {
    if (visit.person?.actsFor) return onlyOneself(visit)
    const text = dataWords(visit)
    const wish = input.value('wish')
    const message = wish === '' ? text.wishMissing : wish.length > 2_000 ? text.wishLong(wish.length) : undefined
    if (message) {
      const problems = [{ field: 'wish', label: text.wish, message }]
      return page(<CorrectionPage frame={visit.frame} problems={problems} wish={wish} />, { status: 422 })
    }
    const { town, person, now } = own(visit)
    await town.personal(ownLook(person, 'Berichtigung verlangt'), async (db: Db) => {
      const id = newId(now)
      await db
        .insertInto('accounts.correction')
        .values({ id, person_id: person.personId, asked_at: now, answered_at: null })
        .execute()
      await db.insertInto('accounts.correction_text').values({ subject_id: person.personId, correction_id: id, wish }).execute()
      await tell(db, { type: 'accounts.correction-asked.v1', subjects: [personSubject(person.personId)], payload: { id } })
    })
    return seeOther(linkTo(visit, '/accounts/data?done=correction'))
  })

  on.page('/accounts/consents', self, {}, async (visit) => {
    const { house, town, language } = own(visit)
    const purposes = await listPurposes(house, town, language)
    const act = { noun: 'consents' as const, verb: 'read' as const, purpose: 'Einwilligungen angesehen' }
    const rows = await inProfile(own(visit), act, (db, subject) => listConsents(db, subject))
    if (!rows) return onlyOneself(visit)
    const open = rows.filter(({ withdrawn_at }) => withdrawn_at === null)
    const lines = purposes.map((purpose): ConsentLine => {
      const given = open.find((row) => row.purpose === purpose.key && row.receiver === purpose.receiver)
      const holds = given?.version === purpose.version
      return { ...purpose, since: holds ? given.given_at : undefined, outdated: given !== undefined && !holds }
    })
    // A purpose that no room declares any more can still be withdrawn.
    const orphans = open
      .filter(({ purpose, receiver }) => !purposes.some((one) => one.key === purpose && one.receiver === receiver))
      .map(({ purpose, receiver, version, wording, given_at }): ConsentLine => {
        const [title = wording, ...rest] = wording.split(': ')
        return {
          key: purpose,
          version,
          title,
          text: rest.join(': '),
          receiver,
          withdrawal: '–',
          since: given_at,
          outdated: false,
        }
      })
    const past = rows.map(({ receiver, wording, version, given_at, withdrawn_at }) => ({
      receiver,
      wording,
      version,
      givenAt: given_at,
      withdrawnAt: withdrawn_at,
    }))
    const text = dataWords(visit)
    const done = { given: text.consentDone, withdrawn: text.withdrawDone }[visit.query.done ?? '']
    return page(<ConsentsPage frame={visit.frame} lines={[...lines, ...orphans]} past={past} done={done} />)
  })
  on.form('/accounts/consents', self, {}, async (visit, input) => {
    const { house, town, language, now } = own(visit)
    const key = input.value('purpose')
    const receiver = input.value('receiver')
    const giving = input.value('act') === 'give'
    const purpose = (await listPurposes(house, town, language)).find((one) => one.key === key && one.receiver === receiver)
    if (giving && !purpose) return notFound
    const said = giving ? 'Einwilligung gegeben' : 'Einwilligung widerrufen'
    const act = { noun: 'consents' as const, verb: 'write' as const, purpose: said, what: `${said}: ${receiver}` }
    const saved = await inProfile(own(visit), act, async (db, subject) => {
      if (giving && purpose) await giveConsent(db, subject, purpose, now)
      else await withdrawConsent(db, subject, key, receiver, now)
      return true
    })
    if (!saved) return onlyOneself(visit)
    return seeOther(linkTo(visit, `/accounts/consents?done=${giving ? 'given' : 'withdrawn'}`))
  })

  // The entry of a member of staff is their employer's: it ends with the directory, not by themselves.
  on.page('/accounts/erase', self, { perMinute: 20 }, async (visit) =>
    own(visit).person.kind === 'staff' ? notFound : visit.person?.actsFor ? onlyOneself(visit) : erasurePage(own(visit), []),
  )
  on.form('/accounts/erase', self, { perMinute: 10 }, async (visit, input) => {
    const text = dataWords(visit)
    const { house, town, person, language, now } = own(visit)
    if (person.kind === 'staff') return notFound
    if (person.actsFor) return onlyOneself(visit)
    // Not by whoever finds an open screen.
    if (!(await isFresh(town, person.sessionId, now))) return signInAgain(visit, '/accounts/erase')
    const sole = await listSoleOwnerships(town, person)
    if (sole.length > 0) return erasurePage(own(visit), [], 409)
    if (input.value('sure') !== 'yes')
      return erasurePage(own(visit), [{ field: 'sure', label: text.eraseTitle, message: text.confirmMissing }], 422)
    const receipt = await askErasure(town, person, language, now)
    const asked = await findReceipt(town, receipt, now)
    // What fails now is carried on by the job; the page says so.
    if (asked)
      await carryOut(house, town, asked, now).catch((fault: unknown) =>
        house.log.fault('an erasure waits for its next try', fault, { town: town.key, erasure: asked.id }),
      )
    return seeOther(linkTo(visit, '/accounts/erased'), { cookies: [cookie(erasedCookie, receipt, 3_600), noCookie('session')] })
  })
  on.page('/accounts/erased', anyone, {}, async (visit) => {
    const receipt = await findReceipt(visit.town, visit.cookie(erasedCookie), visit.now)
    return receipt ? page(<ErasedPage frame={visit.frame} receipt={receipt} />, { headers: noStore }) : notFound
  })
}

async function erasurePage(
  visit: Own,
  problems: { field: string; label: string; message: string }[],
  status = problems.length > 0 ? 422 : 200,
) {
  const { house, town, person, language, now } = visit
  const { reports, missing } = await foresee(house, town, person, language, now)
  const view = { reports, missing, soleOwnerOf: await listSoleOwnerships(town, person) }
  return page(<ErasurePage frame={visit.frame} view={view} problems={problems} />, { status, headers: noStore })
}

async function exportOwn({ house, town, person, language }: Own, format: string) {
  const found = await collectMyData(house, town, person, language)
  await town.write((db: Db) =>
    recordAudit(db, {
      action: 'accounts.data.exported',
      actor: 'self',
      object: `person:${person.personId}`,
      details: { format },
    }),
  )
  return found
}

const download = (visit: Own, ending: string) => ({
  headers: { ...noStore, 'content-disposition': `attachment; filename="${dataWords(visit).file}-${visit.today}.${ending}"` },
})
