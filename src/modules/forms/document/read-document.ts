// A form document from anywhere: read and bounded, or precisely what is wrong with it.
import { Compile } from 'typebox/schema'
import { bounds, documentFormat, type FormDocument, type QuestionType } from './document.ts'
import { documentSchema, itemSchemas, questionSchemas } from './document-schema.ts'
import { isObject } from './places.ts'

/** `at` is a JSON pointer. @standard RFC 6901 */
export type DocumentFault = { at: string; message: { de: string; en: string } }

type Checker = { Errors: (value: unknown) => [boolean, SchemaError[]] }
type SchemaError = { keyword: string; instancePath: string; params: Record<string, unknown> }
const compiled = new Map<object, Checker>()
function checkerOf(schema: object): Checker {
  const known = compiled.get(schema) ?? (Compile(schema) as unknown as Checker)
  compiled.set(schema, known)
  return known
}

const mostFaults = 20

/** Text or what was parsed from it. Nothing is repaired or guessed. */
export function readDocument(given: unknown): { document: FormDocument } | { faults: DocumentFault[] } {
  const value = typeof given === 'string' ? parsed(given) : given
  const fault = (at: string, de: string, en: string): DocumentFault => ({ at, message: { de, en } })
  if (value === tooLarge)
    return { faults: [fault('', 'Dieses Dokument ist zu groß für ein Formular.', 'This document is too large for a form.')] }
  if (!isObject(value))
    return { faults: [fault('', 'Das ist kein lesbares Formular-Dokument (JSON).', 'This is no readable form document (JSON).')] }
  const format = typeof value.format === 'string' ? value.format : ''
  if (/^stadttor-form\/\d+$/.test(format) && format !== documentFormat)
    return {
      faults: [
        fault(
          '/format',
          `Dieses Formular hat das Format ${format}. Hier wird ${documentFormat} gelesen.`,
          `This form has the format ${format}. We read ${documentFormat} here.`,
        ),
      ],
    }
  const faults = faultsBy(documentSchema, value, '')
  if (faults.length > 0) return { faults: faults.slice(0, mostFaults) }
  const found = [...faultsOfItems(value as unknown as FormDocument)].slice(0, mostFaults)
  return found.length > 0 ? { faults: found } : { document: value as unknown as FormDocument }
}

const tooLarge = Symbol('too large')

function parsed(text: string): unknown {
  if (text.length > bounds.bytes) return tooLarge
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function faultsBy(schema: object, value: unknown, at: string): DocumentFault[] {
  const [, errors] = checkerOf(schema).Errors(value)
  return errors
    .filter(({ keyword }) => keyword !== 'boolean')
    .map((error) => ({ at: `${at}${error.instancePath}`, message: wordsOf(error) }))
}

function wordsOf({ keyword, params }: SchemaError): DocumentFault['message'] {
  const names = (list: unknown): string => (Array.isArray(list) ? list.map((one) => String(one).slice(0, 60)).join(', ') : '')
  switch (keyword) {
    case 'required':
      return { de: `Hier fehlt: ${names(params.requiredProperties)}`, en: `Missing here: ${names(params.requiredProperties)}` }
    case 'additionalProperties':
      return {
        de: `Das kennt dieses Format hier nicht: ${names(params.additionalProperties)}`,
        en: `This format does not know this here: ${names(params.additionalProperties)}`,
      }
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return {
        de: `Das ist zu lang, höchstens ${String(params.limit)}.`,
        en: `This is too long, at most ${String(params.limit)}.`,
      }
    case 'minLength':
    case 'minItems':
      return { de: 'Das darf nicht leer sein.', en: 'This must not be empty.' }
    case 'enum':
      return { de: `Hier passt nur: ${names(params.allowedValues)}`, en: `Only this fits here: ${names(params.allowedValues)}` }
    case 'type':
      return { de: `Hier gehört hin: ${String(params.type)}`, en: `What belongs here: ${String(params.type)}` }
    default:
      return { de: 'Dieser Wert passt hier nicht.', en: 'This value does not fit here.' }
  }
}

/** Names that FEEL takes for itself, and those of every object. */
const taken = new Set(
  'and or not if then else for in return some every satisfies between instance of function external true false null item partial today now date time constructor prototype toString valueOf hasOwnProperty isPrototypeOf toLocaleString propertyIsEnumerable'.split(
    ' ',
  ),
)

function* faultsOfItems(document: FormDocument): Generator<DocumentFault> {
  let count = 0
  const pages = new Set<string>()
  const names = new Set((document.calculations ?? []).map(({ name }) => name))
  const top = new Set<string>()

  function* inside(items: readonly unknown[], at: string, depth: number, siblings: Set<string>): Generator<DocumentFault> {
    if (depth > bounds.depth) {
      yield {
        at,
        message: {
          de: `Gruppen stehen tiefer als ${bounds.depth} Ebenen ineinander.`,
          en: `Groups stand more than ${bounds.depth} levels deep.`,
        },
      }
      return
    }
    for (const [index, item] of items.entries()) {
      const here = `${at}/${index}`
      count += 1
      if (count > bounds.items) {
        yield {
          at: here,
          message: {
            de: `Ein Formular hat höchstens ${bounds.items} Fragen und Gruppen.`,
            en: `A form has at most ${bounds.items} questions and groups.`,
          },
        }
        return
      }
      const schema = schemaOf(item)
      if (!schema) {
        yield {
          at: here,
          message: {
            de: 'Das ist keine Frage, Gruppe, Information oder Zusammenfassung, die dieses Format kennt.',
            en: 'This is no question, group, information or summary that this format knows.',
          },
        }
        continue
      }
      const own = faultsBy(schema, item, here)
      yield* own
      if (own.length > 0) continue
      const { key, kind, items: inner } = item as { key: string; kind: string; items?: unknown[] }
      if (taken.has(key))
        yield {
          at: `${here}/key`,
          message: { de: `„${key}“ kann keine Frage heißen.`, en: `No question can be called “${key}”.` },
        }
      if (siblings.has(key))
        yield { at: `${here}/key`, message: { de: `„${key}“ gibt es hier schon.`, en: `There is a “${key}” here already.` } }
      if (names.has(key))
        yield {
          at: `${here}/key`,
          message: { de: `„${key}“ heißt schon eine Berechnung.`, en: `“${key}” is the name of a calculation.` },
        }
      siblings.add(key)
      if (kind === 'group' && inner) yield* inside(inner, `${here}/items`, depth + 1, new Set())
    }
  }

  for (const [index, page] of document.pages.entries()) {
    if (pages.has(page.key))
      yield {
        at: `/pages/${index}/key`,
        message: { de: `Die Seite „${page.key}“ gibt es schon.`, en: `There is a page “${page.key}” already.` },
      }
    pages.add(page.key)
    yield* inside(page.items, `/pages/${index}/items`, 1, top)
  }
  for (const [index, { name }] of (document.calculations ?? []).entries())
    if (taken.has(name))
      yield {
        at: `/calculations/${index}/name`,
        message: { de: `„${name}“ kann keine Berechnung heißen.`, en: `No calculation can be called “${name}”.` },
      }
}

function schemaOf(item: unknown): object | undefined {
  if (!isObject(item)) return undefined
  if (item.kind === 'question') {
    const type = String(item.type)
    return Object.hasOwn(questionSchemas, type) ? questionSchemas[type as QuestionType] : undefined
  }
  return item.kind === 'group' || item.kind === 'information' || item.kind === 'summary' ? itemSchemas[item.kind] : undefined
}
