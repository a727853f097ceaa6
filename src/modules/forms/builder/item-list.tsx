// The things on a page or in a group, in their order: what each is, and buttons that move it.
import type { Frame } from '../../../design/frame.ts'
import type { Item } from '../document/document.ts'
import { builderWords } from './builder-words.ts'
import { labelOfItem } from './outline.ts'
import { kindName, kindOf } from './question-kinds.ts'
import { typeWords } from './type-words.ts'

type ItemListProps = {
  frame: Frame
  items: readonly Item[]
  /** Path of the group they stand in, with a point at its end. */
  prefix?: string
  /** Address of the form. */
  url: (path?: string) => string
  /** With it, each has buttons that move it; the page to come back to. */
  moves?: { here: string } | undefined
}

export function ItemList({ frame, items, prefix = '', url, moves }: ItemListProps) {
  return (
    <ol class="outline">
      {items.map((item, index) => (
        <OneItem {...{ frame, item, prefix, url, moves }} first={index === 0} last={index === items.length - 1} />
      ))}
    </ol>
  )
}

function OneItem({
  frame,
  item,
  prefix,
  url,
  moves,
  first,
  last,
}: Omit<ItemListProps, 'items'> & { item: Item; prefix: string; first: boolean; last: boolean }) {
  const text = builderWords(frame)
  const path = prefix + item.key
  const label = labelOfItem(item)
  return (
    <li id={`at-${path}`}>
      <div class="outline-row">
        <div>
          <a href={url(`items/${path}`)}>{label}</a>
          <p class="meta">{factsOf(frame, item).join(' · ')}</p>
        </div>
        {moves && (
          <form method="post" action={url('move')} class="outline-moves">
            <input type="hidden" name="here" value={moves.here} />
            <input type="hidden" name="item" value={path} />
            {!first && (
              <button type="submit" class="link-button" name="go" value="up" aria-label={text.upNamed(label)}>
                {text.up}
              </button>
            )}
            {!last && (
              <button type="submit" class="link-button" name="go" value="down" aria-label={text.downNamed(label)}>
                {text.down}
              </button>
            )}
          </form>
        )}
      </div>
      {item.kind === 'group' && item.items.length > 0 && (
        <ItemList frame={frame} items={item.items} prefix={`${path}.`} url={url} moves={moves} />
      )}
    </li>
  )
}

function factsOf(frame: Frame, item: Item): string[] {
  const text = builderWords(frame)
  return [
    kindName(typeWords(frame), kindOf(item)),
    ...(item.kind === 'question' && item.need === 'optional' ? [text.optional] : []),
    ...(item.kind === 'question' && item.need === 'reason' ? [text.reason] : []),
    ...(item.kind === 'group' && item.repeat ? [text.repeated] : []),
    ...(item.showWhen ? [text.withRule] : []),
  ]
}
