// Elements of a model and values of variables in the words of the desk.
import { formatDay } from '../../../design/format.ts'
import type { Reader } from '../../../kernel/words.ts'
import type { Node } from '../../../standards/bpmn/model.ts'
import { textOf } from '../../../standards/feel/functions/conversions.ts'
import { dateText } from '../../../standards/feel/literals.ts'
import { FeelDate, isNumber, type Value } from '../../../standards/feel/value.ts'
import { elementWords } from './element-words.ts'

/** `Ereignis am Rand (Frist)` */
export function kindOfNode(reader: Reader, node: Node): string {
  const text = elementWords(reader)
  if (node.is === 'gateway') return text[node.gateway]
  const trigger = 'trigger' in node ? node.trigger.kind : 'none'
  const redundant = trigger === 'none' || node.is === 'send' || node.is === 'receive'
  return redundant ? text[node.is] : `${text[node.is]} (${text[trigger]})`
}

const types = ['boolean', 'number', 'text', 'date', 'time', 'dateTime', 'duration', 'list', 'context', 'null'] as const
export function typeInWords(reader: Reader, type: string): string {
  const known = types.find((one) => one === type)
  return known ? elementWords(reader)[`value-${known}`] : type
}

/** As a person writes it; lists and entries as FEEL. */
export function valueInWords(reader: Reader, value: Value): string {
  const text = elementWords(reader)
  if (value === null) return text.empty
  if (typeof value === 'boolean') return value ? text.yes : text.no
  if (typeof value === 'string') return value
  if (isNumber(value)) return reader.language === 'en' ? value.toFixed() : value.toFixed().replace('.', ',')
  if (value instanceof FeelDate) return formatDay(reader.language, dateText(value))
  return textOf(value, true)
}
