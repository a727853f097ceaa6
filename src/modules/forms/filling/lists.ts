// The lists that questions choose from: those of the document, then those of the house.
import type { Language } from '../../../kernel/language.ts'
import type { FormDocument } from '../document/document.ts'
import { houseList } from '../document/house-lists.ts'
import { listsOf } from '../document/kinds/kinds.ts'
import type { Lists } from './code-list.ts'

export const listsFor = (document: FormDocument, language: Language): Lists =>
  listsOf(document, (name) => houseList(name, language))
