// The differences of a package on a page: every part with what happens to it, every place in up to three versions, and the choice where two clash.
import { Radios } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Table } from '../../../design/table.tsx'
import type { Problem as FieldProblem } from '../../../kernel/http/forms.ts'
import { nameOfPart, type PartDifference, type PlaceDifference } from '../difference.ts'
import type { Choices } from '../install.ts'
import { differenceWords } from './difference-words.ts'
import { kindWord, packageWords } from './words.ts'

export const choiceField = (part: Pick<PartDifference, 'kind' | 'key'>): string =>
  `part_${nameOfPart(part).replace(/[^\w-]/g, '_')}`

type Props = { frame: Frame; differences: readonly PartDifference[]; choices: Choices; problems: readonly FieldProblem[] }

const mostPlaces = 100

export function PartList({ frame, differences }: Pick<Props, 'frame' | 'differences'>) {
  const [text, own] = [packageWords(frame), differenceWords(frame)]
  return (
    <Table
      caption={text.parts}
      rows={differences}
      columns={[
        { label: text.part, cell: ({ kind }) => kindWord(text, kind) },
        { label: text.name, cell: ({ key }) => key },
        { label: text.partFile, cell: ({ file }) => file },
        { label: own.state, cell: ({ state }) => own[`state-${state}`] },
      ]}
    />
  )
}

export function Differences({ frame, differences, choices, problems }: Props) {
  const [text, own] = [packageWords(frame), differenceWords(frame)]
  const shown = differences.filter(({ state }) => state === 'package' || state === 'town' || state === 'both')
  if (shown.length === 0) return null
  return (
    <section class="section">
      <h2>{own.differences}</h2>
      <p>{own.differencesLead}</p>
      {shown.map((part) => {
        const name = `${kindWord(text, part.kind)} ${part.key}`
        const field = choiceField(part)
        return (
          <section class="section">
            <h3>
              {name} <span class="meta">({own[`state-${part.state}`]})</span>
            </h3>
            <Places frame={frame} caption={name} places={part.places} />
            {part.state === 'both' && (
              <Radios
                reader={frame}
                name={field}
                label={own.choose(name)}
                hint={own.choiceHint}
                error={problems.find((one) => one.field === field)?.message}
                value={choices[nameOfPart(part)]}
                choices={[
                  { value: 'town', label: own['choice-town'] },
                  { value: 'package', label: own['choice-package'] },
                ]}
              />
            )}
          </section>
        )
      })}
    </section>
  )
}

function Places({ frame, caption, places }: { frame: Frame; caption: string; places: readonly PlaceDifference[] }) {
  const text = packageWords(frame)
  const own = differenceWords(frame)
  if (places.length === 0) return <p>{own.noPlaces}</p>
  const shown = (value: string | undefined) =>
    value === undefined ? <span class="meta">{own.nothing}</span> : value.length > 400 ? `${value.slice(0, 400)} …` : value
  const withTown = places.some(({ byTown }) => byTown)
  return (
    <>
      <Table
        caption={caption}
        captionHidden
        rows={places.slice(0, mostPlaces)}
        columns={[
          { label: text.place, cell: ({ at }) => at || own.wholeFile },
          { label: own.before, cell: ({ before }) => shown(before) },
          { label: own.after, cell: ({ after, byPackage }) => (byPackage ? <strong>{shown(after)}</strong> : shown(after)) },
          ...(withTown
            ? [
                {
                  label: own.own,
                  cell: ({ byTown, before, town }: PlaceDifference) => (byTown ? <strong>{shown(town)}</strong> : shown(before)),
                },
              ]
            : []),
        ]}
      />
      {places.length > mostPlaces && <p class="meta">{own.morePlaces(places.length - mostPlaces)}</p>}
    </>
  )
}
