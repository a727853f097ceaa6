// Beginning a correspondence: find the person, then write.
import type { FoundPerson } from '../../contracts/find-persons.ts'
import { DeskLayout } from '../../design/desk-layout.tsx'
import { ErrorSummary, Radios, TextField } from '../../design/fields.tsx'
import { formatDay } from '../../design/format.ts'
import type { Frame } from '../../design/frame.ts'
import { Button } from '../../design/parts.tsx'
import type { Problem } from '../../kernel/http/forms.ts'
import type { DeliveryRule } from './delivery-rules.ts'
import { deskPath } from './desk-pages.tsx'
import { deskWords } from './desk-words.ts'
import { errorOf, LetterFields, UnitField } from './letter-fields.tsx'
import type { NewLetter, Search } from './new-letter.ts'
import { newLetterWords } from './new-letter-words.ts'
import type { TextBlock } from './text-block.ts'
import { mailboxWords } from './words.ts'

type Find = { frame: Frame; byName: boolean; typed: Search; problems: readonly Problem[] }

export function FindRecipientPage({ frame, byName, typed, problems }: Find) {
  const text = newLetterWords(frame)
  const labels: Record<string, string> = { exact: text.exact, familyName: text.familyName, purpose: text.purpose }
  return (
    <DeskLayout
      frame={frame}
      title={text.title}
      meta={text.lead}
      back={{ label: deskWords(frame).toList, url: deskPath(frame) }}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((one) => ({ ...one, label: labels[one.field] ?? one.field }))} />
      <form method="post" action={`${deskPath(frame)}/new`} class="measure" noValidate>
        <TextField
          reader={frame}
          name="exact"
          label={text.exact}
          hint={text.exactHint}
          value={typed.exact}
          error={errorOf(problems, 'exact')}
          optional={byName}
        />
        {byName && (
          <fieldset>
            <legend>{text.byName}</legend>
            <TextField
              reader={frame}
              name="familyName"
              label={text.familyName}
              value={typed.familyName}
              error={errorOf(problems, 'familyName')}
              optional
            />
            <TextField reader={frame} name="givenName" label={text.givenName} value={typed.givenName} optional />
          </fieldset>
        )}
        <TextField
          reader={frame}
          name="purpose"
          label={text.purpose}
          hint={text.purposeHint}
          value={typed.purpose}
          error={errorOf(problems, 'purpose')}
        />
        <div class="actions">
          <Button>{text.search}</Button>
        </div>
      </form>
    </DeskLayout>
  )
}

type Compose = {
  frame: Frame
  search: Search
  found: readonly FoundPerson[]
  typed: NewLetter
  units: readonly { path: string; name: string }[]
  more: boolean
  blocks: readonly TextBlock[]
  rules: readonly DeliveryRule[]
  problems: readonly Problem[]
}

/** What was searched for travels along in the form: the address of this page says nothing about anybody. */
export function ComposePage({ frame, search, found, typed, units, more, blocks, rules, problems }: Compose) {
  const text = newLetterWords(frame)
  const desk = deskWords(frame)
  const labels: Record<string, string> = {
    ...{ person: text.whom, matter: text.matter, unit: text.unit, subject: desk.subject },
    ...{ text: desk.letterText, rule: desk.delivery, files: mailboxWords(frame).attach },
  }
  const choices = found.map(({ id, name, born, city }) => ({
    value: id,
    label: name || '–',
    hint: [born && text.born(formatDay(frame.language, born)), city].filter(Boolean).join(', ') || undefined,
  }))
  return (
    <DeskLayout
      frame={frame}
      title={text.title}
      meta={search.purpose}
      back={{ label: text.again, url: `${deskPath(frame)}/new` }}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((one) => ({ ...one, label: labels[one.field] ?? one.field }))} />
      <form method="post" action={`${deskPath(frame)}/new/letter`} class="measure" encType="multipart/form-data" noValidate>
        {Object.entries(search).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Radios
          reader={frame}
          name="person"
          label={text.whom}
          value={typed.person}
          error={errorOf(problems, 'person')}
          choices={choices}
        />
        <TextField
          reader={frame}
          name="matter"
          label={text.matter}
          hint={text.matterHint}
          value={typed.matter}
          error={errorOf(problems, 'matter')}
        />
        <UnitField
          frame={frame}
          label={text.unit}
          units={units}
          more={more}
          value={typed.unit}
          error={errorOf(problems, 'unit')}
        />
        <LetterFields
          frame={frame}
          typed={typed}
          blocks={blocks}
          problems={problems}
          rules={rules}
          consentHint={({ law }) => `${law.law}. ${text.consentDecides}`}
        />
      </form>
    </DeskLayout>
  )
}
