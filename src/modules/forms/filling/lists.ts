// The lists that questions choose from: those of the document, then those of the house.
import type { FormDocument } from '../document/document.ts'
import { listsOf } from '../document/kinds/kinds.ts'
import type { Lists } from './code-list.ts'

const known = new WeakMap<FormDocument, Lists>()

export function listsFor(document: FormDocument): Lists {
  const lists = known.get(document) ?? listsOf(document, () => undefined)
  known.set(document, lists)
  return lists
}
