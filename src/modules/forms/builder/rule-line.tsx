// When a page, question or group appears, in words, with the way to change it.
import type { Frame } from '../../../design/frame.ts'
import type { Feel } from '../document/document.ts'
import { builderWords } from './builder-words.ts'
import { sayRule } from './condition-words.ts'
import type { DeskForm } from './desk-form.ts'

export function RuleLine({
  frame,
  open,
  showWhen,
  url,
}: {
  frame: Frame
  open: DeskForm
  showWhen?: Feel | undefined
  url: string
}) {
  const text = builderWords(frame)
  return (
    <section>
      <h2>{text.whenShown}</h2>
      <p>{showWhen === undefined ? text.always : text.onlyWhen(sayRule(frame, open.copy.document, showWhen))}</p>
      <p>
        <a href={url}>{showWhen === undefined ? text.addRule : text.changeRule}</a>
      </p>
    </section>
  )
}
