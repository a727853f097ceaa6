// The identity providers of a town: what the operator wrote down, checked once, and which of them can prove what is asked for.
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { reaches } from '../../../kernel/access.ts'
import type { House } from '../../../kernel/house.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import type { Level } from '../../../kernel/tables.ts'
import type { Town } from '../../../kernel/town.ts'

const LevelName = Type.Union([Type.Literal('none'), Type.Literal('low'), Type.Literal('substantial'), Type.Literal('high')])

/** One entry of `identityProviders` in `town.json`. */
export const IdentityProvider = Type.Object(
  {
    /** Stands in addresses and never changes. */
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,30}$' }),
    label: Type.Object({ de: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }),
    issuer: Type.String({ pattern: '^https?://' }),
    clientId: Type.String({ minLength: 1 }),
    /** A file with the client's secret; without it a public client with PKCE alone. */
    clientSecretFile: Type.Optional(Type.String()),
    /** Whose accounts it keeps. */
    kind: Type.Union([Type.Literal('residents'), Type.Literal('companies'), Type.Literal('staff')]),
    /** Value of the level claim → our level. What is missing proves `none`. */
    levels: Type.Record(Type.String(), LevelName),
    /** `acr` without it. */
    levelClaim: Type.Optional(Type.String()),
    /** Values of `acr` or `amr` that stand for two factors. */
    secondFactor: Type.Optional(Type.Array(Type.String())),
    /** Claim with the names of a member of staff's groups, and what each stands for: `"wf-trade": "clerks@trade-office"`, `role@*` for the whole town. */
    groupClaim: Type.Optional(Type.String()),
    groups: Type.Optional(Type.Record(Type.String(), Type.String({ pattern: '^[a-z0-9][a-z0-9-]*@(\\*|[a-z0-9][a-z0-9-]*)$' }))),
    scope: Type.Optional(Type.String()),
    /** How long a person waits for each call; 5 without it. */
    waitSeconds: Type.Optional(Type.Number({ minimum: 1, maximum: 20 })),
  },
  { additionalProperties: false },
)
export type IdentityProvider = Static<typeof IdentityProvider> & {
  /** Only in tests: the settings name a file. */
  clientSecret?: string
  /** Stands for the issuer where its address changes with every start: in a demonstration. */
  knownAs?: string
}

const list = Compile(Type.Array(IdentityProvider))
const read = new WeakMap<object, readonly IdentityProvider[]>()
/** Providers that run beside the server of a demonstration. */
type ProvidersOf = (town: Town) => readonly IdentityProvider[]
const demo = new WeakMap<House, ProvidersOf>()

export const setDemoProviders = (house: House, providers: ProvidersOf): void => void demo.set(house, providers)

/** @throws Error naming the town and the place of what is wrong in its settings */
export function providersOf(house: House, town: Town): readonly IdentityProvider[] {
  const { settings } = town
  let own = read.get(settings)
  if (!own) {
    const written = (settings as { identityProviders?: unknown }).identityProviders ?? []
    if (!list.Check(written)) {
      const [first] = list.Errors(written)
      throw new Error(`towns/${town.key}/town.json: identityProviders${first?.instancePath} ${first?.message}`)
    }
    own = written
    read.set(settings, own)
  }
  return settings.demo && house.demo ? [...own, ...(demo.get(house)?.(town) ?? [])] : own
}

export const findProvider = (house: House, town: Town, id: string): IdentityProvider | undefined =>
  providersOf(house, town).find((provider) => provider.id === id)

/** Those that can prove the level; for a second factor those that can prove one. */
export function providersFor(visit: Visit, wanted: { level: Level; secondFactor: boolean }): { id: string; label: string }[] {
  const tongue = visit.language === 'en' ? 'en' : 'de'
  return providersOf(visit.house, visit.town)
    .filter(({ levels }) => wanted.level === 'none' || Object.values(levels).some((level) => reaches(level, wanted.level)))
    .filter(({ secondFactor }) => !wanted.secondFactor || secondFactor !== undefined)
    .map(({ id, label }) => ({ id, label: label[tongue] }))
}
