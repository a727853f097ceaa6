// The shapes of the files that a town's folder keeps for the catalogue, checked before anything is taken over.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type Static, type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { UnreadableFile } from './readers/fields.ts'

const key = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,80}$' })
const text = (atMost: number) =>
  Type.Object({
    de: Type.String({ minLength: 1, maxLength: atMost }),
    en: Type.Optional(Type.String({ maxLength: atMost })),
    leicht: Type.Optional(Type.String({ maxLength: atMost })),
  })
const sourceId = Type.String({ minLength: 1, maxLength: 200 })
const perLanguage = <T extends TSchema>(value: T) => Type.Record(Type.String({ pattern: '^(de|en|leicht)$' }), value)

export const ExclusionList = Type.Array(Type.Object({ sourceId, reason: Type.String({ minLength: 1 }) }))

export const SituationList = Type.Object({
  situations: Type.Array(
    Type.Object({
      id: key,
      title: text(200),
      lead: Type.Optional(text(1_000)),
      icon: Type.Optional(Type.String({ maxLength: 40 })),
      primary: Type.Optional(Type.Boolean()),
      highlight: Type.Optional(Type.Array(Type.Object({ sourceId, label: text(100) }))),
      groups: Type.Array(Type.Object({ title: Type.Optional(text(200)), services: Type.Array(sourceId) })),
    }),
  ),
})

export const TopicList = Type.Object({
  topics: Type.Array(Type.Object({ id: key, title: text(200), parents: Type.Array(key), services: Type.Array(sourceId) })),
})

export const ServiceTextList = Type.Object({
  services: Type.Record(
    sourceId,
    Type.Object({
      title: Type.Optional(perLanguage(Type.String({ minLength: 1, maxLength: 500 }))),
      summary: Type.Optional(perLanguage(Type.String({ minLength: 1, maxLength: 2_000 }))),
      keywords: Type.Optional(perLanguage(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 200 }))),
    }),
  ),
})

/** Services that can be done online, each with one of the addresses its own delivered links name. */
export const OnlineList = Type.Object({
  services: Type.Record(
    sourceId,
    Type.Object({
      url: Type.String({ pattern: '^https://', maxLength: 2_000 }),
      title: Type.Optional(perLanguage(Type.String({ minLength: 1, maxLength: 200 }))),
    }),
  ),
})

/** What `town.json` says about the catalogue: names of files below the town's folder. */
export const CatalogueSettings = Type.Object({
  source: Type.Optional(
    Type.Union([
      Type.Null(),
      Type.Object({
        format: Type.Union([Type.Literal('munich'), Type.Literal('berlin'), Type.Literal('xzufi')]),
        files: Type.Array(Type.String(), { minItems: 1 }),
      }),
    ]),
  ),
  exclude: Type.Optional(Type.String()),
  lifeSituations: Type.Optional(Type.String()),
  businessSituations: Type.Optional(Type.String()),
  topics: Type.Optional(Type.String()),
  texts: Type.Optional(Type.String()),
  online: Type.Optional(Type.String()),
  /** A second person publishes what editors wrote. @de Vier-Augen-Prinzip */
  fourEyes: Type.Optional(Type.Boolean()),
})
export const MapSettings = Type.Object({ districts: Type.String(), attribution: Type.String({ minLength: 1 }) })

/** @throws UnreadableFile with the first places that are wrong */
export function checked<T extends TSchema>(schema: T, value: unknown, name: string): Static<T> {
  const validator = Compile(schema)
  if (validator.Check(value)) return value as Static<T>
  const places = [...validator.Errors(value)].slice(0, 5).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
  throw new UnreadableFile(`${name}: ${[...new Set(places)].join('; ')}`)
}

/** @throws UnreadableFile */
export function readList<T extends TSchema>(schema: T, file: string): Static<T> {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (fault) {
    throw new UnreadableFile(`${basename(file)} cannot be read: ${(fault as Error).message}`)
  }
  return checked(schema, value, basename(file))
}
