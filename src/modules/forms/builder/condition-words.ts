// Conditions in words.
import type { Reader } from '../../../kernel/words.ts'
import type { Feel, FormDocument } from '../document/document.ts'

export const sayRule = (_reader: Reader, _document: FormDocument, feel: Feel): string => feel
