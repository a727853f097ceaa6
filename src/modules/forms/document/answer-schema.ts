// The JSON Schema of a form's answers, for programs that send or receive them. @standard JSON Schema 2020-12.
import { type FormDocument, type Item, longestRepeat } from './document.ts'
import type { Checking } from './kinds/kind.ts'
import { kindOf } from './kinds/kinds.ts'

/**
 * What is asked only under a condition is never required here: the rules of the form decide that.
 * @param id where the schema can be read, such as `https://…/api/v1/forms/parking/schema`
 */
export function answerSchema(document: FormDocument, list: Checking['list'], id?: string): object {
  const conditional = new Set(document.pages.filter(({ showWhen }) => showWhen !== undefined).flatMap(({ items }) => items))
  const items = document.pages.flatMap((page) => page.items)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...(id && { $id: id }),
    title: document.title.de,
    ...objectOf(items, list, conditional),
  }
}

function objectOf(items: readonly Item[], list: Checking['list'], conditional?: ReadonlySet<Item>): object {
  const answered = items.filter((item) => item.kind === 'question' || item.kind === 'group')
  const required = answered.filter((item) => item.showWhen === undefined && !conditional?.has(item) && isRequired(item))
  return {
    type: 'object',
    properties: Object.fromEntries(answered.map((item) => [item.key, schemaOf(item, list)])),
    ...(required.length > 0 && { required: required.map(({ key }) => key) }),
    additionalProperties: false,
  }
}

const isRequired = (item: Item): boolean =>
  item.kind === 'group'
    ? item.repeat
      ? item.repeat.min > 0
      : item.need === undefined && !item.choose && item.items.some((one) => one.showWhen === undefined && isRequired(one))
    : item.kind === 'question' && item.need === undefined

function schemaOf(item: Item, list: Checking['list']): object {
  if (item.kind === 'question') return { title: item.label.de, ...kindOf(item).schema(item as never, list) }
  if (item.kind !== 'group') return {}
  const one = item.choose
    ? { ...objectOf(item.items, list), required: undefined, minProperties: 1, maxProperties: 1 }
    : objectOf(item.items, list)
  if (!item.repeat) return { title: item.title.de, ...one }
  return {
    title: item.title.de,
    type: 'array',
    minItems: item.repeat.min,
    maxItems: item.repeat.max ?? longestRepeat,
    items: one,
  }
}
