// What an identity provider says of a person becomes fields of the profile, beside what the person typed.
import type { IdentityProven } from '../../../contracts/sign-in.ts'
import type { Town, WriteDb } from '../../../kernel/town.ts'
import { joinByProvider } from '../representation/organisation.ts'
import { noteFields } from './field.ts'
import { accountBasis } from './own-look.ts'
import type { FieldName, ProfileTables } from './tables.ts'

const asText = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '')
const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** Only what the provider said this time: silence takes nothing back. @standard OpenID Connect Core 1.0 section 5.1 */
export function fieldsOf(claims: Readonly<Record<string, unknown>>): Partial<Record<FieldName, string>> {
  const address = asRecord(claims.address)
  const birthdate = asText(claims.birthdate)
  const said: [FieldName, string][] = [
    ['given-name', asText(claims.given_name)],
    ['family-name', asText(claims.family_name)],
    ['date-of-birth', /^\d{4}-\d{2}-\d{2}$/.test(birthdate) ? birthdate : ''],
    ['street', asText(address.street_address)],
    ['postal-code', asText(address.postal_code)],
    ['city', asText(address.locality)],
    ['country', asText(address.country)],
    ['mail', claims.email_verified === true ? asText(claims.email) : ''],
    ['phone', claims.phone_number_verified === true ? asText(claims.phone_number) : ''],
  ]
  return Object.fromEntries(said.filter(([, value]) => value !== ''))
}

/** A company account names its organisation too: who signs in there represents it, as far as the account says. */
export async function takeIdentity(town: Town, { person, provider, claims, now }: IdentityProven['input']): Promise<void> {
  if (provider.kind === 'staff') return
  const sourceName = provider.label.de
  const look = {
    subjects: [person],
    actor: { system: 'accounts' },
    purpose: `Angaben von ${sourceName} übernommen`,
    legalBasis: accountBasis,
  }
  await town.personal(look, (db: WriteDb<ProfileTables>) =>
    noteFields(town, db, person, { source: 'provider', sourceName, values: fieldsOf(claims) }, now),
  )
  const name = asText(claims.organisation)
  const organisationId = asText(claims.organisation_id)
  if (provider.kind !== 'companies' || name === '' || organisationId === '') return
  const claim = {
    kind: 'company' as const,
    name,
    register: asText(claims.organisation_register),
    provider: provider.id,
    providerName: sourceName,
    organisationId,
    role: claims.organisation_role === 'owner' ? ('owner' as const) : ('all' as const),
  }
  await joinByProvider(town, person, claim, now)
}
