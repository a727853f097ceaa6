// The one search field: large in the hall, on top of the results, small in the header. It is a plain form; the island adds suggestions.
import type { Frame } from './frame.ts'
import { Icon } from './icons.tsx'
import { designWords } from './words.ts'

type Props = {
  frame: Frame
  size: 'hero' | 'page' | 'header'
  query?: string | undefined
  /** Id of the heading that asks the question; without it the field has its own hidden label. */
  labelledBy?: string | undefined
  describedBy?: string | undefined
}

export function SearchField({ frame, size, query, labelledBy, describedBy }: Props) {
  const text = designWords(frame)
  const id = `q-${size}`
  return (
    <search class={`search search-${size}`}>
      <form
        action={frame.searchUrl}
        method="get"
        data-suggest={`${frame.searchUrl}/suggest`}
        data-suggest-label={text.suggestions}
      >
        {!labelledBy && (
          <label class="hidden" for={id}>
            {text.searchLabel}
          </label>
        )}
        <input
          id={id}
          name="q"
          type="search"
          maxLength={200}
          autocomplete="off"
          spellcheck={false}
          enterkeyhint="search"
          value={query}
          aria-labelledby={labelledBy}
          aria-describedby={describedBy}
        />
        <button type="submit" class={size === 'hero' ? 'button' : 'search-button'}>
          <Icon name="search" />
          <span class={size === 'hero' ? undefined : 'hidden'}>{text.search}</span>
        </button>
      </form>
    </search>
  )
}
