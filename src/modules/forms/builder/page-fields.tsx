// The fields of a page as people get them, for the preview and for trying a form out: the same controls, nothing is stored.
import type { Frame } from '../../../design/frame.ts'
import type { Answers, Item } from '../document/document.ts'
import { textIn } from '../document/text.ts'
import { paragraphs, QuestionField } from '../filling/controls.tsx'
import { listsFor } from '../filling/lists.ts'
import type { Typed } from '../filling/typed.ts'
import { builderWords } from './builder-words.ts'
import type { DeskForm } from './desk-form.ts'
import { tryWords } from './try-words.ts'

export type PageFieldsProps = {
  frame: Frame
  document: DeskForm['copy']['document']
  items: readonly Item[]
  /** Where the items stand: `''` on a page, `children.0.` in an entry. */
  at: string
  /** Between the parts of a path; a preview needs names of its own, no paths. */
  joint: '.' | '-'
  typed: Typed
  shown: (path: string) => boolean
  errorOf: (path: string) => { message: string; part?: string | undefined } | undefined
  entriesAt: (path: string) => readonly Answers[]
  /** With it, sets of repeated groups can be added. */
  adding: boolean
}

export function PageFields(props: PageFieldsProps) {
  const { frame, document, items, at, typed, shown, errorOf } = props
  const { language } = frame
  return (
    <>
      {items.map((item) => {
        const path = at + item.key
        if (!shown(path)) return null
        if (item.kind === 'question') {
          const error = errorOf(path)
          return (
            <QuestionField
              reader={frame}
              question={item}
              path={path}
              typed={typed}
              lists={listsFor(document, frame.language)}
              files={item.type === 'files' ? [] : undefined}
              {...(error && { error })}
            />
          )
        }
        if (item.kind === 'information')
          return (
            <div class="field said">
              {item.title && <p class="strong">{textIn(item.title, language)}</p>}
              {paragraphs(textIn(item.text, language))}
            </div>
          )
        if (item.kind === 'summary') return <p class="field meta">{builderWords(frame).summaryHere}</p>
        const title = textIn(item.title, language)
        const entries = item.repeat ? props.entriesAt(path) : undefined
        return (
          <fieldset class="field together">
            <legend class="title">{title}</legend>
            {item.hint && <p class="hint">{textIn(item.hint, language)}</p>}
            {entries === undefined ? (
              <PageFields {...props} items={item.items} at={path + props.joint} />
            ) : (
              entries.map((_entry, index) => (
                <fieldset class="field together">
                  <legend class="label">{`${textIn(item.repeat?.one ?? item.title, language)} ${index + 1}`}</legend>
                  <PageFields {...props} items={item.items} at={`${path}${props.joint}${index}${props.joint}`} />
                </fieldset>
              ))
            )}
            {entries !== undefined && props.adding && (
              <button type="submit" class="link-button" name="do" value={`more:${path}`}>
                {tryWords(frame).oneMore(textIn(item.repeat?.one ?? item.title, language))}
              </button>
            )}
          </fieldset>
        )
      })}
    </>
  )
}
