// Signing in by a code, and the way back to where the visitor was stopped.
import { anyone, reaches, self } from '../../../kernel/access.ts'
import { type Answer, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { readMailAddress } from '../../../kernel/mail-address.ts'
import type { ReadDb } from '../../../kernel/town.ts'
import { type Aim, readAim, withAim } from './aim.ts'
import { NotSignedInPage, WaitingFormPage } from './detour-pages.tsx'
import { type Finished, finishSignIn, goOn, type Proven } from './finish.ts'
import { ownLevel } from './levels.ts'
import { checkCode, type Sent, sendCode } from './mail-code.ts'
import { providersFor } from './provider.ts'
import { CodePage, SignInPage } from './sign-in-pages.tsx'
import { browserOf, findStep } from './step.ts'
import { findWaitingForm } from './stopped.ts'
import type { SignInTables } from './tables.ts'
import { signInWords } from './words.ts'

/** Steps bound to a browser must not be kept by anything between. */
export const unkept = { 'cache-control': 'no-store' }

type Shown = { typed?: string | undefined; problem?: string | undefined; notice?: string | undefined; status?: number }

/** The page with all ways that can prove what is asked for. */
export function showWays(visit: Visit, aim: Aim, { status = 200, ...shown }: Shown = {}): Answer {
  const { frame, person } = visit
  const wanted = aim.why === 'step-up' ? (aim.level ?? ownLevel) : 'none'
  const secondFactor = aim.why === 'second-factor'
  const markup = (
    <SignInPage
      frame={frame}
      aim={aim}
      providers={providersFor(visit, { level: wanted, secondFactor })}
      own={reaches(ownLevel, wanted)}
      code={!secondFactor}
      signedIn={person !== undefined}
      {...shown}
    />
  )
  return page(markup, { status, headers: unkept })
}

export const notSignedIn = (visit: Visit, aim: Aim, why: string, status = 409): Answer =>
  page(<NotSignedInPage frame={visit.frame} aim={aim} why={why} />, { status, headers: unkept })

/** What a proof led to, as the visitor sees it. `connect` is answered by the caller, who can keep the proof. */
export function answerFinished(visit: Visit, aim: Aim, finished: Exclude<Finished, { refused: 'connect' }>): Answer {
  const text = signInWords(visit)
  if ('token' in finished) return goOn(visit, finished, aim)
  if (finished.refused === 'other-account') return notSignedIn(visit, aim, text.otherAccount)
  return notSignedIn(visit, aim, finished.refused === 'gone' ? text.goneWay : text.unknownWay)
}

/** Seconds to wait, said in words, with the status that programs understand. */
export const waiting = (visit: Visit, aim: Aim, wait: number): Answer => {
  const text = signInWords(visit)
  const shown = showWays(visit, aim, { notice: `${text.wait(wait)} ${text.waitOther}`, status: 429 })
  return { ...shown, headers: { ...shown.headers, 'retry-after': String(wait) } }
}

/** Keeps a proof that nobody owns until the signed-in person says it is theirs. */
export type KeepProof = (visit: Visit, proven: Proven, aim: Aim) => Promise<Answer>
/** What adds a way to the signed-in person. */
export type AddProven = (visit: Visit, proven: Proven) => Promise<Answer>

export async function finish(visit: Visit, proven: Proven, aim: Aim, keepProof: KeepProof, newPerson?: string): Promise<Answer> {
  const finished = await finishSignIn(visit, proven, aim, newPerson)
  return 'refused' in finished && finished.refused === 'connect'
    ? keepProof(visit, proven, aim)
    : answerFinished(visit, aim, finished as Exclude<Finished, { refused: 'connect' }>)
}

/** Codes are read on the demonstration's page, by whoever sits at this machine. */
const showsDemoMail = ({ house, onThisMachine }: Visit): boolean => house.mailer.by === 'demo' && onThisMachine

export function codeRoutes(on: Routes, keepProof: KeepProof, addProven: AddProven): void {
  on.page('/accounts/sign-in', anyone, {}, (visit) => {
    const aim = readAim((name) => visit.query[name])
    if (visit.person && aim.why === undefined) return seeOther(aim.next ?? linkTo(visit, '/accounts'))
    return showWays(visit, aim)
  })
  on.form('/accounts/sign-in/code', anyone, {}, (visit, input) => askForCode(visit, input, readAim(input.value)))
  on.page('/accounts/sign-in/code', anyone, {}, async (visit) => {
    const aim = readAim((name) => visit.query[name])
    const step = visit.query.step ?? ''
    const wanted = { kind: 'code' as const, id: step, browser: browserOf(visit) }
    const found = await visit.town.read((db: ReadDb<SignInTables>) => findStep<Sent>(visit.town, db, wanted, visit.now))
    if (!found) return showWays(visit, aim, { problem: signInWords(visit).codeGone, status: 410 })
    return page(<CodePage frame={visit.frame} step={step} aim={aim} demoMail={showsDemoMail(visit)} />, {
      headers: unkept,
    })
  })
  on.form('/accounts/sign-in/code/confirm', anyone, {}, (visit, input) => confirmCode(visit, input, keepProof, addProven))
  on.page('/accounts/continue', self, {}, async (visit) => {
    const { town, frame, now, query } = visit
    const aim = readAim((name) => query[name])
    const away = aim.next ?? linkTo(visit, '/accounts')
    const waits = aim.kept && (await findWaitingForm(town, browserOf(visit), aim.kept, now))
    if (!waits) return notSignedIn(visit, {}, signInWords(visit).keptGone, 410)
    return page(<WaitingFormPage frame={frame} action={waits.path} fields={waits.fields} away={away} />, { headers: unkept })
  })
}

/** What is wrong with a typed mail address, or the address. */
export function readMail(visit: Visit, typed: string): { mail: string } | { problem: string } {
  const text = signInWords(visit)
  if (typed === '') return { problem: text.mailMissing }
  if (typed.length > 254) return { problem: text.mailLong(typed.length) }
  const mail = readMailAddress(typed)
  return mail === undefined ? { problem: text.mailWrong } : { mail }
}

async function askForCode(visit: Visit, input: FormInput, aim: Aim): Promise<Answer> {
  const typed = input.value('mail')
  const read = readMail(visit, typed)
  if ('problem' in read) return showWays(visit, aim, { typed: typed.slice(0, 300), problem: read.problem, status: 422 })
  const browser = browserOf(visit)
  const sent = await sendCode(visit, browser, { mail: read.mail, aim })
  if (sent === 'nobody-sends') return showWays(visit, aim, { notice: signInWords(visit).nobodySends, status: 503 })
  if ('wait' in sent) return waiting(visit, aim, sent.wait)
  const query = withAim(linkTo(visit, '/accounts/sign-in/code'), aim)
  return seeOther(`${query}${query.includes('?') ? '&' : '?'}step=${sent.step}`, { cookies: browser.cookies })
}

/** Ten thousand spaces do not make a code longer. */
const digitsOf = (typed: string): string => typed.slice(0, 40).replace(/[\s.-]/g, '')

async function confirmCode(visit: Visit, input: FormInput, keepProof: KeepProof, addProven: AddProven) {
  const { frame } = visit
  const text = signInWords(frame)
  const step = input.value('step')
  const asked = readAim(input.value)
  const again = (problem: string): Answer =>
    page(<CodePage frame={frame} step={step} aim={asked} problem={problem} demoMail={showsDemoMail(visit)} />, {
      status: 422,
      headers: unkept,
    })
  const typed = digitsOf(input.value('code'))
  if (typed === '') return again(text.codeMissing)
  if (!/^\d{8}$/.test(typed)) return again(text.codeShape(typed.replace(/\D/g, '').length))
  const checked = await checkCode(visit, browserOf(visit), step, typed)
  if (checked === 'gone') return showWays(visit, asked, { problem: text.codeGone, status: 422 })
  if ('wait' in checked)
    return page(<CodePage frame={frame} step={step} aim={asked} wait={text.wait(checked.wait)} />, {
      status: 429,
      headers: { ...unkept, 'retry-after': String(checked.wait) },
    })
  if ('left' in checked) return again(text.codeWrong(checked.left))
  const { proven, sent } = checked
  if (sent.adding === undefined) return finish(visit, proven, sent.aim, keepProof)
  return sent.adding === visit.person?.personId ? addProven(visit, proven) : notSignedIn(visit, asked, text.codeGone, 410)
}
