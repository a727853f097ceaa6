// What an invited person sees: for which town, by when, and how they prove from now on who they are.
import type { Invitation } from '../../../contracts/invitations.ts'
import { type FieldProblem, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink, Notice } from '../../../design/parts.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { withAim } from './aim.ts'
import type { Names } from './finish.ts'
import { invitationWords } from './invitation-words.ts'
import { HiddenFields, type ProviderChoice, Small } from './sign-in-pages.tsx'
import { signInWords } from './words.ts'

type Open = {
  frame: Frame
  invitation: Invitation
  token: string
  until: string
  providers: readonly ProviderChoice[]
  notice?: string | undefined
  typed?: Names | undefined
  problems?: readonly FieldProblem[] | undefined
}

export function InvitationPage({ frame, invitation, token, until, providers, notice, typed, problems = [] }: Open) {
  const text = invitationWords(frame)
  const own = signInWords(frame)
  const at = (path: string): string => pathIn(frame.language, path)
  const aim = { invitation: token, next: at('/accounts') }
  const fields = [
    ['invitation', token],
    ['next', aim.next],
  ] as const
  return (
    <Small frame={frame} title={text.title} problems={problems} islands={['passkey.island.js']}>
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
      {providers.length > 0 && (
        <section class="section" aria-labelledby="by-provider">
          <h2 id="by-provider">{text.provider}</h2>
          {providers.map(({ id, label }) => (
            <p>
              <ButtonLink secondary url={withAim(at(`/accounts/sign-in/with/${id}`), aim)}>
                {own.withProvider(label)}
              </ButtonLink>
            </p>
          ))}
        </section>
      )}
      <form
        method="post"
        action={at('/accounts/sign-in/new-passkey')}
        class="section"
        data-passkey="create"
        data-passkey-options={at('/accounts/sign-in/new-passkey/options')}
        noValidate
      >
        <HiddenFields fields={fields} />
        {(['givenName', 'familyName'] as const).map((name) => (
          <TextField
            reader={frame}
            name={name}
            label={text[name]}
            value={typed?.[name]}
            error={problems.find(({ field }) => field === name)?.message}
            autocomplete={name === 'givenName' ? 'given-name' : 'family-name'}
          />
        ))}
        <section class="section" aria-labelledby="by-passkey" data-passkey-part="" hidden>
          <h2 id="by-passkey">{own.passkey}</h2>
          <p>{text.passkeyHint}</p>
          <p class="error" data-passkey-failed="" hidden>
            {own.passkeyCancelled}
          </p>
          <Button>{text.passkeyButton}</Button>
        </section>
        <section class="section" aria-labelledby="by-mail">
          <h2 id="by-mail">{text.mail}</h2>
          <p>{text.mailHint}</p>
          <button type="submit" class="button secondary" formaction={at('/accounts/invitation/code')}>
            {text.mailButton}
          </button>
        </section>
      </form>
    </Small>
  )
}
