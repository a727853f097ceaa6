// Reads what is special to a FIM field: kind, type, bounds, values. @de Datenfeld.
import type { Element } from '../../../../standards/xml/tree.ts'
import { tidyLine, tidyText } from '../file-text.ts'
import { codeOf, nodeOf, nodesOf, type Reading, textOf } from './nodes.ts'
import { readPrecision } from './precision.ts'
import type { XdfField } from './schema.ts'

type Own = Omit<XdfField, 'kind' | 'id' | 'version' | 'name' | 'label' | 'help' | 'rules'>

export function readField(reading: Reading, element: Element, path: string): Own {
  const values = readValues(reading, element, path)
  const codeList = readCodeList(reading, element, path)
  const content = textOf(reading, element, 'inhalt', path)
  const prefill = codeOf(reading, element, 'vorbefuellung', path)
  const size = Number(textOf(reading, element, 'maxSize', path) ?? Number.NaN)
  return {
    role: codeOf(reading, element, 'feldart', path) ?? 'input',
    type: codeOf(reading, element, 'datentyp', path) ?? 'text',
    precision: readPrecision(nodeOf(reading, element, 'praezisierung', path), path, reading.warnings),
    ...(content !== undefined && { content }),
    ...(values !== undefined && { values }),
    ...(codeList !== undefined && { codeList }),
    ...(Number.isFinite(size) && size > 0 && { maxSize: size }),
    mediaTypes: nodesOf(reading, element, 'mediaType').flatMap(({ text }) => {
      const type = tidyLine(text).toLowerCase()
      return /^[a-z0-9.+-]+\/[a-z0-9.+*-]+$/.test(type) ? [type] : []
    }),
    ...(prefill !== undefined && prefill !== 'keine' && { prefill }),
  }
}

/** Entries without code take their name as code; a second entry of the same code is left out. */
function readValues(reading: Reading, element: Element, path: string): XdfField['values'] {
  const list = nodeOf(reading, element, 'werte', path)
  if (!list) return undefined
  const values = new Map<string, { value: string; label: string; hint?: string }>()
  for (const entry of nodesOf(reading, list, 'wert')) {
    const name = textOf(reading, entry, 'name', path)
    const code = textOf(reading, entry, 'code', path) ?? name
    if (code === undefined) continue
    const value = tidyLine(code).slice(0, 200)
    if (values.has(value)) {
      reading.warnings.add(
        'code-list',
        path,
        `Der Wert „${value}“ steht zweimal in der Liste.`,
        `The value “${value}” stands twice in the list.`,
      )
      continue
    }
    const hint = textOf(reading, entry, 'hilfe', path)
    values.set(value, { value, label: tidyLine(name ?? code), ...(hint !== undefined && { hint }) })
  }
  return values.size > 0 ? [...values.values()] : undefined
}

/** Version 2 has one more level around it. */
function readCodeList(reading: Reading, element: Element, path: string): XdfField['codeList'] {
  const reference = nodeOf(reading, element, 'codelisteReferenz', path)
  if (!reference) return undefined
  const inner = nodeOf(reading, reference, 'genericodeIdentification', path) ?? reference
  const uri =
    textOf(reading, inner, 'canonicalIdentification', path) ??
    textOf(reading, inner, 'canonicalVersionUri', path) ??
    textOf(reading, nodeOf(reading, reference, 'identifikation', path), 'id', path)
  if (uri === undefined) return undefined
  const version = textOf(reading, inner, 'version', path)
  return { uri: tidyText(uri).slice(0, 500), ...(version !== undefined && { version: version.slice(0, 100) }) }
}
