// The entries of a repeated group as residents see them: what each says, and where it is changed.
import { idOf } from '../../../design/fields.tsx'
import { Button } from '../../../design/parts.tsx'
import type { Group } from '../document/document.ts'
import type { Evaluation } from '../document/evaluate.ts'
import { withoutNumbers } from '../document/places.ts'
import { textIn } from '../document/text.ts'
import { shownInLine } from './answer-list.tsx'
import { matterWords } from './matter-words.ts'
import type { Limits } from './only.ts'
import { entriesAt } from './screen.ts'
import type { ScreenView } from './screen-pages.tsx'
import { fillingWords } from './words.ts'

/** The entries of a repeated group: each with its own screen. */
export function Entries({ group, path, level, ...view }: ScreenView & { group: Group; path: string; level: 2 | 3 | 4 }) {
  const { frame, evaluation, problems } = view
  const text = fillingWords(frame)
  const entries = entriesAt(evaluation.answers, path)
  const problem = problems.find((one) => one.path === path)
  const one = textIn(group.repeat?.one ?? group.title, frame.language)
  const Tag = `h${level}` as 'h2'
  const most = group.repeat?.max ?? Number.POSITIVE_INFINITY
  const mayChange = view.limits?.mayChange(path) !== false
  const reason = view.limits?.reasonAt(path)
  return (
    <section
      class={problem ? 'field wrong entries' : 'field entries'}
      id={idOf(path)}
      tabIndex={-1}
      aria-labelledby={`${idOf(path)}-title`}
    >
      <Tag id={`${idOf(path)}-title`}>{textIn(group.title, frame.language)}</Tag>
      {group.hint && <p class="hint">{textIn(group.hint, frame.language)}</p>}
      {reason !== undefined && (
        <p class="asked-back">
          <span class="strong">{matterWords(frame).pleaseChange}:</span> <span class="keep-lines">{reason}</span>
        </p>
      )}
      {problem && <p class="error">{problem.message}</p>}
      {entries.length === 0 ? (
        <p class="meta">{text.noEntries}</p>
      ) : (
        <ul class="ruled stacked uploads">
          {entries.map((_entry, index) => {
            const at = `${path}.${index}`
            const name = text.entry(one, index + 1)
            const said = entryLine(view, group, at)
            return (
              <li>
                <span>
                  {name}
                  <span class="meta block">{said === '' ? text.notFilledIn : said}</span>
                  {view.limits?.reasonsIn(at).map((why) => (
                    <span class="asked-back block">
                      <span class="strong">{matterWords(frame).pleaseChange}:</span> {why}
                    </span>
                  ))}
                </span>
                <span class="entry-acts">
                  {(mayChange || opensInside(view.limits, evaluation, at)) && (
                    <a href={view.entryUrl(at)}>
                      {text.change}
                      <span class="hidden"> {name}</span>
                    </a>
                  )}{' '}
                  {mayChange && (
                    <a href={`${view.entryUrl(at)}?remove=1`}>
                      {text.remove}
                      <span class="hidden"> {name}</span>
                    </a>
                  )}
                </span>
              </li>
            )
          })}
        </ul>
      )}
      {mayChange && entries.length < most && (
        <p>
          <Button secondary name="do" value={`add ${path}`}>
            {entries.length === 0 ? text.addOne(one) : text.addAnother(one, entries.length + 1)}
          </Button>
        </p>
      )}
    </section>
  )
}

/** Whether something in an entry can be changed. */
const opensInside = (limits: Limits | undefined, { form }: Evaluation, at: string): boolean =>
  [...form.places].some(
    ([path, { item }]) =>
      item.kind === 'question' &&
      path.startsWith(`${withoutNumbers(at)}.`) &&
      limits?.mayChange(`${at}${path.slice(withoutNumbers(at).length)}`) !== false,
  )

/** The first answers of an entry, to tell it from the others. */
function entryLine({ evaluation, lists, frame }: Pick<ScreenView, 'evaluation' | 'lists' | 'frame'>, group: Group, at: string) {
  return shownInLine(evaluation, group.items, at, { reader: frame, list: lists }).slice(0, 3).join(', ')
}
