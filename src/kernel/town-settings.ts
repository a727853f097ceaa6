// The settings of one municipality, as its folder `towns/<key>/town.json` states them.

import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'

const Both = Type.Object({ de: Type.String(), en: Type.String() })
const Colour = Type.String({ pattern: '^#[0-9a-f]{6}$' })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

/** Without it 3 years: our own choice, no law we know names a figure. Read by the database itself (0005-retention.sql). */
const KeepYears = Type.Integer({ minimum: 1, maximum: 30 })

/** ISO 3166-2:DE without the prefix. @de Bundesland */
const Land = Type.String({ pattern: '^(BW|BY|BE|BB|HB|HH|HE|MV|NI|NW|RP|SL|SN|ST|SH|TH)$' })

export const TownSettings = Type.Object(
  {
    key: Type.String({ pattern: '^[a-z][a-z0-9-]{0,38}$' }),
    name: Type.String({ minLength: 1 }),
    officialName: Type.String({ minLength: 1 }),
    /** What else people call the town, such as `Munich`: in a question its name says nothing about what is meant. */
    otherNames: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
    subtitle: Both,
    land: Land,
    /** Amtlicher Regionalschlüssel, 12 digits. */
    ars: Type.String({ pattern: '^[0-9]{12}$' }),
    /** Keys of holidays that only some municipalities have and this one says it has, such as `assumption`; without it they are undecided. */
    localHolidays: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z-]+$' }))),
    default: Type.Optional(Type.Boolean()),
    hosts: Type.Array(Type.String({ pattern: '^[a-z0-9.-]+$' })),
    origin: Type.Optional(Type.String({ pattern: '^https?://[a-z0-9.:-]+$' })),
    /** Relying party of passkeys; must never change once people have registered one. */
    rpId: Type.Optional(Type.String()),
    accent: Colour,
    accentDark: Colour,
    crest: Type.String(),
    demo: Type.Boolean(),
    languages: Type.Array(Type.Union([Type.Literal('de'), Type.Literal('en'), Type.Literal('leicht')])),
    center: Type.Optional(Type.Object({ lat: Type.Number(), lon: Type.Number() })),
    help: Type.Object({
      phone: Type.Array(Type.Object({ label: Both, number: Type.String(), hours: Nullable(Both) })),
      writeTo: Nullable(Type.String()),
    }),
    accessibility: Type.Object({
      statementDate: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }),
      easyLanguageDuty: Type.String(),
      signLanguageDuty: Type.String(),
    }),
    securityContact: Nullable(Type.String()),
    /** The day somebody last confirmed that the security contact answers; without it, the accessibility statement's day. */
    securityContactDate: Type.Optional(Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })),
    banner: Nullable(
      Type.Object({
        title: Both,
        text: Both,
        link: Type.Optional(Type.Object({ label: Both, url: Type.String({ pattern: '^/' }) })),
        example: Type.Optional(Type.Boolean()),
      }),
    ),
    /** Internal networks in CIDR form: staff from anywhere else need a second factor. */
    staffNetworks: Type.Optional(Type.Array(Type.String())),
    ownWords: Type.Optional(Type.Record(Type.String(), Type.String())),
    modules: Type.Optional(Type.Array(Type.String())),
    /** `staffNames`: whether people see the names of staff in the log of looks, by default only unit, role, time and purpose. */
    looks: Type.Optional(Type.Object({ staffNames: Type.Optional(Type.Boolean()), keepYears: Type.Optional(KeepYears) })),
    /** How long the security audit says who did what to whom; time and kind of event stay. */
    audit: Type.Optional(Type.Object({ keepYears: Type.Optional(KeepYears) })),
    catalogue: Type.Optional(Type.Unknown()),
    map: Type.Optional(Type.Unknown()),
  },
  { additionalProperties: true },
)
export type TownSettings = Static<typeof TownSettings>

const validator = Compile(TownSettings)

/** @throws Error with one line per wrong setting, each with its place in the file. */
export function readTownSettings(file: string, text: string): TownSettings {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (fault) {
    throw new Error(`${file} is not valid JSON: ${(fault as Error).message}`)
  }
  if (validator.Check(value)) return value
  const lines = validator.Errors(value).map(({ instancePath, message }) => `${file}: ${instancePath || '/'} ${message}`)
  throw new Error([...new Set(lines)].join('\n'))
}
