// The pages of the profile.
import { ErrorSummary, type FieldProblem, TextField } from '../../../design/fields.tsx'
import { dayOf, formatDay } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Button, Facts } from '../../../design/parts.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { AccountPage } from './account-page.tsx'
import { type Fields, type FieldValue, typedOf } from './field.ts'
import { type Group, groups } from './groups.ts'
import type { Preference } from './preference.ts'
import type { FieldName } from './tables.ts'
import { channelWord, languageWord, profileWords } from './words.ts'

/** A mail address is proved by signing in with it, too. */
type ShownValue = Omit<FieldValue, 'source'> & { source: FieldValue['source'] | 'sign-in' }

/** `von BundID übernommen, seit 3. Mai 2026` */
function origin(frame: Frame, { source, sourceName, since }: ShownValue): string {
  const text = profileWords(frame)
  const from = source === 'provider' || source === 'register' ? text[source](sourceName) : text[source]
  return text.since(from, formatDay(frame.language, dayOf(since)))
}

type Shown = {
  frame: Frame
  fields: Fields
  /** Addresses with whose codes the person signs in. */
  provenMails: readonly { mail: string; since: Date }[]
  preference: Preference
  interests: readonly string[]
  searchForm: string
  number: string
  done?: string | undefined
}

export function ProfilePage({ frame, fields, provenMails, preference, interests, searchForm, number, done }: Shown) {
  const text = profileWords(frame)
  const mails: ShownValue[] = [
    ...(fields.mail ?? []),
    ...provenMails
      .filter(({ mail }) => !fields.mail?.some(({ value }) => value === mail))
      .map(({ mail, since }) => ({ value: mail, since, source: 'sign-in' as const, sourceName: '' })),
  ]
  return (
    <AccountPage frame={frame} title={text.profile} place="profile" lead={text.lead} done={done}>
      <Facts items={[{ label: text.accountNumber, value: number, more: text.accountNumberHint }]} />
      {(Object.keys(groups) as Group[]).map((group) => (
        <Section frame={frame} title={text[group]} path={`/accounts/profile/${group}`}>
          {groups[group].shown.map((name) => (
            <FieldLine frame={frame} name={name} values={fields[name]} />
          ))}
          {group === 'name' && searchForm && (
            <div>
              <dt>{text.findUs}</dt>
              <dd>{searchForm}</dd>
            </div>
          )}
        </Section>
      ))}
      <Section frame={frame} title={text.mail} path="/accounts/profile/mail">
        <FieldLine frame={frame} name="mail" values={mails} />
      </Section>
      <Section frame={frame} title={text.reach} path="/accounts/profile/reach">
        {reachLines(frame, preference).map(({ label, value }) => (
          <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </Section>
      <Section frame={frame} title={text.interests} path="/accounts/profile/interests">
        <div>
          <dt>{text.interests}</dt>
          <dd>{interests.join(', ') || text.notGiven}</dd>
        </div>
        <div>
          <dt>{text.offers}</dt>
          <dd>{preference.offers ? text.offersOn : text.offersOff}</dd>
        </div>
      </Section>
    </AccountPage>
  )
}

export function reachLines(reader: Pick<Frame, 'language'>, preference: Preference): { label: string; value: string }[] {
  const text = profileWords(reader)
  const { language, channel, quiet, digest } = preference
  return [
    { label: text.language, value: languageWord(text, language) },
    {
      label: text.channel,
      value: channelWord(text, channel),
    },
    { label: text.quiet, value: quiet ? text.quietValue(text.hour(quiet.from), text.hour(quiet.to)) : text.quietNone },
    { label: text.digest, value: digest ? text.digestOne : text.digestEach },
  ]
}

type SectionProps = { frame: Frame; title: string; path: string; children: preact.ComponentChildren }
function Section({ frame, title, path, children }: SectionProps) {
  const text = profileWords(frame)
  return (
    <section class="section">
      <div class="section-head">
        <h2>{title}</h2>
        <a href={pathIn(frame.language, path)}>
          {text.change}
          <span class="hidden">{text.changeWhat(title)}</span>
        </a>
      </div>
      <dl class="pairs">{children}</dl>
    </section>
  )
}

function FieldLine({ frame, name, values = [] }: { frame: Frame; name: FieldName; values?: readonly ShownValue[] | undefined }) {
  const text = profileWords(frame)
  return (
    <div>
      <dt>{text[name]}</dt>
      <dd>
        {values.length === 0 && <span class="meta">{text.notGiven}</span>}
        {values.map((one) => (
          <span class="block">
            {name === 'date-of-birth' ? formatDay(frame.language, one.value) : one.value}
            <span class="meta block">{origin(frame, one)}</span>
          </span>
        ))}
      </dd>
    </div>
  )
}

export type Editing = { frame: Frame; problems: readonly FieldProblem[] }
export const errorOf = (problems: readonly FieldProblem[], name: string) => problems.find(({ field }) => field === name)?.message

export function GroupPage(props: Editing & { group: Group; fields: Fields; typed?: ((name: FieldName) => string) | undefined }) {
  const { frame, problems, group, fields, typed } = props
  const text = profileWords(frame)
  return (
    <AccountPage frame={frame} title={text[group]} place="profile" problems={problems.length > 0} below>
      <ErrorSummary reader={frame} problems={problems} />
      <form method="post" action={pathIn(frame.language, `/accounts/profile/${group}`)} novalidate>
        {groups[group].typed.map((name) => {
          const other = fields[name]?.find(({ source }) => source !== 'typed')
          const hint = other
            ? text.keepsProvider(other.sourceName, other.value)
            : name === 'family-name'
              ? text.nameHint
              : undefined
          return (
            <TextField
              reader={frame}
              name={name}
              label={text[name]}
              hint={hint}
              error={errorOf(problems, name)}
              value={typed ? typed(name) : typedOf(fields, name)}
              autocomplete={autocompletes[name]}
              type={name === 'phone' ? 'tel' : 'text'}
              width={name === 'postal-code' ? 5 : undefined}
              optional
            />
          )
        })}
        <Actions frame={frame} label={text.save} />
      </form>
    </AccountPage>
  )
}

/** @standard HTML autofill tokens */
const autocompletes: Partial<Record<FieldName, string>> = {
  'given-name': 'given-name',
  'family-name': 'family-name',
  'academic-title': 'honorific-prefix',
  street: 'street-address',
  'postal-code': 'postal-code',
  city: 'address-level2',
  country: 'country-name',
  phone: 'tel',
}

export function Actions({ frame, label }: { frame: Frame; label: string }) {
  return (
    <p class="actions">
      <Button>{label}</Button>
      <a href={pathIn(frame.language, '/accounts/profile')}>{profileWords(frame).cancel}</a>
    </p>
  )
}
