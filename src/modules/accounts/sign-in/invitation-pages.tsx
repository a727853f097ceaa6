// What an invited person sees: for which town, by when, and how they prove from now on who they are.
import type { Invitation } from '../../../contracts/invitations.ts'
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink, Notice } from '../../../design/parts.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { withAim } from './aim.ts'
import { invitationWords } from './invitation-words.ts'
import { HiddenFields, PasskeyForm, type ProviderChoice, Small } from './sign-in-pages.tsx'
import { signInWords } from './words.ts'

type Open = {
  frame: Frame
  invitation: Invitation
  token: string
  until: string
  providers: readonly ProviderChoice[]
  notice?: string | undefined
}

export function InvitationPage({ frame, invitation, token, until, providers, notice }: Open) {
  const text = invitationWords(frame)
  const at = (path: string): string => pathIn(frame.language, path)
  const aim = { invitation: token, next: at('/accounts') }
  const fields = [
    ['invitation', token],
    ['next', aim.next],
  ] as const
  return (
    <Small frame={frame} title={text.title} islands={['passkey.island.js']}>
      {notice && (
        <Notice tone="warn" status>
          <p>{notice}</p>
        </Notice>
      )}
      <p class="lead">
        {invitation.purpose === 'administrator'
          ? text.asAdministrator(frame.town.officialName)
          : text.asMember(frame.town.officialName)}
      </p>
      <p>{text.forMail(invitation.mail)}</p>
      <p>{text.until(until)}</p>
      <section class="section" aria-labelledby="by-passkey" data-passkey-part="" hidden>
        <h2 id="by-passkey">{signInWords(frame).passkey}</h2>
        <p>{text.passkeyHint}</p>
        <PasskeyForm
          frame={frame}
          act="create"
          options={at('/accounts/sign-in/new-passkey/options')}
          action={at('/accounts/sign-in/new-passkey')}
          fields={fields}
          button={text.passkeyButton}
          secondary={false}
        />
      </section>
      {providers.length > 0 && (
        <section class="section" aria-labelledby="by-provider">
          <h2 id="by-provider">{text.provider}</h2>
          {providers.map(({ id, label }) => (
            <p>
              <ButtonLink secondary url={withAim(at(`/accounts/sign-in/with/${id}`), aim)}>
                {signInWords(frame).withProvider(label)}
              </ButtonLink>
            </p>
          ))}
        </section>
      )}
      <section class="section" aria-labelledby="by-mail">
        <h2 id="by-mail">{text.mail}</h2>
        <p>{text.mailHint}</p>
        <form method="post" action={at('/accounts/invitation/code')}>
          <HiddenFields fields={fields} />
          <Button secondary>{text.mailButton}</Button>
        </form>
      </section>
    </Small>
  )
}
