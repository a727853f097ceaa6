// One unit to be changed: name and place, a new unit below, closing it, and what was changed before.
import { DeskLayout } from '../../design/desk-layout.tsx'
import { ErrorSummary, type FieldProblem, SelectField, TextField } from '../../design/fields.tsx'
import { dayOf, formatDay } from '../../design/format.ts'
import type { Frame } from '../../design/frame.ts'
import { Button } from '../../design/parts.tsx'
import { pathIn } from '../../kernel/language.ts'
import type { Unit } from '../../kernel/organisation.ts'
import { unitKinds } from '../../kernel/organisation-files.ts'
import { mostChoices, type UnitEvent } from './unit-change.ts'
import { unitChangeWords } from './unit-change-words.ts'
import { deskWords } from './words.ts'

export type UnitTyped = { name: string; parent: string; newName: string; kind: string; successor: string }
type Choice = { key: string; name: string }
type Props = {
  frame: Frame
  unit: Unit
  units: readonly Choice[]
  history: readonly UnitEvent[]
  typed: UnitTyped
  problems: readonly FieldProblem[]
}

export function UnitChangePage({ frame, unit, units, history, typed, problems }: Props) {
  const text = unitChangeWords(frame)
  const desk = deskWords(frame)
  const here = pathIn(frame.language, `/desk/units/${unit.key}`)
  const error = (field: string) => problems.find((one) => one.field === field)?.message
  const others = units.filter(({ key }) => key !== unit.key)
  return (
    <DeskLayout
      frame={frame}
      title={`${text.change}: ${unit.name}`}
      room={pathIn(frame.language, '/desk/organisation')}
      back={{ label: desk.backTo(unit.name), url: here }}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems} />
      <div class="desk-case">
        <div>
          <form method="post" action={`${here}/change`} noValidate>
            <TextField reader={frame} name="name" label={text.name} value={typed.name} error={error('name')} />
            <UnitChoice
              frame={frame}
              name="parent"
              label={text.parent}
              units={others}
              value={typed.parent}
              error={error('parent')}
              top={!unit.parentId}
            />
            <Button>{text.save}</Button>
          </form>
          <section class="section" aria-labelledby="open-unit">
            <h2 id="open-unit">{text.open}</h2>
            <form method="post" action={`${here}/below`} noValidate>
              <TextField reader={frame} name="newName" label={text.name} value={typed.newName} error={error('newName')} />
              <SelectField
                reader={frame}
                name="kind"
                label={text.kind}
                value={typed.kind}
                error={error('kind')}
                choices={unitKinds.map((kind) => ({ value: kind, label: desk[kind] }))}
              />
              <Button secondary>{text.openDo}</Button>
            </form>
          </section>
          <section class="section" aria-labelledby="close-unit">
            <h2 id="close-unit">{text.close}</h2>
            <p>{text.closeLead}</p>
            <form method="post" action={`${here}/close`} noValidate>
              <UnitChoice
                frame={frame}
                name="successor"
                label={text.successor}
                units={others}
                value={typed.successor}
                error={error('successor')}
              />
              <Button danger>{text.closeDo}</Button>
            </form>
          </section>
        </div>
        <div>
          {history.length > 0 && (
            <section>
              <h2>{text.history}</h2>
              <ul class="timeline">
                {history.map((event) => (
                  <li>
                    {said(frame, event)}
                    <span class="meta block">{formatDay(frame.language, dayOf(event.at))}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
    </DeskLayout>
  )
}

function said(frame: Frame, { action, details: { from = '', to = '', successor = '' } }: UnitEvent): string {
  const text = unitChangeWords(frame)
  if (action.endsWith('.changed')) return text.changed(from, to)
  if (action.endsWith('.moved')) return text.moved(from || text.top, to || text.top)
  return action.endsWith('.closed') ? text.closed(successor) : text.opened
}

type ChoiceProps = {
  frame: Frame
  name: string
  label: string
  units: readonly Choice[]
  value: string
  error: string | undefined
  /** It stands at the top and may stay there. */
  top?: boolean
}

function UnitChoice({ frame, name, label, units, value, error, top = false }: ChoiceProps) {
  const text = unitChangeWords(frame)
  const common = { reader: frame, name, label, value, error }
  if (units.length > mostChoices - 1) return <TextField {...common} hint={text.typedKey} optional={top} />
  const choices = units.map((unit) => ({ value: unit.key, label: unit.name }))
  return <SelectField {...common} optional={top} choices={choices} />
}
