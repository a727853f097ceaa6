// Which fields of the profile are shown and typed together.
import type { FieldName } from './tables.ts'

/** What a person types themselves; a birthday or a name at birth comes from a provider or a register alone. */
export const groups = {
  name: {
    shown: ['academic-title', 'given-name', 'family-name', 'birth-name', 'date-of-birth'],
    typed: ['academic-title', 'given-name', 'family-name'],
  },
  address: { shown: ['street', 'postal-code', 'city', 'country'], typed: ['street', 'postal-code', 'city', 'country'] },
  contact: { shown: ['phone'], typed: ['phone'] },
} as const satisfies Record<string, { shown: readonly FieldName[]; typed: readonly FieldName[] }>
export type Group = keyof typeof groups
