// To an identity provider and back, by links alone: a form must not lead to another host.
import type { IdentityProven } from '../../../contracts/sign-in.ts'
import { anyone, self } from '../../../kernel/access.ts'
import { type Answer, leaveTo, type NotFound, notFound, seeOther } from '../../../kernel/http/answer.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { findSignedOut } from './account-routes.tsx'
import { type Aim, readAim } from './aim.ts'
import { finishSignIn } from './finish.ts'
import { signInAgain } from './passkey-routes.tsx'
import { findProvider, type IdentityProvider } from './provider.ts'
import { type BackFromProvider, beginAtProvider, endAtProvider, returnFromProvider } from './provider-flow.ts'
import { isFresh } from './session.ts'
import { type AddProven, answerFinished, type KeepProof, showWays, waiting } from './sign-in-routes.tsx'
import { browserOf } from './step.ts'
import { newestWaiting } from './stopped.ts'
import { signInWords } from './words.ts'

/** Each writes a row and may call the provider. */
const perMinute = 30

export function providerRoutes(on: Routes, keepProof: KeepProof, addProven: AddProven): void {
  on.page('/accounts/sign-in/with/:provider', anyone, { perMinute }, (visit) =>
    leave(
      visit,
      readAim((name) => visit.query[name]),
    ),
  )
  on.page('/accounts/ways/with/:provider', self, { perMinute }, async (visit) => {
    const { town, person, now } = visit
    return (await isFresh(town, person!.sessionId, now))
      ? leave(visit, {}, person!.personId)
      : signInAgain(visit, '/accounts/ways')
  })
  on.page('/accounts/sign-in/back/:provider', anyone, { perMinute }, (visit) => comeBack(visit, keepProof, addProven))
  on.page('/accounts/signed-out/provider', anyone, { perMinute }, async (visit) => {
    const { house, town, query } = visit
    const kept = await findSignedOut(visit, browserOf(visit), query.step ?? '')
    const provider = kept && findProvider(house, town, kept.provider)
    const url = provider && (await endAtProvider(visit, provider, kept.idToken).catch(() => undefined))
    return url === undefined ? seeOther(linkTo(visit, '/accounts/signed-out')) : leaveTo(url)
  })
}

const providerOf = ({ house, town, params }: Visit): IdentityProvider | undefined =>
  findProvider(house, town, params.provider ?? '')

const labelOf = ({ language }: Visit, { label }: IdentityProvider): string => label[language === 'en' ? 'en' : 'de']

async function leave(visit: Visit, aim: Aim, adding?: string): Promise<Answer | NotFound> {
  const provider = providerOf(visit)
  if (!provider) return notFound
  const browser = browserOf(visit)
  try {
    return leaveTo(await beginAtProvider(visit, browser, provider, aim, adding), { cookies: browser.cookies })
  } catch (fault) {
    visit.house.log.warn('an identity provider could not be reached', {
      town: visit.town.key,
      provider: provider.id,
      code: String((fault as { code?: unknown }).code ?? (fault as Error).name),
    })
    return showWays(visit, aim, { notice: signInWords(visit).providerAway(labelOf(visit, provider)), status: 503 })
  }
}

async function comeBack(visit: Visit, keepProof: KeepProof, addProven: AddProven): Promise<Answer | NotFound> {
  const provider = providerOf(visit)
  if (!provider) return notFound
  const browser = browserOf(visit)
  const back = await returnFromProvider(visit, browser, provider)
  if (back === 'gone') {
    const kept = await newestWaiting(visit.town, browser, visit.now)
    return showWays(visit, kept === undefined ? {} : { kept }, { notice: signInWords(visit).providerGone, status: 410 })
  }
  if ('wait' in back) return waiting(visit, {}, back.wait)
  if ('failed' in back) return notVouchedFor(visit, provider, back)
  const { proven, aim, adding } = back
  if (adding !== undefined)
    return adding === visit.person?.personId
      ? addProven(visit, proven)
      : showWays(visit, {}, { notice: signInWords(visit).providerGone, status: 410 })
  const finished = await finishSignIn(visit, proven, aim)
  if ('person' in finished) await tellIdentity(visit, provider, finished.person, back)
  if ('refused' in finished && finished.refused === 'connect') return keepProof(visit, proven, aim)
  return answerFinished(visit, aim, finished as Exclude<typeof finished, { refused: 'connect' }>)
}

function notVouchedFor(visit: Visit, provider: IdentityProvider, { aim, failed }: { aim: Aim; failed: string }): Answer {
  const text = signInWords(visit)
  const label = labelOf(visit, provider)
  if (failed === 'cancelled') return showWays(visit, aim, { notice: text.providerCancelled(label) })
  if (failed === 'unreachable') return showWays(visit, aim, { notice: text.providerAway(label), status: 503 })
  return showWays(visit, aim, { notice: text.providerRefused(label), status: 502 })
}

type Vouched = Exclude<BackFromProvider, string | { wait: number } | { failed: string }>

/** Names, addresses and roles belong to other rooms; a fault of theirs does not undo the sign-in. */
async function tellIdentity(
  visit: Visit,
  provider: IdentityProvider,
  person: string,
  { claims, proven }: Vouched,
): Promise<void> {
  const { house, town, now } = visit
  const { id, kind, label } = provider
  await house.askAll<IdentityProven>(town, 'identity-proven', {
    person,
    provider: { id, kind, label },
    claims,
    level: proven.level,
    now,
  })
}
