// Where a sign-in does not go straight on: it failed, or a form waits for the person who is back.
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink } from '../../../design/parts.tsx'
import { filesAgainField } from '../../../kernel/http/forms.ts'
import { pathIn } from '../../../kernel/language.ts'
import { type Aim, withAim } from './aim.ts'
import { HiddenFields, Small } from './sign-in-pages.tsx'
import { signInWords } from './words.ts'

/** The sign-in did not work: why, and the other ways, which lose nothing of what waits. */
export function NotSignedInPage({ frame, aim, why }: { frame: Frame; aim: Aim; why: string }) {
  const text = signInWords(frame)
  return (
    <Small frame={frame} title={text.problemTitle}>
      <p class="lead">{why}</p>
      {aim.kept && <p>{text.keptNote}</p>}
      <p class="section">
        <ButtonLink url={withAim(pathIn(frame.language, '/accounts/sign-in'), { ...aim, invitation: undefined })}>
          {text.otherWays}
        </ButtonLink>
      </p>
    </Small>
  )
}

export function WaitingFormPage(props: { frame: Frame; action: string; fields: readonly [string, string][]; away: string }) {
  const { frame, action, fields, away } = props
  const text = signInWords(frame)
  return (
    <Small frame={frame} title={text.keptTitle}>
      <p class="lead">{text.keptLead}</p>
      {fields.some(([name]) => name === filesAgainField) && <p>{text.keptFiles}</p>}
      <form method="post" action={action} class="section">
        <HiddenFields fields={fields} />
        <Button>{text.keptButton}</Button>
      </form>
      <p class="section">
        <a href={away}>{text.keptDrop}</a>
      </p>
    </Small>
  )
}
