// What programs send and read at `/api/v1/processes`.
import { type TSchema, Type } from 'typebox'

/** Names to values: numbers and texts as they are, days as `{ "type": "date", "value": "2026-12-01" }`. */
export const Variables = Type.Unknown()
const Id = Type.String({ format: 'uuid' })
const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

export const NewInstance = Type.Object({
  process: Type.String({ minLength: 1, maxLength: 200 }),
  businessKey: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  /** The same key begins one instance, however often it is sent. */
  key: Type.Optional(Type.String({ minLength: 1, maxLength: 150 })),
  variables: Type.Optional(Variables),
})
export const Begun = Type.Object({ id: Id, isNew: Type.Boolean() })
export const InstanceAnswer = Type.Object({
  id: Id,
  process: Type.String(),
  version: Type.Integer(),
  businessKey: Nullable(Type.String()),
  state: Type.String(),
  startedAt: Type.String(),
  endedAt: Nullable(Type.String()),
  at: Type.Array(Type.String()),
  incidents: Type.Array(Type.Object({ step: Type.String(), message: Type.String(), at: Type.String() })),
  variables: Variables,
})
export const HistoryQuery = Type.Object({
  after: Type.Optional(Type.Integer({ minimum: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
})
export const History = Type.Object({
  items: Type.Array(
    Type.Object({
      number: Type.Integer(),
      at: Type.String(),
      what: Type.String(),
      step: Nullable(Type.String()),
      details: Type.Unknown(),
      actor: Type.String(),
    }),
  ),
  next: Nullable(Type.Integer()),
})
export const NewMessage = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  key: Type.Optional(Type.String({ maxLength: 200 })),
  kind: Type.Optional(Type.Union([Type.Literal('message'), Type.Literal('signal')])),
  /** The same word is the same message. */
  once: Type.String({ minLength: 1, maxLength: 150 }),
  keptDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 365 })),
  variables: Type.Optional(Variables),
})
export const MessageAnswer = Type.Object({ isNew: Type.Boolean(), state: Type.String(), instance: Nullable(Id) })
export const TasksQuery = Type.Object({
  process: Type.Optional(Type.String({ maxLength: 200 })),
  businessKey: Type.Optional(Type.String({ maxLength: 200 })),
  after: Type.Optional(Id),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})
export const TaskItem = Type.Object({
  id: Id,
  process: Type.String(),
  instance: Id,
  businessKey: Nullable(Type.String()),
  step: Type.String(),
  name: Type.String(),
  units: Type.Array(Type.String()),
  assignee: Nullable(Id),
  dueAt: Nullable(Type.String()),
  priority: Type.Integer(),
  form: Nullable(Type.String()),
})
export const Tasks = Type.Object({ items: Type.Array(TaskItem) })
export const Completion = Type.Object({ variables: Type.Optional(Variables) })
export const Claim = Type.Object({ assignee: Nullable(Id) })
export const Fetch = Type.Object({
  worker: Type.String({ minLength: 1, maxLength: 60 }),
  topics: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 50 }),
  max: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  leaseSeconds: Type.Optional(Type.Integer({ minimum: 5, maximum: 3_600 })),
})
export const Fetched = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Id,
      topic: Type.String(),
      instance: Id,
      businessKey: Nullable(Type.String()),
      step: Type.String(),
      lockedUntil: Type.String(),
      triesLeft: Type.Integer(),
      variables: Variables,
    }),
  ),
})
const worker = Type.String({ minLength: 1, maxLength: 60 })
export const WorkAnswer = Type.Union([
  Type.Object({ worker, done: Variables }),
  Type.Object({
    worker,
    fault: Type.String({ maxLength: 1_000 }),
    retries: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
    retrySeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400 })),
  }),
  Type.Object({
    worker,
    error: Type.Object({ code: Type.String({ maxLength: 200 }), message: Type.String({ maxLength: 500 }) }),
    variables: Type.Optional(Variables),
  }),
  Type.Object({ worker, extendSeconds: Type.Integer({ minimum: 5, maximum: 3_600 }) }),
])
export const Done = Type.Object({ done: Type.Boolean() })
