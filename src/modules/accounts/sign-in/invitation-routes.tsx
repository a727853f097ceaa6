// Invited staff: opening the link changes nothing; the invitation is used up when a passkey, a code or the employer proved who came.
import type { InvitationOf } from '../../../contracts/invitations.ts'
import type { FieldProblem } from '../../../design/fields.tsx'
import { anyone } from '../../../kernel/access.ts'
import { type Answer, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import { momentIn } from './account-routes.tsx'
import { type Aim, readAim } from './aim.ts'
import type { Names } from './finish.ts'
import { InvitationPage } from './invitation-pages.tsx'
import { invitationWords } from './invitation-words.ts'
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

type Shown = { typed?: Names; problems?: readonly FieldProblem[]; notice?: string; status?: number }

export async function showInvitation(visit: Visit, aim: Aim, { status, ...shown }: Shown = {}): Promise<Answer> {
  const opened = await openInvitation(visit, aim.invitation)
  if (opened === 'gone') return notSignedIn(visit, {}, signInWords(visit).goneWay, 410)
  if (opened.wait !== undefined) return waiting(visit, {}, opened.wait)
  const { invitation, token } = opened
  const until = momentIn(visit)(invitation.expiresAt)
  const providers = providersFor(visit, { level: 'none', secondFactor: true })
  const markup = (
    <InvitationPage frame={visit.frame} invitation={invitation} token={token} until={until} providers={providers} {...shown} />
  )
  return page(markup, { headers: unkept, status: status ?? (shown.problems ? 422 : 200) })
}

export const invitationPath = (visit: Visit, token: string): string =>
  `${linkTo(visit, '/accounts/invitation')}?token=${encodeURIComponent(token)}`

const nameLength = 100

/** How the invited person is called: their desk and the log of looks need it. */
export function readNames(visit: Visit, input: FormInput): { names: Names } | { typed: Names; problems: FieldProblem[] } {
  const text = invitationWords(visit)
  const names = { givenName: input.value('givenName'), familyName: input.value('familyName') }
  const fields = [
    { field: 'givenName', label: text.givenName, value: names.givenName, missing: text.givenNameMissing },
    { field: 'familyName', label: text.familyName, value: names.familyName, missing: text.familyNameMissing },
  ]
  const problems = fields.flatMap(({ field, label, value, missing }) => {
    if (value === '') return [{ field, label, message: missing }]
    return value.length > nameLength ? [{ field, label, message: text.nameLong(value.length) }] : []
  })
  return problems.length > 0 ? { typed: names, problems } : { names }
}

export function invitationRoutes(on: Routes): void {
  on.page('/accounts/invitation', anyone, { perMinute: 30 }, (visit) => {
    const { token } = visit.query
    return showInvitation(
      visit,
      readAim((name) => (name === 'invitation' ? token : undefined)),
    )
  })
  on.form('/accounts/invitation/code', anyone, { perMinute: 10 }, async (visit, input) => {
    const aim = readAim(input.value)
    const opened = await openInvitation(visit, aim.invitation)
    if (opened === 'gone') return notSignedIn(visit, {}, signInWords(visit).goneWay, 410)
    if (opened.wait !== undefined) return waiting(visit, {}, opened.wait)
    const read = readNames(visit, input)
    if ('problems' in read) return showInvitation(visit, aim, read)
    const browser = browserOf(visit)
    // To the invited address, whatever the form says.
    const sent = await sendCode(visit, browser, { mail: opened.invitation.mail, aim, names: read.names })
    if (sent === 'nobody-sends')
      return showInvitation(visit, aim, { typed: read.names, notice: signInWords(visit).nobodySends, status: 503 })
    if ('wait' in sent) return waiting(visit, {}, sent.wait)
    return seeOther(`${linkTo(visit, '/accounts/sign-in/code')}?step=${sent.step}`, { cookies: browser.cookies })
  })
}
