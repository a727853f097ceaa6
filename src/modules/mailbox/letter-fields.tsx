// What a member of staff fills in for a letter: subject, passage, text, files, how it is delivered.
import { FileField, Radios, SelectField, TextArea, TextField } from '../../design/fields.tsx'
import type { Frame } from '../../design/frame.ts'
import { Button } from '../../design/parts.tsx'
import type { Problem } from '../../kernel/http/forms.ts'
import { kindsInWords } from '../../kernel/uploads/refusal.ts'
import { uploads } from './attachment.ts'
import type { DeliveryRule } from './delivery-rules.ts'
import type { DeskLetter } from './desk.ts'
import { deskWords } from './desk-words.ts'
import type { TextBlock } from './text-block.ts'
import { mailboxWords } from './words.ts'

export const errorOf = (problems: readonly Problem[], field: string): string | undefined =>
  problems.find((problem) => problem.field === field)?.message

type Fields = {
  frame: Frame
  typed: DeskLetter
  blocks: readonly TextBlock[]
  problems: readonly Problem[]
  rules: readonly DeliveryRule[]
  /** Said beside each rule. */
  consentHint: (rule: DeliveryRule) => string
}

export function LetterFields({ frame, typed, blocks, problems, rules, consentHint }: Fields) {
  const text = deskWords(frame)
  const words = mailboxWords(frame)
  return (
    <>
      <input type="hidden" name="once" value={typed.once} />
      <TextField
        reader={frame}
        name="subject"
        label={text.subject}
        hint={text.subjectHint}
        value={typed.subject}
        error={errorOf(problems, 'subject')}
      />
      {blocks.length > 0 && (
        <>
          <SelectField
            reader={frame}
            name="block"
            label={text.block}
            optional
            choices={blocks.map(({ id, title }) => ({ value: id, label: title }))}
          />
          <div class="actions">
            <Button secondary name="do" value="insert">
              {text.insert}
            </Button>
          </div>
        </>
      )}
      <TextArea
        reader={frame}
        name="text"
        label={text.letterText}
        hint={text.letterTextHint}
        value={typed.text}
        error={errorOf(problems, 'text')}
        rows={10}
      />
      <FileField
        reader={frame}
        name="files"
        label={words.attach}
        hint={words.attachHint(kindsInWords(uploads.accept))}
        error={errorOf(problems, 'files')}
        accept={uploads.accept}
        multiple
        optional
        chooseAgain={problems.length > 0}
      />
      <Radios
        reader={frame}
        name="rule"
        label={text.delivery}
        value={typed.rule === '' ? 'plain' : typed.rule}
        error={errorOf(problems, 'rule')}
        choices={[
          { value: 'plain', label: text.plain, hint: text.plainHint },
          ...rules.map((rule) => ({
            value: rule.key,
            label: rule.name[frame.language === 'en' ? 'en' : 'de'],
            hint: consentHint(rule),
          })),
        ]}
      />
      <div class="actions">
        <Button name="do" value="send">
          {text.send}
        </Button>
      </div>
    </>
  )
}

type UnitChoice = {
  frame: Frame
  label: string
  units: readonly { path: string; name: string }[]
  more: boolean
  value: string
  error: string | undefined
}

/** A choice that stays short; where there are more units than fit, the path is typed. */
export function UnitField({ frame, label, units, more, value, error }: UnitChoice) {
  const common = { reader: frame, name: 'unit', label, value, error }
  if (more) return <TextField {...common} hint={deskWords(frame).unitMore} />
  return <SelectField {...common} choices={units.map(({ path, name }) => ({ value: path, label: name }))} />
}
