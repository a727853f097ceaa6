// The demonstration: its identity provider runs beside the server and serves all demonstration towns.
import type { DemoStaff } from '../../../contracts/sign-in.ts'
import type { House } from '../../../kernel/house.ts'
import type { Town } from '../../../kernel/town.ts'
import { type DemoPerson, demoColleague, demoLevels, demoPersons, demoTwoFactors } from './demo-persons.ts'
import { type DemoClient, type RunningProvider, startDemoProvider } from './demo-provider.ts'
import { type IdentityProvider, setDemoProviders } from './provider.ts'

const kinds = [
  { id: 'demo-id', kind: 'residents', label: { de: 'Ausweis (Beispiel)', en: 'identity card (example)' } },
  { id: 'demo-company', kind: 'companies', label: { de: 'Unternehmenskonto (Beispiel)', en: 'company account (example)' } },
  { id: 'demo-staff', kind: 'staff', label: { de: 'Stadtverwaltung (Beispiel)', en: 'city administration (example)' } },
] as const

const running = new WeakMap<House, Promise<RunningProvider>>()
const demoTowns = (house: House): Town[] => house.towns.list().filter(({ settings }) => settings.demo)

const clientId = (town: Town, id: string): string => `${town.key}-${id}`
const clientsOf = (towns: readonly Town[]): DemoClient[] =>
  towns.flatMap((town) =>
    kinds.map(({ id, kind }) => ({
      id: clientId(town, id),
      kind,
      redirectUri: `${town.origin}/accounts/sign-in/back/${id}`,
      afterSignOut: `${town.origin}/accounts/signed-out`,
    })),
  )

/** Of one town, with a client of its own. */
export const demoProvidersOf = (town: Town, issuer: string): IdentityProvider[] =>
  kinds.map(({ id, kind, label }) => ({
    id,
    kind,
    label,
    issuer,
    clientId: clientId(town, id),
    knownAs: 'demo',
    levels: demoLevels,
    ...(kind === 'staff' && { secondFactor: [demoTwoFactors], groupClaim: 'groups' }),
  }))

async function listPersons(house: House, [town]: readonly Town[]): Promise<DemoPerson[]> {
  const colleagues = town ? await house.askAll<DemoStaff>(town, 'demo-staff', {}) : []
  return [...demoPersons, ...colleagues.flatMap(({ answer }) => answer).map(demoColleague)]
}

/** Starts with the server of a demonstration; @returns how to stop it */
export function openDemo(house: House): (() => Promise<void>) | undefined {
  if (!house.demo || demoTowns(house).length === 0) return undefined
  const towns = demoTowns(house)
  const started = listPersons(house, towns).then((persons) => startDemoProvider(clientsOf(towns), persons))
  running.set(house, started)
  started.then(
    ({ issuer }) => setDemoProviders(house, (town) => demoProvidersOf(town, issuer)),
    (fault: unknown) => house.log.fault('the identity provider of the demonstration did not start', fault),
  )
  return () =>
    started.then(
      ({ close }) => close(),
      () => undefined,
    )
}

/** Who can sign in, one line each; other rooms print their own colleagues. */
export async function listDemoAccounts(house: House): Promise<string[]> {
  if (!(await running.get(house))) return []
  return demoPersons.map(({ line, kind }) => `${line} – ${kinds.find((one) => one.kind === kind)?.label.de}`)
}
