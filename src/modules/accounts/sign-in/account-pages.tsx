// The page of the signed-in person, their sessions, and the way out.
import type { AccountLink } from '../../../contracts/account-links.ts'
import { formatTime } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { Button, ButtonLink, Facts, LinkList, Notice } from '../../../design/parts.tsx'
import type { SignedIn } from '../../../kernel/access.ts'
import { pathIn } from '../../../kernel/language.ts'
import { accountWords } from './account-words.ts'
import type { OwnSession } from './session.ts'
import { HiddenFields, Small } from './sign-in-pages.tsx'

export const account = (frame: Frame) => ({ label: accountWords(frame).title, url: pathIn(frame.language, '/accounts') })

export function methodWord(frame: Frame, method: string, providers: ReadonlyMap<string, string>): string {
  const text = accountWords(frame)
  if (method === 'passkey') return text.byPasskey
  if (method === 'mail-code') return text.byMail
  if (method.startsWith('oidc:')) return providers.get(method.slice(5)) ?? method.slice(5)
  return text.byCommand
}

const shownWord = (frame: Frame, level: SignedIn['level']): string => {
  const text = accountWords(frame)
  const { shownNone: none, shownBasic: basic, shownLow: low, shownSubstantial: substantial, shownHigh: high } = text
  return { none, basic, low, substantial, high }[level]
}

type Account = {
  frame: Frame
  name: string
  person: SignedIn
  links: readonly AccountLink[]
  providers: ReadonlyMap<string, string>
}

export function AccountPage({ frame, name, person, links, providers }: Account) {
  const text = accountWords(frame)
  const at = (path: string): string => pathIn(frame.language, path)
  const end = person.idleUntil < person.expiresAt ? person.idleUntil : person.expiresAt
  return (
    <Layout frame={frame} title={text.title} account noIndex>
      <div class="wrap page">
        <h1>{name === '' ? text.title : text.hello(name)}</h1>
        <div class="cols section">
          <section aria-labelledby="find">
            <h2 id="find">{text.find}</h2>
            <LinkList items={links.map(({ label, url, note }) => ({ label, url, fact: note }))} />
            <form method="post" action={at('/accounts/sign-out')} class="section">
              <Button secondary>{text.signOut}</Button>
            </form>
          </section>
          <div>
            <Facts
              items={[
                { label: text.signedInBy, value: methodWord(frame, person.method, providers) },
                { label: text.level, value: shownWord(frame, person.level) },
                {
                  label: text.until,
                  value: text.untilIdle(formatTime(frame, end)),
                  more: text.untilAnyway(formatTime(frame, person.expiresAt)),
                },
              ]}
            />
          </div>
        </div>
      </div>
    </Layout>
  )
}

type Sessions = {
  frame: Frame
  sessions: readonly OwnSession[]
  current: string
  providers: ReadonlyMap<string, string>
  formatMoment: (at: Date) => string
  ended?: number | undefined
}

export function SessionsPage({ frame, sessions, current, providers, formatMoment, ended }: Sessions) {
  const text = accountWords(frame)
  const at = (path: string): string => pathIn(frame.language, path)
  return (
    <Small frame={frame} title={text.sessionsTitle} account>
      {ended !== undefined && (
        <Notice tone="ok" status>
          <p>{text.ended(ended)}</p>
        </Notice>
      )}
      <p class="lead">{text.sessionsLead}</p>
      <ul class="ruled stacked section">
        {sessions.map(({ id, device, method, since, lastSeen }) => {
          const name = device === '' ? text.unknownDevice : device
          return (
            <li>
              <strong>{name}</strong> {id === current && <span class="meta">({text.thisDevice})</span>}
              <span class="meta block">
                {methodWord(frame, method, providers)} · {text.since} {formatMoment(since)} · {text.lastSeen}{' '}
                {formatMoment(lastSeen)}
              </span>
              {id !== current && (
                <form method="post" action={at('/accounts/sessions/end')}>
                  <HiddenFields fields={[['session', id]]} />
                  <button type="submit" class="link-button">
                    {text.endOne}
                    <span class="hidden">{text.endOneHidden(name, formatMoment(since))}</span>
                  </button>
                </form>
              )}
            </li>
          )
        })}
      </ul>
      {sessions.length > 1 ? (
        <form method="post" action={at('/accounts/sessions/end-others')} class="section">
          <Button>{text.endOthers}</Button>
        </form>
      ) : (
        <p class="section">{text.noOthers}</p>
      )}
    </Small>
  )
}

export function SignOutPage({ frame }: { frame: Frame }) {
  const text = accountWords(frame)
  return (
    <Small frame={frame} title={text.signOutTitle} account>
      <p class="lead">{text.signOutAsk}</p>
      <form method="post" action={pathIn(frame.language, '/accounts/sign-out')} class="section">
        <div class="actions">
          <Button>{text.signOut}</Button>
          <a href={account(frame).url}>{text.stayHere}</a>
        </div>
      </form>
    </Small>
  )
}

/** `provider`: where the person may still be signed in, and the link that ends that. */
export function SignedOutPage({ frame, provider }: { frame: Frame; provider?: { label: string; url: string } | undefined }) {
  const text = accountWords(frame)
  return (
    <Small frame={frame} title={text.signedOutTitle}>
      <p class="lead">{text.signedOutLead}</p>
      {provider && (
        <>
          <p>{text.signedOutProvider(provider.label)}</p>
          <p class="section">
            <ButtonLink url={provider.url}>{text.signOutAtProvider(provider.label)}</ButtonLink>
          </p>
        </>
      )}
      <p class="section">
        <a href={frame.town.homeUrl}>{text.toStart}</a>
      </p>
    </Small>
  )
}
