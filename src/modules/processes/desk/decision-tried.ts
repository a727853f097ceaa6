// A decision tried on the desk: what was typed for its inputs, and what it says.
import type { Visit } from '../../../kernel/http/visit.ts'
import type { Model } from '../../../standards/dmn/model.ts'
import { readDmn } from '../../../standards/dmn/reader.ts'
import { newRun, readExpression } from '../../../standards/feel/feel.ts'
import type { Value } from '../../../standards/feel/value.ts'
import { decideAmong, evaluateDecision, openDecisionModel } from '../decision.ts'
import { inputsOf, type Tried } from './decision-pages.tsx'
import { valueInWords } from './elements.ts'
import { modelWords } from './model-words.ts'

export function tryDecision(
  { query, frame, now }: Visit,
  key: string,
  source: string,
): { model: Model; tried: Tried | undefined } {
  const model = readDmn(source)
  const node = model.nodes.find(({ id }) => id === query.try)
  if (node?.is !== 'decision') return { model, tried: undefined }
  const text = modelWords(frame)
  const names = inputsOf(model, node)
  const typed = names.map((_, index) => (query[`${node.id}-${index}`] ?? '').slice(0, 500))
  const tell = (tone: 'ok' | 'warn', said: string) => ({ model, tried: { decision: node.id, typed, said: { tone, text: said } } })
  const inputs = new Map<string, Value>()
  for (const [index, name] of names.entries()) {
    if (typed[index] === '') continue
    try {
      inputs.set(name, readExpression(typed[index]!).evaluate(new Map(), newRun(now)))
    } catch (fault) {
      return tell('warn', text.unreadable(name, (fault as Error).message))
    }
  }
  const decided = evaluateDecision(decideAmong([openDecisionModel(key, source)]), node.id, inputs, now)
  if (!decided) return { model, tried: undefined }
  if ('fault' in decided) return tell('warn', decided.fault[frame.language === 'en' ? 'en' : 'de'])
  return tell('ok', text.result(valueInWords(frame, decided.value)))
}
