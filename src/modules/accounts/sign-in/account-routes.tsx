// The signed-in person's own page, their sessions, staying and signing out.
import type { AccountLinks } from '../../../contracts/account-links.ts'
import { dayOf, formatDay, formatTime } from '../../../design/format.ts'
import { anyone, type SignedIn, self } from '../../../kernel/access.ts'
import { json, noCookie, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { AccountPage, SessionsPage, SignedOutPage, SignOutPage } from './account-pages.tsx'
import { findProvider, providersOf } from './provider.ts'
import { endOtherSessions, endOwnSession, listOpenSessions, stay } from './session.ts'
import { unkept } from './sign-in-routes.tsx'
import { type Browser, browserOf, dropStepsOf, findStep, isId, keepStep } from './step.ts'
import type { SignInTables } from './tables.ts'
import { ownLook } from './way.ts'

/** What is kept for the page after signing out: enough to end the session at the provider too. */
export type SignedOut = { provider: string; idToken: string }

export const providerLabels = ({ house, town, language }: Visit): ReadonlyMap<string, string> =>
  new Map(providersOf(house, town).map(({ id, label }) => [id, label[language === 'en' ? 'en' : 'de']]))

export const momentIn =
  (visit: Visit) =>
  (at: Date): string =>
    dayOf(at) === visit.today ? formatTime(visit, at) : `${formatDay(visit.language, dayOf(at))}, ${formatTime(visit, at)}`

async function nameOfPerson(town: Town, person: SignedIn): Promise<string> {
  const row = await town.personal(ownLook(person.personId, 'Eigenes Konto angesehen'), (db: WriteDb<SignInTables>) =>
    db
      .selectFrom('kernel.person_name')
      .select(['given_name', 'family_name'])
      .where('subject_id', '=', person.personId)
      .executeTakeFirst(),
  )
  return row ? `${row.given_name} ${row.family_name}`.trim() : ''
}

export function accountRoutes(on: Routes): void {
  on.page('/accounts', self, {}, async (visit) => {
    const { house, town, language, frame } = visit
    const person = visit.person!
    const asked = { person: person.personId, kind: person.kind, language }
    const answers = await house.askAll<AccountLinks>(town, 'account-links', asked)
    const links = answers.flatMap(({ answer }) => answer).sort((a, b) => a.order - b.order)
    const name = await nameOfPerson(town, person)
    return page(<AccountPage frame={frame} name={name} person={person} links={links} providers={providerLabels(visit)} />)
  })
  on.page('/accounts/sessions', self, {}, async (visit) => {
    const { town, frame, now, query } = visit
    const person = visit.person!
    const ended = /^\d{1,3}$/.test(query.ended ?? '') ? Number(query.ended) : undefined
    const markup = (
      <SessionsPage
        frame={frame}
        sessions={await listOpenSessions(town, person.personId, now)}
        current={person.sessionId}
        providers={providerLabels(visit)}
        formatMoment={momentIn(visit)}
        ended={ended}
      />
    )
    return page(markup)
  })
  on.form('/accounts/sessions/end', self, {}, async (visit, input) => {
    const session = input.value('session')
    if (!isId(session)) return notFound
    const count = await endOtherSessions(visit.town, visit.person!.personId, { id: session }, visit.now)
    return count === 0 ? notFound : seeOther(linkTo(visit, `/accounts/sessions?ended=${count}`))
  })
  on.form('/accounts/sessions/end-others', self, {}, async (visit) => {
    const { personId, sessionId } = visit.person!
    const count = await endOtherSessions(visit.town, personId, { allBut: sessionId }, visit.now)
    return seeOther(linkTo(visit, `/accounts/sessions?ended=${Math.min(count, 999)}`))
  })
  on.form('/accounts/stay', self, {}, async ({ town, person, now }) => {
    const until = await stay(town, person!.sessionId, now)
    return json({ until: until.toISOString() }, { headers: unkept })
  })
  on.page('/accounts/sign-out', anyone, {}, (visit) =>
    visit.person ? page(<SignOutPage frame={visit.frame} />) : seeOther(linkTo(visit, '/accounts/signed-out')),
  )
  on.form('/accounts/sign-out', anyone, {}, signOut)
  on.page('/accounts/signed-out', anyone, {}, async (visit) => {
    const { house, town, language, frame, query } = visit
    const kept = await findSignedOut(visit, browserOf(visit), query.step ?? '')
    const known = kept && findProvider(house, town, kept.provider)
    const provider = known && {
      label: known.label[language === 'en' ? 'en' : 'de'],
      url: linkTo(visit, `/accounts/signed-out/provider?step=${query.step}`),
    }
    return page(<SignedOutPage frame={frame} provider={provider} />, { headers: unkept })
  })
}

export const findSignedOut = (visit: Visit, browser: Browser, id: string): Promise<SignedOut | undefined> =>
  visit.town
    .read((db: ReadDb<SignInTables>) => findStep<SignedOut>(visit.town, db, { kind: 'signed-out', id, browser }, visit.now))
    .then((step) => step?.content)

/** First the session on the server, then what this browser kept, then the cookie; last, by a link, the session at the provider. */
async function signOut(visit: Visit) {
  const { town, person, now } = visit
  const cookies = [noCookie('session')]
  const done = linkTo(visit, '/accounts/signed-out')
  if (!person) return seeOther(done, { cookies })
  const atProvider = await endOwnSession(town, person, now)
  const browser = browserOf(visit)
  const step = await town.write(async (db: WriteDb<SignInTables>) => {
    await dropStepsOf(db, browser)
    return atProvider && keepStep(town, db, { kind: 'signed-out', browser, content: atProvider, minutes: 10 }, now)
  })
  return seeOther(step ? `${done}?step=${step}` : done, { cookies: [...cookies, ...browser.cookies] })
}
