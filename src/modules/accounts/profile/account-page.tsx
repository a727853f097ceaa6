// A page of the account: heading, the account's own places, what was just done, the content.
import type { ComponentChildren } from 'preact'
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { Notice } from '../../../design/parts.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { profileWords } from './words.ts'

export type Place = 'profile' | 'data' | 'consents' | 'acting'

const places = [
  { place: 'profile', path: '/accounts/profile', label: 'profile' },
  { place: 'data', path: '/accounts/data', label: 'myData' },
  { place: 'consents', path: '/accounts/consents', label: 'consents' },
  { place: 'acting', path: '/accounts/acting', label: 'acting' },
] as const

type Props = {
  frame: Frame
  title: string
  place: Place
  lead?: string | undefined
  /** What was just done. */
  done?: string | undefined
  problems?: boolean | undefined
  /** A page below its place: one step back, no further ways. */
  below?: boolean | undefined
  children: ComponentChildren
}

export function AccountPage({ frame, title, place, lead, done, problems, below, children }: Props) {
  const text = profileWords(frame)
  const here = places.find((one) => one.place === place)!
  const parent = { label: text[here.label], url: pathIn(frame.language, here.path) }
  return (
    <Layout
      frame={frame}
      title={title}
      account={parent.url}
      breadcrumb={below ? [parent, { label: title }] : [{ label: title }]}
      problems={problems}
      search={below ? 'none' : 'header'}
      noIndex
    >
      <div class="wrap page">
        <h1>{title}</h1>
        {done && (
          <Notice tone="ok" status>
            <p>{done}</p>
          </Notice>
        )}
        {lead && <p class="lead">{lead}</p>}
        {children}
      </div>
    </Layout>
  )
}

/** A secondary button that is a form of its own: an act beside a line of a list. */
export function ActButton({
  action,
  label,
  about,
  danger,
  fields = {},
}: {
  action: string
  label: string
  /** Read aloud after the label: what the act is about. */
  about?: string | undefined
  danger?: boolean | undefined
  fields?: Readonly<Record<string, string>>
}) {
  return (
    <form method="post" action={action}>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class={danger ? 'button danger' : 'button secondary'}>
        {label}
        {about && <span class="hidden">{about}</span>}
      </button>
    </form>
  )
}

/** For whoever acts for somebody: the way back to one's own account. */
export function OnlyOneselfPage({ frame }: { frame: Frame }) {
  const text = profileWords(frame)
  return (
    <Layout frame={frame} title={text.onlyOneself} search="none" noIndex>
      <div class="wrap page">
        <h1>{text.onlyOneself}</h1>
        <p class="lead">{text.onlyOneselfText}</p>
        <ActButton action={pathIn(frame.language, '/accounts/acting/stop')} label={text.actForOneself} />
      </div>
    </Layout>
  )
}
