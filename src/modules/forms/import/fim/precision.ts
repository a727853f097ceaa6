// What a field demands of its value: JSON text in XDatenfelder 2, attributes in 3. @de Präzisierung.
import { type Element, textIn } from '../../../../standards/xml/tree.ts'
import { tidyLine } from '../file-text.ts'
import type { Warnings } from '../report.ts'
import type { Multiplicity, Precision } from './schema.ts'

export function readPrecision(element: Element | undefined, path: string, warnings: Warnings): Precision {
  if (!element) return {}
  const said = new Map<string, string>(element.attributes)
  const text = element.text.trim()
  if (text.startsWith('{')) {
    for (const [key, value] of parsed(text, path, warnings)) if (!said.has(key)) said.set(key, value)
  }
  const count = (name: string): number | undefined => {
    const value = said.get(name)?.trim()
    if (!value) return undefined
    const number = Number(value)
    if (Number.isSafeInteger(number) && number >= 0) return number
    warnings.add('value', path, `${name} „${value}“ ist keine Anzahl.`, `${name} “${value}” is no count.`)
    return undefined
  }
  const minLength = count('minLength')
  const maxLength = count('maxLength')
  const found: Precision = {
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && maxLength > 0 && { maxLength }),
  }
  for (const name of ['minValue', 'maxValue', 'pattern'] as const) {
    const value = said.get(name)?.trim()
    if (value) found[name] = value
  }
  if (found.minLength !== undefined && found.maxLength !== undefined && found.minLength > found.maxLength) {
    warnings.add(
      'value',
      path,
      `minLength ${found.minLength} ist größer als maxLength ${found.maxLength}: minLength entfällt.`,
      `minLength ${found.minLength} is above maxLength ${found.maxLength}: minLength is left out.`,
    )
    delete found.minLength
  }
  return found
}

/** Numbers stand as texts in it; people also write them as numbers. */
function parsed(text: string, path: string, warnings: Warnings): [string, string][] {
  let value: unknown
  try {
    // Tools write patterns without doubling their backslashes.
    value = JSON.parse(text.replace(/\\(?!["\\/bfnrtu])/g, '\\\\'))
  } catch {
    warnings.add('value', path, 'Die Präzisierung ist kein lesbares JSON.', 'The precision is no readable JSON.')
    return []
  }
  return Object.entries(value as Record<string, unknown>).flatMap(([key, one]) =>
    typeof one === 'string' || typeof one === 'number' ? [[key, String(one)] as [string, string]] : [],
  )
}

/** `min:max`; a single number stands for both. Anything else counts as `1:1`. @de Anzahl */
export function readMultiplicity(structure: Element, path: string, warnings: Warnings): Multiplicity {
  const text = tidyLine(textIn(structure, 'anzahl')).replace(/ /g, '')
  const [, from, to] = /^(\d{1,9}|\*)(?::(\d{1,9}|\*))?$/.exec(text) ?? []
  if (from === undefined) {
    warnings.add(
      'multiplicity',
      path,
      text === '' ? 'Die Anzahl fehlt: 1:1 wird angenommen.' : `Die Anzahl „${text}“ ist nicht lesbar: 1:1 wird angenommen.`,
      text === '' ? 'The multiplicity is missing: 1:1 is taken.' : `The multiplicity “${text}” cannot be read: 1:1 is taken.`,
    )
    return { text: text.slice(0, 40) || '1:1', min: 1, max: 1 }
  }
  const min = from === '*' ? 0 : Number(from)
  const end = to ?? from
  if (end === '*') return { text, min }
  if (Number(end) >= min) return { text, min, max: Number(end) }
  warnings.add(
    'multiplicity',
    path,
    `Die Anzahl ${text} ist kleiner als sie selbst: ${min}:${min} wird angenommen.`,
    `The multiplicity ${text} ends before it begins: ${min}:${min} is taken.`,
  )
  return { text, min, max: min }
}
