// What is wrong with a question beyond single fields: choices that stand twice, limits that exclude each other.
import type { Problem } from '../../../kernel/http/forms.ts'
import type { Item } from '../document/document.ts'
import { twiceIn } from './choice-lines.ts'
import { linesOf, numberIn, type Typed } from './entries.tsx'
import type { QuestionWords } from './question-words.ts'

export function moreProblems(text: QuestionWords, item: Item, typed: Typed): Problem[] {
  if (item.kind === 'group') {
    if (typed.repeat !== 'yes') return []
    const [min, max] = [numberIn(typed.min ?? '') ?? 1, numberIn(typed.max ?? '')]
    return [
      ...(typed.one ? [] : [{ field: 'one', message: text.repeatOneMissing }]),
      ...(max !== undefined && max < min ? [{ field: 'max', message: text.repeatOrder }] : []),
    ]
  }
  if (item.kind !== 'question') return []
  switch (item.type) {
    case 'choice':
    case 'choices': {
      const lines = linesOf(typed.choices)
      const twice = twiceIn(lines)
      if (lines.length < 2) return [{ field: 'choices', message: text.choicesMissing }]
      return twice === undefined ? [] : [{ field: 'choices', message: text.choicesTwice(twice) }]
    }
    case 'text':
      return isPattern(typed.pattern ?? '') ? [] : [{ field: 'pattern', message: text.patternWrong }]
    case 'time':
      return (['earliest', 'latest'] as const)
        .filter((name) => typed[name] && !/^([01]\d|2[0-3]):[0-5]\d$/.test(typed[name]))
        .map((field) => ({ field, message: text.timeWrong }))
    default:
      return []
  }
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(`^(?:${pattern})$`, 'u')
    return true
  } catch {
    return false
  }
}
