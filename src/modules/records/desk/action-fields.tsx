// What each act on a procedure asks for.

import { Radios, SelectField, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import type { Problem } from '../../../kernel/http/forms.ts'
import type { Reader } from '../../../kernel/words.ts'
import { type Confidentiality, confidentialities } from '../tables.ts'
import { recordsWords } from '../words.ts'
import type { Action } from './action-routes.tsx'
import { actionWords } from './action-words.ts'
import { errorOf } from './parts.tsx'
import type { UnitChoice } from './units.ts'
import { deskWords } from './words.ts'

export type TypedAction = Partial<Record<string, string>>

export function actionLabels(reader: Reader): Record<string, string> {
  const text = deskWords(reader)
  const { reason, result, unit, level, planNumber } = text
  return { reason, result, unit, level, may: text.right, plan: planNumber }
}

type Props = {
  frame: Frame
  action: Action
  typed: TypedAction
  problems: readonly Problem[]
  units: readonly UnitChoice[]
  /** The confidentiality it has now. */
  now: Confidentiality
}

export function ActionFields({ frame, action, typed, problems, units, now }: Props) {
  const text = deskWords(frame)
  const words = recordsWords(frame)
  const common = (name: string) => ({ reader: frame, name, value: typed[name], error: errorOf(problems, name) })
  if (action === 'close') return <TextField {...common('result')} label={text.result} hint={text.resultHint} maxLength={200} />
  if (action === 'reopen' || action === 'cancel' || action === 'hold')
    return <TextField {...common('reason')} label={text.reason} hint={text.reasonHint} maxLength={200} />
  if (action === 'place') return <TextField {...common('plan')} label={text.planNumber} hint={text.planNumberHint} width={10} />
  if (action === 'level')
    return (
      <Radios
        {...common('level')}
        value={typed.level ?? now}
        label={text.level}
        choices={confidentialities.map((value) => ({
          value,
          label: words[`level-${value}`],
          hint: actionWords(frame)[`level-means-${value}`],
        }))}
      />
    )
  if (action === 'share')
    return (
      <>
        <SelectField
          {...common('unit')}
          label={text.unit}
          choices={units.map(({ path, name }) => ({ value: path, label: name }))}
        />
        <Radios
          {...common('may')}
          label={text.right}
          choices={(['read', 'write', 'nothing'] as const).map((value) => ({
            value,
            label: actionWords(frame)[`right-to-${value}`],
          }))}
        />
      </>
    )
  return null
}
