// When something appears, in words, with the way to change it.
import type { Frame } from '../../../design/frame.ts'
import type { RuleAt } from '../document/compile.ts'
import type { Feel } from '../document/document.ts'
import { builderWords } from './builder-words.ts'
import { standpointOf } from './condition.ts'
import { conditionWords, sayRule, unwritten } from './condition-words.ts'
import type { DeskForm } from './desk-form.ts'

type RuleLineProps = { frame: Frame; open: DeskForm; at: RuleAt; feel?: Feel | undefined; title?: string }

export function RuleLine({ frame, open, at, feel, title }: RuleLineProps) {
  const text = builderWords(frame)
  const { document } = open.copy
  const said =
    feel === undefined
      ? text.always
      : feel === unwritten
        ? conditionWords(frame).never
        : text.onlyWhen(sayRule(frame, document, feel, standpointOf(document, at)))
  return (
    <section>
      <h2>{title ?? text.whenShown}</h2>
      <p>{said}</p>
      <p>
        <a href={open.url(`rule?at=${encodeURIComponent(at)}`)}>
          {feel === undefined || feel === unwritten ? text.addRule : text.changeRule}
        </a>
      </p>
    </section>
  )
}
