// Signing in with a passkey, and opening an account with a new one.
import type { InvitationOf } from '../../../contracts/invitations.ts'
import { anyone } from '../../../kernel/access.ts'
import { type Answer, json, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { newId } from '../../../kernel/ids.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import { type Aim, readAim, withAim } from './aim.ts'
import { invitationPath, readNames, showInvitation } from './invitation-routes.tsx'
import { askForPasskey, checkNewPasskey, checkPasskey, offerPasskey, type PasskeyChecked } from './passkey.ts'
import { finish, type KeepProof, showWays, unkept, waiting } from './sign-in-routes.tsx'
import { browserOf } from './step.ts'
import type { SignInTables } from './tables.ts'
import { takeTry, triedBy } from './tries.ts'
import { signInWords } from './words.ts'

/** Challenges cost a row each: who asks for very many waits. */
const perMinute = 30

/** What stands in the passkey list of a device: the town, and when it was made, since we do not ask for a name. */
export const passkeyLabel = (visit: Visit): string => `${visit.town.settings.name}, ${visit.today}`

export function passkeyRoutes(on: Routes, keepProof: KeepProof): void {
  on.form('/accounts/sign-in/passkey/options', anyone, { perMinute }, async (visit) => {
    const browser = browserOf(visit)
    return json(await askForPasskey(visit, browser), { cookies: browser.cookies, headers: unkept })
  })
  on.form('/accounts/sign-in/passkey', anyone, {}, async (visit, input) => {
    const aim = readAim(input.value)
    const checked = await checkPasskey(visit, browserOf(visit), input.value('step'), input.value('response'))
    if (checked === 'gone' || checked === 'unknown' || 'wait' in checked) return notChecked(visit, aim, checked)
    return finish(visit, checked.proven, aim, keepProof)
  })
  on.form('/accounts/sign-in/new-passkey/options', anyone, { perMinute }, async (visit, input) => {
    const { house, town, now } = visit
    const { invitation: token } = readAim(input.value)
    const browser = browserOf(visit)
    if (token === undefined)
      return json(await offerPasskey(visit, browser, { person: newId(now), owner: 'new', name: passkeyLabel(visit) }), {
        cookies: browser.cookies,
        headers: unkept,
      })
    const wait = await town.write((db: WriteDb<SignInTables>) => takeTry(db, triedBy(town, visit.address), now))
    const invitation = wait > 0 ? undefined : await house.ask<InvitationOf>(town, 'invitation-of', { token, now })
    // The form is sent as it is then, and its page says what is wrong.
    if (invitation?.state !== 'open' || 'problems' in readNames(visit, input)) return seeOther(invitationPath(visit, token))
    return json(await offerPasskey(visit, browser, { person: invitation.person, owner: 'invited', name: invitation.mail }), {
      cookies: browser.cookies,
      headers: unkept,
    })
  })
  on.form('/accounts/sign-in/new-passkey', anyone, {}, (visit, input) => openWithPasskey(visit, input, keepProof))
}

async function openWithPasskey(visit: Visit, input: FormInput, keepProof: KeepProof): Promise<Answer> {
  const aim = readAim(input.value)
  const names = readNames(visit, input)
  if (aim.invitation !== undefined && 'problems' in names) return showInvitation(visit, aim, names)
  const answered = { id: input.value('step'), text: input.value('response') }
  const checked = await checkNewPasskey(visit, browserOf(visit), aim.invitation === undefined ? 'new' : 'invited', answered)
  if (checked === 'gone' || checked === 'unknown' || 'wait' in checked) {
    if (aim.invitation !== undefined) return seeOther(invitationPath(visit, aim.invitation))
    return notChecked(visit, aim, checked)
  }
  const proven = { ...checked.proven, ...('names' in names && { names: names.names }) }
  return finish(visit, proven, aim, keepProof, checked.person)
}

/** Why a passkey was not taken, above all the ways there are. */
export function notChecked(visit: Visit, aim: Aim, checked: PasskeyChecked): Answer {
  const text = signInWords(visit)
  if (checked === 'gone') return showWays(visit, aim, { notice: text.passkeyGone, status: 422 })
  if (typeof checked === 'object' && 'wait' in checked) return waiting(visit, aim, checked.wait)
  return showWays(visit, aim, { notice: text.passkeyUnknown, status: 422 })
}

/** To the sign-in once more, and back: before something is changed that decides who may sign in. */
export const signInAgain = (visit: Visit, next: string): Answer =>
  seeOther(withAim(linkTo(visit, '/accounts/sign-in'), { why: 'again', next: linkTo(visit, next) }))
