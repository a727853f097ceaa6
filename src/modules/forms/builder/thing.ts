// The small things of a form with their fields: exits, checks, calculations, the fee, lists; read, put back, taken away.
import type { Problem } from '../../../kernel/http/forms.ts'
import { htmlLang } from '../../../kernel/language.ts'
import type { Reader } from '../../../kernel/words.ts'
import { compileForm } from '../document/compile.ts'
import type { FormDocument } from '../document/document.ts'
import type { Action } from './actions.ts'
import type { Entry, Typed } from './entries.tsx'

/** One thing at its place; `index` is its number or key, `new` for one that is still to be made. */
export type Thing = {
  action: Action
  title: string
  /** What stands in the history. */
  label: (typed: Typed) => string
  lead?: string
  entries: readonly Entry[]
  /** What is stored now; undefined: it is new. */
  typed: Typed | undefined
  /** Page of the builder it belongs to. */
  back: { label: string; path: string }
  /** Its rule: checked when it is saved, its condition linked. */
  rule?: { at: string; field?: string; feel?: string; title?: string }
  /** Names of questions are of help here. */
  showNames?: boolean
  more: (typed: Typed) => Problem[]
  put: (document: FormDocument, typed: Typed) => FormDocument
  drop: (document: FormDocument) => FormDocument
  /** Where the editor goes on once it is stored; without it, back. */
  onwards?: (document: FormDocument) => string
}

/** What is wrong with the rule of a thing, once it stands in the document. */
export function ruleProblem(reader: Reader, thing: Thing, document: FormDocument, typed: Typed): Problem[] {
  const { rule } = thing
  if (!rule?.field) return []
  const { field } = rule
  const at = rule.at === 'calculation:' ? `calculation:${typed.name ?? ''}` : rule.at
  const fault = compileForm(thing.put(document, typed)).faults.find((one) => one.at === at)
  return fault ? [{ field, message: fault.message[htmlLang(reader.language)] }] : []
}

/** A list with one entry changed, added at its end, or taken out. */
export function withAt<One>(list: readonly One[] | undefined, index: number | undefined, one: One | undefined): One[] {
  const copy = [...(list ?? [])]
  if (one === undefined) copy.splice(index ?? copy.length, 1)
  else if (index === undefined) copy.push(one)
  else copy[index] = one
  return copy
}
