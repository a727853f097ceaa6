// What the profile gives to other rooms as suggestions for a form: of each field the value that counts.
import type { ProfileValue } from '../../../contracts/profile-values.ts'
import type { ReadDb } from '../../../kernel/town.ts'
import { type Fields, fieldValue, readFields } from './field.ts'
import type { FieldSource, ProfileTables } from './tables.ts'

/** The answer to `profile-values`. Inside a logged look at the person. */
export async function profileValues(db: ReadDb<ProfileTables>, person: string): Promise<ProfileValue> {
  const fields = await readFields(db, person)
  const said = {
    givenName: fieldValue(fields, 'given-name'),
    familyName: fieldValue(fields, 'family-name'),
    birthDate: fieldValue(fields, 'date-of-birth'),
    mail: fieldValue(fields, 'mail'),
    phone: fieldValue(fields, 'phone'),
  }
  const known = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '')) as ProfileValue
  if (known.birthDate !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(known.birthDate)) delete known.birthDate
  const proven = identity.filter(([, field]) => fields[field]?.[0] && provers.has(fields[field][0].source)).map(([name]) => name)
  const address = addressOf(fields)
  return { ...known, ...(address && { address }), ...(proven.length > 0 && { proven }) }
}

const provers: ReadonlySet<FieldSource> = new Set(['register', 'provider'])
const identity = [
  ['givenName', 'given-name'],
  ['familyName', 'family-name'],
  ['birthDate', 'date-of-birth'],
] as const

/** The profile keeps street and number in one line; only what ends in a number can be parted. */
function addressOf(fields: Fields): ProfileValue['address'] {
  const [, street, houseNumber] = /^(.+?)\s+(\d+\s?\p{L}?(?:\s?[-/]\s?\d+\s?\p{L}?)?)$/u.exec(fieldValue(fields, 'street')) ?? []
  const [postcode, city] = [fieldValue(fields, 'postal-code'), fieldValue(fields, 'city')]
  const country = fieldValue(fields, 'country')
  if (!street || !houseNumber || postcode === '' || city === '' || (country !== '' && country !== 'DE')) return undefined
  return { street, houseNumber, postcode, city }
}
