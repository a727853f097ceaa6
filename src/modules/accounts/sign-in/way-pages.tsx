// The ways a person can sign in: what there is, adding one, taking one away, connecting what was proved just now.
import { TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink, Notice } from '../../../design/parts.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { accountWords } from './account-words.ts'
import { HiddenFields, PasskeyForm, type ProviderChoice, Small } from './sign-in-pages.tsx'
import type { OwnWay } from './way.ts'
import { signInWords } from './words.ts'

const crumbs = (frame: Frame) => [{ label: accountWords(frame).waysTitle, url: pathIn(frame.language, '/accounts/ways') }]

export function wayKind(frame: Frame, { kind, provider }: OwnWay, providers: ReadonlyMap<string, string>): string {
  const text = accountWords(frame)
  if (kind === 'mail') return text.wayMail
  if (kind === 'passkey') return text.wayPasskey
  return providers.get(provider ?? '') ?? text.wayProvider
}

type Ways = {
  frame: Frame
  ways: readonly OwnWay[]
  providers: ReadonlyMap<string, string>
  addable: readonly ProviderChoice[]
  formatMoment: (at: Date) => string
  done?: 'added' | 'removed' | undefined
  notice?: string | undefined
  typed?: string | undefined
  problem?: string | undefined
}

export function WaysPage({ frame, ways, providers, addable, formatMoment, done, notice, typed, problem }: Ways) {
  const text = accountWords(frame)
  const own = signInWords(frame)
  const at = (path: string): string => pathIn(frame.language, path)
  const problems = problem ? [{ field: 'mail', label: own.mailLabel, message: problem }] : []
  return (
    <Small frame={frame} title={text.waysTitle} account problems={problems} islands={['passkey.island.js']}>
      {done && (
        <Notice tone="ok" status>
          <p>{text[done]}</p>
        </Notice>
      )}
      {notice && (
        <Notice tone="warn" status>
          <p>{notice}</p>
        </Notice>
      )}
      <p class="lead">{text.waysLead}</p>
      <ul class="ruled stacked section">
        {ways.map((way) => (
          <li>
            <strong>{way.label}</strong>
            <span class="meta block">
              {wayKind(frame, way, providers)} · {text.wayUsed} {formatMoment(way.lastUsedAt)}
            </span>
            <a href={`${at('/accounts/ways/remove')}?way=${way.id}`}>
              {text.remove}
              <span class="hidden">{text.removeHidden(way.label)}</span>
            </a>
          </li>
        ))}
      </ul>
      <section class="section" aria-labelledby="add">
        <h2 id="add">{text.addTitle}</h2>
        <PasskeyForm
          frame={frame}
          act="create"
          options={at('/accounts/ways/passkey/options')}
          action={at('/accounts/ways/passkey')}
          fields={[]}
          button={text.addPasskey}
        />
        {addable.map(({ id, label }) => (
          <p>
            <ButtonLink secondary url={at(`/accounts/ways/with/${id}`)}>
              {label}
            </ButtonLink>
          </p>
        ))}
        <form method="post" action={at('/accounts/ways/mail')} noValidate class="section">
          <TextField
            reader={frame}
            name="mail"
            label={own.mailLabel}
            hint={own.mailHint}
            error={problem}
            type="email"
            autocomplete="email"
            value={typed}
          />
          <div class="actions">
            <Button>{text.addMail}</Button>
          </div>
        </form>
      </section>
    </Small>
  )
}

type Removal = { frame: Frame; way: OwnWay; last: boolean; missing: boolean }

export function RemoveWayPage({ frame, way, last, missing }: Removal) {
  const text = accountWords(frame)
  const problems = missing ? [{ field: 'sure', label: text.removeLastSure, message: text.removeLastMissing }] : []
  return (
    <Small frame={frame} title={text.removeTitle} account path={crumbs(frame)} problems={problems}>
      <p class="lead">{text.removeAsk(way.label)}</p>
      <form method="post" action={pathIn(frame.language, '/accounts/ways/remove')} noValidate class="section">
        <HiddenFields fields={[['way', way.id]]} />
        {last && (
          <>
            <Notice tone="warn">
              <p>{text.removeLast}</p>
            </Notice>
            <div class={missing ? 'field wrong' : 'field'}>
              {missing && (
                <p class="error" id="sure-error">
                  {text.removeLastMissing}
                </p>
              )}
              <label class="choice">
                <input type="checkbox" id="sure" name="sure" value="yes" aria-describedby={missing ? 'sure-error' : undefined} />
                <span>{text.removeLastSure}</span>
              </label>
            </div>
          </>
        )}
        <div class="actions">
          <Button danger>{text.removeButton}</Button>
          <a href={pathIn(frame.language, '/accounts/ways')}>{text.keep}</a>
        </div>
      </form>
    </Small>
  )
}

export function ConnectPage({ frame, label, step }: { frame: Frame; label: string; step: string }) {
  const text = accountWords(frame)
  return (
    <Small frame={frame} title={text.connectTitle} account path={crumbs(frame)}>
      <p class="lead">{text.connectLead(label)}</p>
      <p>{text.connectAsk}</p>
      <form method="post" action={pathIn(frame.language, '/accounts/connect')} class="section">
        <HiddenFields fields={[['step', step]]} />
        <div class="actions">
          <Button>{text.connectButton}</Button>
          <a href={pathIn(frame.language, '/accounts')}>{text.keep}</a>
        </div>
      </form>
    </Small>
  )
}
