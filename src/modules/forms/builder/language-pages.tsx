// The texts of a form side by side: German on the left, the translation on the right, with what has changed since.
import type { Frame } from '../../../design/frame.ts'
import { Badge, Button, Chips, EmptyState } from '../../../design/parts.tsx'
import { translationState } from '../document/text.ts'
import type { TextPlace } from './all-texts.ts'
import { BuilderLayout, type Said, Seen } from './builder-layout.tsx'
import type { DeskForm } from './desk-form.ts'
import { languageWords } from './language-words.ts'
import { countStates, markOfGerman, type Target } from './translation.ts'

type Props = {
  frame: Frame
  open: DeskForm
  target: Target | undefined
  page: string
  places: readonly TextPlace[]
  said?: Said | undefined
}

export function LanguagesPage({ frame, open, target, page, places, said }: Props) {
  const text = languageWords(frame)
  const { document } = open.copy
  const title = document.title.de
  if (target === undefined)
    return (
      <BuilderLayout frame={frame} open={open} title={title} part="languages" said={said}>
        <EmptyState title={text.none} action={{ label: text.toPapers, url: open.url('papers#languages') }}>
          <p>{text.noneHow}</p>
        </EmptyState>
      </BuilderLayout>
    )
  const counts = countStates(document, target)
  const url = (to: string, part: string) => open.url(`languages?to=${to}${part ? `&page=${part}` : ''}`)
  const targets = document.languages.filter((one): one is Target => one !== 'de')
  return (
    <BuilderLayout frame={frame} open={open} title={title} part="languages" said={said}>
      {targets.length > 1 && (
        <nav aria-label={text.which} class="section">
          <Chips items={targets.map((one) => ({ label: text[one], url: url(one, page), current: one === target }))} />
        </nav>
      )}
      <p class="section">{text.counts(counts.missing, counts.outdated)}</p>
      <nav aria-label={text.partsOf} class="section">
        <Chips
          items={[
            { label: text.form, url: url(target, ''), current: page === '' },
            ...document.pages.map((one) => ({ label: one.title.de, url: url(target, one.key), current: one.key === page })),
          ]}
        />
      </nav>
      {places.length === 0 ? (
        <p>{text.nothing}</p>
      ) : (
        <form method="post" action={open.url('languages')} noValidate class="section">
          <Seen revision={open.copy.revision} mark="" />
          <input type="hidden" name="to" value={target} />
          <input type="hidden" name="page" value={page} />
          {places.map((place, index) => (
            <Pair frame={frame} place={place} index={index} target={target} />
          ))}
          <Button>{text.save}</Button>
        </form>
      )}
    </BuilderLayout>
  )
}

function Pair({ frame, place, index, target }: { frame: Frame; place: TextPlace; index: number; target: Target }) {
  const text = languageWords(frame)
  const { part, thing, text: words } = place
  const state = translationState(words, target)
  const id = `t-${index}`
  const name = part === 'title' || part === 'label' ? thing : text.part(thing, text[part])
  const long = words.de.length > 80
  const value = words[target] ?? ''
  return (
    <div class="translation">
      <input type="hidden" name={`at-${index}`} value={place.at} />
      <input type="hidden" name={`mark-${index}`} value={markOfGerman(words)} />
      <div>
        <p class="meta">{text.german}</p>
        <p class="pre">{words.de}</p>
      </div>
      <div>
        <label for={id}>
          {text[target]} <span class="hidden">{name}</span> {state === 'missing' && <Badge tone="warn">{text.missing}</Badge>}
          {state === 'outdated' && <Badge tone="warn">{text.outdated}</Badge>}
        </label>
        {long ? (
          <textarea class="input" id={id} name={id} rows={3}>
            {value}
          </textarea>
        ) : (
          <input class="input" id={id} name={id} type="text" value={value} />
        )}
        {state === 'outdated' && (
          <label class="choice">
            <input type="checkbox" name={`right-${index}`} value="yes" />
            <span>{text.stillRight}</span>
          </label>
        )}
      </div>
    </div>
  )
}
