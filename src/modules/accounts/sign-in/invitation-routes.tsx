// Invited staff: opening the link changes nothing; the invitation is used up when a passkey, a code or the employer proved who came.
import type { InvitationOf } from '../../../contracts/invitations.ts'
import { anyone } from '../../../kernel/access.ts'
import { type Answer, page, seeOther } from '../../../kernel/http/answer.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import { momentIn } from './account-routes.tsx'
import { type Aim, readAim } from './aim.ts'
import { InvitationPage } from './invitation-pages.tsx'
import { sendCode } from './mail-code.ts'
import { providersFor } from './provider.ts'
import { notSignedIn, unkept, waiting } from './sign-in-routes.tsx'
import { browserOf } from './step.ts'
import type { SignInTables } from './tables.ts'
import { forgiveTries, takeTry, triedBy } from './tries.ts'
import { signInWords } from './words.ts'

/** Guessing a token counts like guessing a code. */
async function openInvitation(visit: Visit, token: string | undefined) {
  const { house, town, now, address } = visit
  const tried = triedBy(town, address)
  const wait = await town.write((db: WriteDb<SignInTables>) => takeTry(db, tried, now))
  if (wait > 0) return { wait }
  const invitation = token === undefined ? undefined : await house.ask<InvitationOf>(town, 'invitation-of', { token, now })
  if (invitation?.state !== 'open' || token === undefined) return 'gone'
  await town.write((db: WriteDb<SignInTables>) => forgiveTries(db, tried, now))
  return { invitation, token }
}

async function show(visit: Visit, aim: Aim, notice?: string): Promise<Answer> {
  const opened = await openInvitation(visit, aim.invitation)
  if (opened === 'gone') return notSignedIn(visit, {}, signInWords(visit).goneWay, 410)
  if (opened.wait !== undefined) return waiting(visit, {}, opened.wait)
  const { invitation, token } = opened
  const until = momentIn(visit)(invitation.expiresAt)
  const providers = providersFor(visit, { level: 'none', secondFactor: true })
  const markup = (
    <InvitationPage
      frame={visit.frame}
      invitation={invitation}
      token={token}
      until={until}
      providers={providers}
      notice={notice}
    />
  )
  return page(markup, { headers: unkept, ...(notice && { status: 503 }) })
}

export function invitationRoutes(on: Routes): void {
  on.page('/accounts/invitation', anyone, { perMinute: 30 }, (visit) => {
    const { token } = visit.query
    return show(
      visit,
      readAim((name) => (name === 'invitation' ? token : undefined)),
    )
  })
  on.form('/accounts/invitation/code', anyone, { perMinute: 10 }, async (visit, input) => {
    const aim = readAim(input.value)
    const opened = await openInvitation(visit, aim.invitation)
    if (opened === 'gone') return notSignedIn(visit, {}, signInWords(visit).goneWay, 410)
    if (opened.wait !== undefined) return waiting(visit, {}, opened.wait)
    const browser = browserOf(visit)
    // To the invited address, whatever the form says.
    const sent = await sendCode(visit, browser, { mail: opened.invitation.mail, aim })
    if (sent === 'nobody-sends') return show(visit, aim, signInWords(visit).nobodySends)
    if ('wait' in sent) return waiting(visit, {}, sent.wait)
    return seeOther(`${linkTo(visit, '/accounts/sign-in/code')}?step=${sent.step}`, { cookies: browser.cookies })
  })
}
