// The empty form on paper: every question with room to answer, in the order of the pages.

import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { htmlLang } from '../../../kernel/language.ts'
import type { Item } from '../document/document.ts'
import { textIn } from '../document/text.ts'
import { builderWords } from './builder-words.ts'
import { standpointOf } from './condition.ts'
import { sayRule } from './condition-words.ts'
import type { DeskForm } from './desk-form.ts'
import { labelOfItem } from './outline.ts'

export function PrintPage({ frame, open }: { frame: Frame; open: DeskForm }) {
  const { document } = open.copy
  const text = builderWords(frame)
  return (
    <Layout frame={frame} title={document.title.de} search="none" noIndex>
      <div class="wrap page paper-form" lang={htmlLang('de')}>
        <h1>{document.title.de}</h1>
        {document.lead && <p class="lead">{document.lead.de}</p>}
        {document.pages.map((page) => (
          <section class="section">
            <h2>{page.title.de}</h2>
            {page.showWhen && <p class="meta">{text.onlyWhen(sayRule(frame, document, page.showWhen))}</p>}
            {page.items.map((item) => (
              <PaperItem frame={frame} open={open} item={item} path={item.key} />
            ))}
          </section>
        ))}
        {document.privacy && <p class="section keep-lines">{textIn(document.privacy, 'de')}</p>}
      </div>
    </Layout>
  )
}

function PaperItem({ frame, open, item, path }: { frame: Frame; open: DeskForm; item: Item; path: string }) {
  const text = builderWords(frame)
  const { document } = open.copy
  const rule = item.showWhen && (
    <p class="meta">{text.onlyWhen(sayRule(frame, document, item.showWhen, standpointOf(document, `item:${path}`)))}</p>
  )
  if (item.kind === 'summary') return null
  if (item.kind === 'information')
    return (
      <div class="paper-item">
        {item.title && <p class="strong">{item.title.de}</p>}
        <p class="keep-lines">{item.text.de}</p>
      </div>
    )
  if (item.kind === 'group')
    return (
      <div class="paper-item">
        <h3>
          {item.title.de} {item.repeat && <span class="meta">({text.repeated})</span>}
        </h3>
        {rule}
        {item.items.map((inner) => (
          <PaperItem frame={frame} open={open} item={inner} path={`${path}.${inner.key}`} />
        ))}
      </div>
    )
  const boxes =
    item.type === 'choice' || item.type === 'choices'
      ? item.choices.map(({ label }) => label.de)
      : item.type === 'yesNo'
        ? [item.yes?.de ?? text.yes, item.no?.de ?? text.no]
        : item.type === 'consent'
          ? [text.yes]
          : undefined
  return (
    <div class="paper-item">
      <p>
        <span class="strong">{labelOfItem(item)}</span>{' '}
        {item.need === 'optional' && <span class="optional">({text.optional})</span>}
      </p>
      {item.hint && <p class="hint">{item.hint.de}</p>}
      {rule}
      {boxes ? (
        <ul class="paper-boxes">
          {boxes.map((box) => (
            <li>{box}</li>
          ))}
        </ul>
      ) : (
        <div class={item.type === 'longText' ? 'paper-lines many' : 'paper-lines'} />
      )}
    </div>
  )
}
