// Where things stand on the desk, who may change them there, and what their fields are called in a form.
import type { Visit } from '../../../kernel/http/visit.ts'
import type { EditedNoun } from './tables.ts'

/** Without language prefix. */
export const deskPath = (noun: EditedNoun, id: number): string =>
  noun === 'synonyms' ? '/desk/catalogue/synonyms' : `/desk/catalogue/${noun}s/${id}`

export const permissionFor = (noun: EditedNoun): string =>
  noun === 'service' || noun === 'office' ? 'catalogue.texts.edit' : 'catalogue.taxonomy.edit'

/** The number of the thing in the address, 0 for none; synonyms are one thing a town. */
export const idIn = (noun: EditedNoun, { params }: Pick<Visit, 'params'>): number =>
  noun === 'synonyms' ? 1 : /^[1-9]\d{0,8}$/.test(params.id ?? '') ? Number(params.id) : 0

export const nameOf = (path: string): string => path.replace('.', '-')
