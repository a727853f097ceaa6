// The content of a part as a list of places with their values, so that two versions can be compared place by place.
import { type Element, readXml } from '../../standards/xml/tree.ts'

/** Place → value as text. Places of JSON read `/pages/dog/items/name/label/de`, of XML `Decide/@name`. */
export type Places = ReadonlyMap<string, string>

/** By the ending of the file's name. Content that cannot be read is one place. */
export function placesOf(file: string, content: string): Places {
  const places = new Map<string, string>()
  try {
    if (file.endsWith('.json')) fromJson(JSON.parse(content), '', places)
    else fromXml(readXml(content), '', places)
  } catch {
    places.clear()
    places.set('', content)
  }
  return places
}

const names = ['key', 'id', 'version', 'name', 'value'] as const

/** What its entries are told apart by, however they are ordered. */
function nameOfEntries(list: readonly unknown[]): (typeof names)[number] | undefined {
  return names.find((name) => {
    const values = list.map((one) =>
      typeof one === 'object' && one !== null ? (one as Record<string, unknown>)[name] : undefined,
    )
    return list.length > 0 && values.every((one) => typeof one === 'string') && new Set(values).size === list.length
  })
}

function fromJson(value: unknown, at: string, places: Map<string, string>): void {
  if (Array.isArray(value)) {
    const name = nameOfEntries(value)
    if (value.length === 0) places.set(at, '[]')
    const keys = value.map((one, index) => (name ? String((one as Record<string, unknown>)[name]) : String(index + 1)))
    if (name && keys.length > 1) places.set(`${at}/(order)`, keys.join(', '))
    for (const [index, one] of value.entries()) fromJson(one, `${at}/${keys[index]!}`, places)
  } else if (typeof value === 'object' && value !== null) {
    if (Object.keys(value).length === 0) places.set(at, '{}')
    for (const [key, one] of Object.entries(value)) fromJson(one, `${at}/${key}`, places)
  } else places.set(at, String(value))
}

function fromXml(element: Element, at: string, places: Map<string, string>): void {
  const own = element.attributes.get('id') ?? at
  const text = element.text.trim()
  places.set(own || element.name, text === '' ? element.name : `${element.name}: ${text}`)
  for (const [name, value] of element.attributes) {
    const short = name.replace(/^\{.*\}/, '')
    if (short !== 'id') places.set(`${own || element.name}/@${short}`, value)
  }
  const counts = new Map<string, number>()
  for (const child of element.children) {
    const count = (counts.get(child.name) ?? 0) + 1
    counts.set(child.name, count)
    fromXml(child, `${own}/${child.name}${count > 1 ? ` ${count}` : ''}`, places)
  }
}
