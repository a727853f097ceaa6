// The invented persons of the demonstration's identity provider: one at each level, a company's representative, and staff.
import type { DemoStaff } from '../../../contracts/sign-in.ts'

export type DemoPerson = {
  sub: string
  kind: 'residents' | 'companies' | 'staff'
  /** What the choice and the start-up say. */
  line: string
  acr?: string
  amr?: string[]
  claims: Readonly<Record<string, unknown>>
}

const acrOf = (level: string): string => `urn:stadttor:demo:${level}`
export const demoLevels = {
  [acrOf('low')]: 'low',
  [acrOf('substantial')]: 'substantial',
  [acrOf('high')]: 'high',
} as const
export const demoTwoFactors = 'mfa'

const address = { street_address: 'Beispielweg 1', postal_code: '00000', locality: 'Musterstadt' }

export const demoPersons: readonly DemoPerson[] = [
  {
    sub: 'demo-none',
    kind: 'residents',
    line: 'Nora Neuling: Konto ohne Nachweis (none)',
    claims: {
      name: 'Nora Neuling',
      given_name: 'Nora',
      family_name: 'Neuling',
      email: 'nora@example.org',
      email_verified: false,
    },
  },
  {
    sub: 'demo-low',
    kind: 'residents',
    line: 'Lars Leicht: niedrig (low)',
    acr: acrOf('low'),
    claims: { name: 'Lars Leicht', given_name: 'Lars', family_name: 'Leicht', email: 'lars@example.org', email_verified: true },
  },
  {
    sub: 'demo-substantial',
    kind: 'residents',
    line: 'Selma Substanz: substanziell (substantial)',
    acr: acrOf('substantial'),
    claims: { name: 'Selma Substanz', given_name: 'Selma', family_name: 'Substanz', birthdate: '1980-02-29', address },
  },
  {
    sub: 'demo-high',
    kind: 'residents',
    line: 'Hakan Hoch: hoch (high)',
    acr: acrOf('high'),
    claims: { name: 'Hakan Hoch', given_name: 'Hakan', family_name: 'Hoch', birthdate: '1975-07-01', address },
  },
  {
    sub: 'demo-company',
    kind: 'companies',
    line: 'Vera Vertretung: für die Muster GmbH, substanziell (substantial)',
    acr: acrOf('substantial'),
    claims: {
      name: 'Vera Vertretung',
      given_name: 'Vera',
      family_name: 'Vertretung',
      organisation: 'Muster GmbH',
      organisation_id: 'DEMO-0001',
      organisation_role: 'representative',
    },
  },
  {
    sub: 'demo-staff',
    kind: 'staff',
    line: 'Beate Beschäftigte: steht in keinem Verzeichnis und kommt nicht hinein',
    acr: acrOf('substantial'),
    amr: ['pwd', demoTwoFactors],
    claims: { name: 'Beate Beschäftigte', given_name: 'Beate', family_name: 'Beschäftigte', groups: ['demo'] },
  },
]

/** Colleagues whom another room invented: known by their user name, with a second factor. */
export const demoColleague = ({ userName, givenName, familyName, task }: DemoStaff['answer'][number]): DemoPerson => ({
  sub: userName,
  kind: 'staff',
  line: `${givenName} ${familyName}: ${task}`,
  acr: acrOf('substantial'),
  amr: ['pwd', demoTwoFactors],
  claims: {
    name: `${givenName} ${familyName}`,
    given_name: givenName,
    family_name: familyName,
    email: userName,
    email_verified: true,
  },
})
