// Differences of two versions in words: each thing, then what stood there and what stands there now.
import type { Reader } from '../../../kernel/words.ts'
import type { VersionDifference } from './compare.ts'
import { compareWords } from './compare-words.ts'
import { publishWords } from './publish-words.ts'
import { typeWords } from './type-words.ts'

export function DifferenceList({ reader, differences }: { reader: Reader; differences: readonly VersionDifference[] }) {
  const text = publishWords(reader)
  return (
    <ul class="ruled stacked differences">
      {differences.map(({ kind, thing, fields }) => (
        <li>
          <p>
            <span class="strong">{thing}</span> <span class="meta">({text[kind]})</span>
          </p>
          {fields.length > 0 && (
            <dl class="pairs">
              {fields.map(({ field, before, after }) => (
                <div>
                  <dt>{fieldName(reader, field)}</dt>
                  <dd>
                    {before !== '' && <del class="pre block">{shortened(before)}</del>}
                    {after !== '' && <ins class="pre block">{shortened(after)}</ins>}
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ul>
  )
}

const shortened = (text: string): string => (text.length > 600 ? `${text.slice(0, 600)} …` : text)

function fieldName(reader: Reader, field: string): string {
  const names = compareWords(reader) as Record<string, string>
  return names[field] ?? (typeWords(reader) as Record<string, string>)[field] ?? field
}
