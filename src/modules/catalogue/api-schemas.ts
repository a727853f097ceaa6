// What programs get from the catalogue and may ask for: an answer holds these fields and no others.
import { Type } from 'typebox'

const closed = { additionalProperties: false }
const nothing = Type.Null()
const language = Type.Union([Type.Literal('de'), Type.Literal('en'), Type.Literal('leicht')])
const instant = Type.String({ format: 'date-time' })

export const LanguageQuery = Type.Object({ language: Type.Optional(language) })
export const ListQuery = Type.Object({
  language: Type.Optional(language),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  /** The `id` of the last item seen; `next` holds the whole address. */
  after: Type.Optional(Type.Integer({ minimum: 0, maximum: 999_999_999 })),
})
export const ServicesQuery = Type.Object({
  ...ListQuery.properties,
  /** A day or an instant: only what changed since. What was retired stands in `/changes.atom`. */
  modified_since: Type.Optional(Type.Union([Type.String({ format: 'date' }), Type.String({ format: 'date-time' })])),
})

const thing = { id: Type.String(), sourceId: Type.String(), url: Type.String({ format: 'uri' }), title: Type.String() }
export const ServiceItem = Type.Object(
  {
    ...thing,
    source: Type.String(),
    language: Type.String(),
    summary: Type.Union([Type.String(), nothing]),
    kind: Type.Union([Type.Literal('service'), Type.Literal('advice')]),
    leikaKeys: Type.Array(Type.String()),
    changed: instant,
  },
  closed,
)
const open = Type.Array(Type.Object({}, { additionalProperties: true }))
export const ServiceDetail = Type.Object(
  {
    ...thing,
    source: Type.String(),
    kind: Type.Union([Type.Literal('service'), Type.Literal('advice')]),
    changed: instant,
    leikaKeys: Type.Array(Type.String()),
    audience: Type.Array(Type.String()),
    /** By language; fields after XZuFi, rich text as sanitised HTML. */
    texts: Type.Record(Type.String(), Type.Object({ title: Type.String() }, { additionalProperties: true })),
    /** Money in integer cents. */
    fees: open,
    deadlines: open,
    processingTimes: open,
    documents: open,
    legalBases: open,
    forms: open,
    links: open,
    channels: open,
    assuranceLevel: Type.Union([Type.String(), nothing]),
    validity: open,
    offices: Type.Array(
      Type.Object(
        { id: Type.String(), title: Type.String(), url: Type.String(), durationMinutes: Type.Union([Type.Integer(), nothing]) },
        closed,
      ),
    ),
    relatedIds: Type.Array(Type.String()),
    topicIds: Type.Array(Type.String()),
    situationIds: Type.Array(Type.String()),
  },
  closed,
)
export const OfficeItem = Type.Object(
  {
    ...thing,
    source: Type.String(),
    unit: Type.Union([Type.String(), nothing]),
    address: Type.Union([Type.String(), nothing]),
    phone: Type.Union([Type.String(), nothing]),
    email: Type.Union([Type.String(), nothing]),
    /** WGS 84 */
    geo: Type.Union([Type.Object({ lat: Type.Number(), lon: Type.Number() }, closed), nothing]),
    services: Type.Integer(),
    changed: instant,
  },
  closed,
)
export const OfficeDetail = Type.Object(
  {
    ...OfficeItem.properties,
    alternativeNames: Type.Array(Type.String()),
    openingHours: open,
    serviceIds: Type.Array(Type.String()),
  },
  closed,
)
export const SituationItem = Type.Object(
  { ...thing, summary: Type.Union([Type.String(), nothing]), serviceIds: Type.Array(Type.String()) },
  closed,
)
export const TopicItem = Type.Object({ ...thing, parentIds: Type.Array(Type.String()), services: Type.Integer() }, closed)

/** `next` is the address of the following page, null on the last one. */
export const listOf = <T extends ReturnType<typeof Type.Object>>(item: T) =>
  Type.Object(
    { total: Type.Integer(), items: Type.Array(item), next: Type.Union([Type.String({ format: 'uri' }), nothing]) },
    closed,
  )
