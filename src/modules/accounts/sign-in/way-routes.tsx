// Adding, connecting and removing ways to sign in: by the person of the session alone, after a fresh proof.
import { self } from '../../../kernel/access.ts'
import { type Answer, json, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import type { ReadDb, WriteDb } from '../../../kernel/town.ts'
import { momentIn, providerLabels } from './account-routes.tsx'
import { accountWords } from './account-words.ts'
import type { Aim } from './aim.ts'
import { connectWay, removeWay } from './connect.ts'
import { goOn, type Proven } from './finish.ts'
import { sendCode } from './mail-code.ts'
import { checkNewPasskey, offerPasskey } from './passkey.ts'
import { notChecked, passkeyLabel, signInAgain } from './passkey-routes.tsx'
import { providersFor } from './provider.ts'
import { isFresh } from './session.ts'
import { notSignedIn, readMail, unkept, waiting } from './sign-in-routes.tsx'
import { browserOf, findStep, keepStep, takeStep } from './step.ts'
import type { SignInTables } from './tables.ts'
import { listOwnWays } from './way.ts'
import { ConnectPage, RemoveWayPage, WaysPage } from './way-pages.tsx'
import { signInWords } from './words.ts'

type Shown = { done?: 'added' | 'removed'; notice?: string; typed?: string; problem?: string; status?: number }

async function showOwnWays(visit: Visit, { status = 200, ...shown }: Shown = {}): Promise<Answer> {
  const markup = (
    <WaysPage
      frame={visit.frame}
      ways={await listOwnWays(visit.town, visit.person!.personId)}
      providers={providerLabels(visit)}
      addable={providersFor(visit, { level: 'none', secondFactor: false })}
      formatMoment={momentIn(visit)}
      {...shown}
    />
  )
  return page(markup, { status, headers: unkept })
}

const fresh = ({ town, person, now }: Visit): Promise<boolean> => isFresh(town, person!.sessionId, now)

/** What was proved, until its owner says that it is theirs. */
type Proof = { proven: Proven; person: string; aim: Aim }
const proofMinutes = 10

/** A proof that nobody owns came from a signed-in browser: ask, do not assume. */
export async function keepProof(visit: Visit, proven: Proven, aim: Aim): Promise<Answer> {
  const { town, now, person } = visit
  const browser = browserOf(visit)
  const content: Proof = { proven, person: person!.personId, aim }
  const step = await town.write((db: WriteDb<SignInTables>) =>
    keepStep(town, db, { kind: 'connect', browser, content, minutes: proofMinutes }, now),
  )
  return seeOther(`${linkTo(visit, '/accounts/connect')}?step=${step}`, { cookies: browser.cookies })
}

/** Added by the person's own wish, just proved. */
export async function addProven(visit: Visit, proven: Proven, aim: Aim = {}): Promise<Answer> {
  const connected = await connectWay(visit, proven)
  if (connected === 'other-account') return notSignedIn(visit, aim, signInWords(visit).otherAccount)
  const next = aim.next ?? linkTo(visit, '/accounts/ways?done=added')
  const { token, person } = connected
  return token === undefined && aim.kept === undefined ? seeOther(next) : goOn(visit, { person, token }, { ...aim, next })
}

export function wayRoutes(on: Routes): void {
  on.page('/accounts/ways', self, {}, (visit) => {
    const done = visit.query.done === 'added' || visit.query.done === 'removed' ? visit.query.done : undefined
    return showOwnWays(visit, done && { done })
  })
  on.form('/accounts/ways/passkey/options', self, { perMinute: 30 }, async (visit) => {
    if (!(await fresh(visit))) return signInAgain(visit, '/accounts/ways')
    const browser = browserOf(visit)
    const offered = await offerPasskey(visit, browser, {
      person: visit.person!.personId,
      owner: 'signed-in',
      name: passkeyLabel(visit),
    })
    return json(offered, { cookies: browser.cookies, headers: unkept })
  })
  on.form('/accounts/ways/passkey', self, {}, async (visit, input) => {
    if (!(await fresh(visit))) return signInAgain(visit, '/accounts/ways')
    const checked = await checkNewPasskey(visit, browserOf(visit), 'signed-in', {
      id: input.value('step'),
      text: input.value('response'),
    })
    if (checked === 'gone' || checked === 'unknown' || 'wait' in checked) return notChecked(visit, {}, checked)
    // A challenge made for somebody else, such as for a new account, adds nothing here.
    return checked.person === visit.person!.personId ? addProven(visit, checked.proven) : notChecked(visit, {}, 'gone')
  })
  on.form('/accounts/ways/mail', self, {}, addMail)
  on.page('/accounts/ways/remove', self, {}, async (visit) => {
    const ways = await listOwnWays(visit.town, visit.person!.personId)
    const way = ways.find(({ id }) => id === visit.query.way)
    return way ? page(<RemoveWayPage frame={visit.frame} way={way} last={ways.length === 1} missing={false} />) : notFound
  })
  on.form('/accounts/ways/remove', self, {}, async (visit, input) => {
    const id = input.value('way')
    const ways = await listOwnWays(visit.town, visit.person!.personId)
    const way = ways.find((one) => one.id === id)
    if (!way) return notFound
    if (!(await fresh(visit))) return signInAgain(visit, `/accounts/ways/remove?way=${id}`)
    const removed = await removeWay(visit, id, input.value('sure') === 'yes')
    if (removed === 'unknown') return notFound
    if (removed === 'last') return page(<RemoveWayPage frame={visit.frame} way={way} last missing />, { status: 422 })
    return seeOther(linkTo(visit, '/accounts/ways?done=removed'))
  })
  on.page('/accounts/connect', self, {}, async (visit) => {
    const { town, now, query, frame, person } = visit
    const wanted = { kind: 'connect' as const, id: query.step ?? '', browser: browserOf(visit) }
    const step = await town.read((db: ReadDb<SignInTables>) => findStep<Proof>(town, db, wanted, now))
    if (step?.content.person !== person!.personId) return notSignedIn(visit, {}, accountWords(visit).connectGone, 410)
    return page(<ConnectPage frame={frame} label={step.content.proven.way.label} step={wanted.id} />, { headers: unkept })
  })
  on.form('/accounts/connect', self, {}, connect)
}

async function connect(visit: Visit, input: FormInput): Promise<Answer> {
  const { town, now } = visit
  const id = input.value('step')
  if (!(await fresh(visit))) return signInAgain(visit, `/accounts/connect?step=${encodeURIComponent(id)}`)
  const wanted = { kind: 'connect' as const, id, browser: browserOf(visit) }
  const proof = await town.write((db: WriteDb<SignInTables>) => takeStep<Proof>(town, db, wanted, now))
  if (proof?.person !== visit.person!.personId) return notSignedIn(visit, {}, accountWords(visit).connectGone, 410)
  return addProven(visit, proof.proven, proof.aim)
}

async function addMail(visit: Visit, input: FormInput): Promise<Answer> {
  const text = signInWords(visit)
  const typed = input.value('mail')
  const read = readMail(visit, typed)
  if ('problem' in read) return showOwnWays(visit, { typed: typed.slice(0, 300), problem: read.problem, status: 422 })
  if (!(await fresh(visit))) return signInAgain(visit, '/accounts/ways')
  const browser = browserOf(visit)
  const sent = await sendCode(visit, browser, { mail: read.mail, aim: {}, adding: visit.person!.personId })
  if (sent === 'nobody-sends') return showOwnWays(visit, { notice: text.nobodySends, status: 503 })
  if ('wait' in sent) return waiting(visit, {}, sent.wait)
  return seeOther(`${linkTo(visit, '/accounts/sign-in/code')}?step=${sent.step}`, { cookies: browser.cookies })
}
