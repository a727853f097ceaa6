// The pages of the sign-in: which ways there are, the code to type, the form that waited.
import type { ComponentChildren } from 'preact'
import { ErrorSummary, type FieldProblem, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { Button, ButtonLink, Notice } from '../../../design/parts.tsx'
import { pathIn } from '../../../kernel/language.ts'
import type { Level } from '../../../kernel/tables.ts'
import { type Aim, fieldsOf, withAim } from './aim.ts'
import { signInWords } from './words.ts'

export type ProviderChoice = { id: string; label: string }

export const levelWord = (frame: Frame, level: Level): string => {
  const text = signInWords(frame)
  return {
    none: text.levelNone,
    basic: text.levelBasic,
    low: text.levelLow,
    substantial: text.levelSubstantial,
    high: text.levelHigh,
  }[level]
}

export const HiddenFields = ({ fields }: { fields: readonly (readonly [string, string])[] }) => (
  <>
    {fields.map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
  </>
)

/** A form that the browser's own passkey window answers; shown by its script alone, which knows whether there is one. */
export function PasskeyForm(props: {
  frame: Frame
  act: 'get' | 'create'
  options: string
  action: string
  fields: readonly (readonly [string, string])[]
  button: string
  secondary?: boolean
}) {
  const { frame, act, options, action, fields, button, secondary = true } = props
  return (
    <form method="post" action={action} data-passkey={act} data-passkey-options={options} hidden>
      <HiddenFields fields={fields} />
      <div data-passkey-failed="" hidden>
        <p class="error">{signInWords(frame).passkeyCancelled}</p>
      </div>
      <div class="actions">
        <Button secondary={secondary}>{button}</Button>
      </div>
    </form>
  )
}

type Ways = {
  frame: Frame
  aim: Aim
  providers: readonly ProviderChoice[]
  /** Codes and passkeys: not where only a provider can prove enough. */
  own: boolean
  /** Codes by mail; passkeys alone where a second factor is asked for. */
  code: boolean
  signedIn: boolean
  typed?: string | undefined
  problem?: string | undefined
  /** What happened before, such as a provider that did not answer. */
  notice?: string | undefined
}

export function SignInPage(props: Ways) {
  const { frame, aim, providers, own, code, signedIn, typed, problem, notice } = props
  const text = signInWords(frame)
  const problems: FieldProblem[] = problem ? [{ field: 'mail', label: text.mailLabel, message: problem }] : []
  const at = (path: string): string => pathIn(frame.language, path)
  return (
    <Layout
      frame={frame}
      title={text.title}
      breadcrumb={[{ label: text.title }]}
      search="none"
      problems={problems.length > 0}
      noIndex
      islands={own ? ['passkey.island.js'] : []}
    >
      <div class="wrap page">
        <div class="measure intro">
          <ErrorSummary reader={frame} problems={problems} />
          <h1>{text.title}</h1>
          {notice && (
            <Notice tone="warn" status>
              <p>{notice}</p>
            </Notice>
          )}
          <Reason frame={frame} aim={aim} />
          {providers.length > 0 && (
            <section class="section" aria-labelledby="by-provider">
              <h2 id="by-provider">{text.providers}</h2>
              {providers.map(({ id, label }) => (
                <p>
                  <ButtonLink secondary={own} url={withAim(at(`/accounts/sign-in/with/${id}`), aim)}>
                    {text.withProvider(label)}
                  </ButtonLink>
                </p>
              ))}
            </section>
          )}
          {own && (
            <section class="section" aria-labelledby="by-passkey" data-passkey-part="" hidden>
              <h2 id="by-passkey">{text.passkey}</h2>
              <p>{text.passkeyHint}</p>
              <PasskeyForm
                frame={frame}
                act="get"
                options={at('/accounts/sign-in/passkey/options')}
                action={at('/accounts/sign-in/passkey')}
                fields={fieldsOf(aim)}
                button={text.passkeyButton}
              />
              {!signedIn && code && (
                <PasskeyForm
                  frame={frame}
                  act="create"
                  options={at('/accounts/sign-in/new-passkey/options')}
                  action={at('/accounts/sign-in/new-passkey')}
                  fields={fieldsOf(aim)}
                  button={text.newPasskeyButton}
                />
              )}
            </section>
          )}
          {signedIn && aim.why === 'second-factor' && (
            <p>
              {text.noPasskeyYet} <a href={at('/accounts/ways')}>{text.makePasskey}</a>
            </p>
          )}
          {own && code && (
            <section class="section" aria-labelledby="by-mail">
              <h2 id="by-mail">{text.mail}</h2>
              <form method="post" action={at('/accounts/sign-in/code')} noValidate>
                <HiddenFields fields={fieldsOf(aim)} />
                <TextField
                  reader={frame}
                  name="mail"
                  label={text.mailLabel}
                  hint={text.mailHint}
                  error={problem}
                  type="email"
                  autocomplete="email"
                  value={typed}
                />
                <div class="actions">
                  <Button>{text.mailButton}</Button>
                </div>
              </form>
            </section>
          )}
          {!own && providers.length === 0 && (
            <Notice tone="warn">
              <p>{text.noWayUp}</p>
            </Notice>
          )}
        </div>
      </div>
    </Layout>
  )
}

function Reason({ frame, aim }: { frame: Frame; aim: Aim }) {
  const text = signInWords(frame)
  const lines: (string | false | undefined)[] = [
    aim.why === undefined && text.lead,
    aim.why === 'sign-in' && text.whySignIn,
    aim.why === 'again' && text.whyAgain,
    aim.why === 'second-factor' && text.whySecondFactor,
    aim.why === 'step-up' && text.whyStepUp(levelWord(frame, aim.level ?? 'basic')),
    aim.why === 'step-up' && text.whyStepUpHow,
    aim.kept !== undefined && text.keptNote,
    aim.lost !== undefined && text.lostNote,
  ]
  return <>{lines.map((line) => line && <p class="lead">{line}</p>)}</>
}

type Code = {
  frame: Frame
  step: string
  aim: Aim
  problem?: string | undefined
  wait?: string | undefined
  demoMail?: boolean
}

export function CodePage({ frame, step, aim, problem, wait, demoMail }: Code) {
  const text = signInWords(frame)
  const problems: FieldProblem[] = problem ? [{ field: 'code', label: text.codeLabel, message: problem }] : []
  const again = withAim(pathIn(frame.language, '/accounts/sign-in'), aim)
  return (
    <Small frame={frame} title={text.codeTitle} problems={problems}>
      {wait && <Waiting frame={frame} wait={wait} />}
      <p class="lead">{text.codeLead}</p>
      {demoMail && (
        <p>
          {text.demoMail} <a href={pathIn(frame.language, '/demo/mail')}>{text.demoMailLink}</a>.
        </p>
      )}
      <form method="post" action={pathIn(frame.language, '/accounts/sign-in/code/confirm')} noValidate class="section">
        <HiddenFields fields={[['step', step], ...fieldsOf(aim)]} />
        <TextField
          reader={frame}
          name="code"
          label={text.codeLabel}
          hint={text.codeHint}
          error={problem}
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={20}
          width={10}
        />
        <div class="actions">
          <Button>{text.codeButton}</Button>
        </div>
      </form>
      <p class="section">
        {text.codeNone} <a href={again}>{text.codeAgain}</a>
      </p>
    </Small>
  )
}

export function Waiting({ frame, wait }: { frame: Frame; wait: string }) {
  return (
    <Notice tone="warn" status>
      <p>
        {wait} {signInWords(frame).waitOther}
      </p>
    </Notice>
  )
}

/** One task on a page: nothing beside it leads away. */
export function Small(props: {
  frame: Frame
  title: string
  problems?: readonly FieldProblem[]
  islands?: readonly string[]
  path?: readonly { label: string; url: string }[]
  /** A page of the signed-in person's account. */
  account?: boolean
  children: ComponentChildren
}) {
  const { frame, title, problems = [], islands = [], path = [], account = false, children } = props
  const home = { label: signInWords(frame).title, url: pathIn(frame.language, '/accounts/sign-in') }
  return (
    <Layout
      frame={frame}
      title={title}
      breadcrumb={[...(account ? path : [home]), { label: title }]}
      account={account}
      search="none"
      problems={problems.length > 0}
      noIndex
      islands={islands}
    >
      <div class="wrap page">
        <div class="measure intro">
          <ErrorSummary reader={frame} problems={problems} />
          <h1>{title}</h1>
          {children}
        </div>
      </div>
    </Layout>
  )
}
