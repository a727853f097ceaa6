// The pages on which a person says how they are reached and what interests them.
import { Checkboxes, ErrorSummary, Radios, SelectField, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { pathIn } from '../../../kernel/language.ts'
import { AccountPage } from './account-page.tsx'
import type { Preference } from './preference.ts'
import { Actions, type Editing, errorOf } from './profile-pages.tsx'
import { profileWords } from './words.ts'

export function MailPage({ frame, problems, value }: Editing & { value: string }) {
  const text = profileWords(frame)
  return (
    <AccountPage frame={frame} title={text.mailTitle} place="profile" problems={problems.length > 0} below>
      <ErrorSummary reader={frame} problems={problems} />
      <form method="post" action={pathIn(frame.language, '/accounts/profile/mail')} novalidate>
        <TextField
          reader={frame}
          name="mail"
          label={text.mail}
          hint={text.mailHint}
          error={errorOf(problems, 'mail')}
          value={value}
          type="email"
          autocomplete="email"
        />
        <Actions frame={frame} label={text.mailSend} />
      </form>
    </AccountPage>
  )
}

export function CodePage({ frame, problems, mail, minutes }: Editing & { mail: string; minutes: number }) {
  const text = profileWords(frame)
  return (
    <AccountPage frame={frame} title={text.codeTitle} place="profile" problems={problems.length > 0} below>
      <ErrorSummary reader={frame} problems={problems} />
      <p>{text.codeSent(mail, minutes)}</p>
      <form method="post" action={pathIn(frame.language, '/accounts/profile/mail/code')} novalidate>
        <TextField
          reader={frame}
          name="code"
          label={text.code}
          error={errorOf(problems, 'code')}
          inputMode="numeric"
          autocomplete="one-time-code"
          width={10}
        />
        <Actions frame={frame} label={text.codeConfirm} />
      </form>
    </AccountPage>
  )
}

export type ReachTyped = { language: string; channel: string; from: string; to: string; digest: string }

export function ReachPage({ frame, problems, typed }: Editing & { typed: ReachTyped }) {
  const text = profileWords(frame)
  const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: text.hour(hour) }))
  return (
    <AccountPage frame={frame} title={text.reach} place="profile" problems={problems.length > 0} below>
      <ErrorSummary reader={frame} problems={problems} />
      <form method="post" action={pathIn(frame.language, '/accounts/profile/reach')} novalidate>
        <Radios
          reader={frame}
          name="language"
          label={text.language}
          error={errorOf(problems, 'language')}
          value={typed.language}
          choices={[
            { value: 'de', label: text.german },
            { value: 'en', label: text.english },
            { value: 'leicht', label: text.easy },
          ]}
        />
        <Radios
          reader={frame}
          name="channel"
          label={text.channel}
          hint={text.channelHint}
          error={errorOf(problems, 'channel')}
          value={typed.channel}
          choices={[
            { value: 'mail', label: text.channelMail },
            { value: 'sms', label: text.channelSms },
            { value: 'none', label: text.channelNone },
          ]}
        />
        <SelectField
          reader={frame}
          name="from"
          label={text.quietFrom}
          hint={text.quietHint}
          error={errorOf(problems, 'from')}
          value={typed.from}
          choices={hours}
          optional
        />
        <SelectField reader={frame} name="to" label={text.quietTo} value={typed.to} choices={hours} optional />
        <Radios
          reader={frame}
          name="digest"
          label={text.digest}
          value={typed.digest}
          choices={[
            { value: 'each', label: text.digestEach },
            { value: 'one', label: text.digestOne },
          ]}
        />
        <Actions frame={frame} label={text.save} />
      </form>
    </AccountPage>
  )
}

type Interests = { frame: Frame; choices: readonly { key: string; label: string }[]; preference: Preference }

export function InterestsPage({ frame, choices, preference }: Interests) {
  const text = profileWords(frame)
  return (
    <AccountPage frame={frame} title={text.interests} place="profile" below>
      <form method="post" action={pathIn(frame.language, '/accounts/profile/interests')}>
        {choices.length === 0 ? (
          <p>{text.interestsNone}</p>
        ) : (
          <Checkboxes
            reader={frame}
            name="interest"
            label={text.interestsTitle}
            hint={text.interestsHint}
            values={preference.interests}
            choices={choices.map(({ key, label }) => ({ value: key, label }))}
            optional
          />
        )}
        <Radios
          reader={frame}
          name="offers"
          label={text.offers}
          value={preference.offers ? 'on' : 'off'}
          choices={[
            { value: 'on', label: text.offersOn },
            { value: 'off', label: text.offersOff },
          ]}
        />
        <Actions frame={frame} label={text.save} />
      </form>
    </AccountPage>
  )
}
