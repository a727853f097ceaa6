// The demonstration: its identity provider runs beside the server and serves all demonstration towns.
import type { House } from '../../../kernel/house.ts'
import { grantPermission, registerPerson } from '../../../kernel/people.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { demoLevels, demoPersons, demoTwoFactors } from './demo-persons.ts'
import { type DemoClient, type RunningProvider, startDemoProvider } from './demo-provider.ts'
import { type IdentityProvider, setDemoProviders } from './provider.ts'
import type { SignInTables } from './tables.ts'
import { addWay, findWay, ownLook, wayName } from './way.ts'

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

/** Starts with the server of a demonstration; @returns how to stop it */
export function openDemo(house: House): (() => Promise<void>) | undefined {
  if (!house.demo || demoTowns(house).length === 0) return undefined
  const started = startDemoProvider(clientsOf(demoTowns(house)))
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

/** Who can sign in, one line each; the member of staff is made where there is none yet, and may do everything. */
export async function listDemoAccounts(house: House, now: Date): Promise<string[]> {
  const provider = await running.get(house)
  if (!provider) return []
  for (const town of demoTowns(house)) await makeDemoStaff(house, town, now)
  return demoPersons.map(({ line, kind }) => `${line} – ${kinds.find((one) => one.kind === kind)?.label.de}`)
}

async function makeDemoStaff(house: House, town: Town, now: Date): Promise<void> {
  for (const { sub, claims } of demoPersons.filter(({ kind }) => kind === 'staff')) {
    const name = wayName(town, 'provider', 'demo', sub)
    if (await town.read((db: ReadDb<SignInTables>) => findWay(db, 'provider', name))) continue
    const names = { givenName: String(claims.given_name), familyName: String(claims.family_name) }
    const person = await registerPerson(town, { kind: 'staff', ...names }, now)
    await town.personal(ownLook(person, 'Beispielzugang der Vorführung'), (db: WriteDb<SignInTables>) =>
      addWay(db, person, { kind: 'provider', name, label: String(claims.name), provider: 'demo-staff' }, now),
    )
    for (const module of house.modules)
      for (const permission of Object.keys(module.permissions ?? {}))
        await grantPermission(town, person, `${module.name}.${permission}`)
  }
}
