// PATCH of SCIM: operations applied to a copy of the resource, which is then stored like one sent whole.
// @standard RFC 7644 section 3.5.2
import { ScimError } from './answer.ts'
import { enterprise, fits, pathNamed, readFilter } from './filter.ts'

type Json = Record<string, unknown>
type Operation = { op: 'add' | 'replace' | 'remove'; path: string | undefined; value: unknown }

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const readOnly = ['id', 'meta', 'schemas', 'groups']

/** @throws ScimError for what is no PATCH request */
export function readOperations(body: unknown): Operation[] {
  const list = isObject(body) ? Object.entries(body).find(([name]) => name.toLowerCase() === 'operations')?.[1] : undefined
  if (!Array.isArray(list) || list.length === 0) throw new ScimError(400, 'A PATCH holds a list "Operations".', 'invalidSyntax')
  if (list.length > 100) throw new ScimError(400, 'At most 100 operations at once.', 'tooMany')
  return list.map((entry) => {
    // Some directories write `Add` and `Replace`.
    const op = isObject(entry) && typeof entry.op === 'string' ? entry.op.toLowerCase() : ''
    if (op !== 'add' && op !== 'replace' && op !== 'remove')
      throw new ScimError(400, 'An operation is add, replace or remove.', 'invalidSyntax')
    const { path, value } = entry as Json
    if (path !== undefined && typeof path !== 'string') throw new ScimError(400, 'A path is a text.', 'invalidPath')
    if (op === 'remove' && path === undefined) throw new ScimError(400, 'What is to be removed needs a path.', 'noTarget')
    if (op !== 'remove' && value === undefined) throw new ScimError(400, 'The operation has no value.', 'invalidValue')
    return { op, path, value }
  })
}

/** A changed copy; names of attributes keep the spelling they have in `resource` or in `known`. */
export function applyOperations(resource: Json, operations: readonly Operation[], known: readonly string[]): Json {
  const changed = structuredClone(resource)
  for (const operation of operations) {
    if (operation.path === undefined) {
      if (!isObject(operation.value)) throw new ScimError(400, 'Without a path the value is an object.', 'invalidValue')
      for (const [path, value] of Object.entries(operation.value)) applyOne(changed, { op: operation.op, path, value }, known)
    } else applyOne(changed, operation as Operation & { path: string }, known)
  }
  return changed
}

const pathShape = /^((?:urn:[A-Za-z0-9:.-]+:)?[A-Za-z$][\w$-]*)(?:\[(.+)\])?(?:\.([A-Za-z$][\w$-]*))?$/s

function applyOne(resource: Json, { op, path, value }: Operation & { path: string }, known: readonly string[]): void {
  if (path.toLowerCase() === enterprise.toLowerCase()) {
    if (op === 'remove') delete resource[enterprise]
    else if (isObject(value))
      resource[enterprise] = { ...(op === 'add' || op === 'replace' ? (resource[enterprise] as Json) : {}), ...value }
    else throw new ScimError(400, 'The extension is an object.', 'invalidValue')
    return
  }
  const found = pathShape.exec(path)
  if (!found) throw new ScimError(400, `"${path.slice(0, 80)}" is no path.`, 'invalidPath')
  const [, attribute = '', filter, sub] = found
  const named = pathNamed(attribute)
  const inExtension = named.startsWith('enterprise.')
  if (inExtension && !isObject(resource[enterprise])) resource[enterprise] = {}
  const holder = inExtension ? (resource[enterprise] as Json) : resource
  const low = named.replace(/^enterprise\./, '')
  if (readOnly.includes(low)) throw new ScimError(400, `"${attribute}" cannot be changed.`, 'mutability')
  const name = [...Object.keys(holder), ...known].find((one) => one.toLowerCase() === low) ?? attribute.replace(/^.*:/, '')
  if (name === '__proto__' || sub === '__proto__') throw new ScimError(400, 'This is no attribute.', 'invalidPath')
  if (filter !== undefined) changeEntries(holder, name, { op, filter, sub, value })
  else if (sub !== undefined) changePart(holder, name, sub, op, value)
  else if (op === 'remove') {
    // Some directories send the entries to be removed as the value.
    if (Array.isArray(value) && Array.isArray(holder[name])) holder[name] = without(holder[name] as unknown[], value)
    else delete holder[name]
  } else if (op === 'add' && Array.isArray(holder[name]))
    holder[name] = [...without(holder[name] as unknown[], listOf(value)), ...listOf(value)]
  else if (isObject(value) && isObject(holder[name])) holder[name] = { ...(holder[name] as Json), ...value }
  else holder[name] = value
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])
const valueIn = (entry: unknown): unknown => (isObject(entry) ? entry.value : entry)
const without = (list: unknown[], gone: readonly unknown[]): unknown[] => {
  const values = new Set(gone.map(valueIn))
  return list.filter((entry) => !values.has(valueIn(entry)))
}

function changePart(holder: Json, name: string, sub: string, op: Operation['op'], value: unknown): void {
  if (Array.isArray(holder[name])) {
    holder[name] = (holder[name] as unknown[]).map((entry) => (isObject(entry) ? withPart(entry, sub, op, value) : entry))
    return
  }
  holder[name] = withPart(isObject(holder[name]) ? (holder[name] as Json) : {}, sub, op, value)
}

function withPart(entry: Json, sub: string, op: Operation['op'], value: unknown): Json {
  const name = Object.keys(entry).find((one) => one.toLowerCase() === sub.toLowerCase()) ?? sub
  const { [name]: _, ...rest } = entry
  return op === 'remove' ? rest : { ...rest, [name]: value }
}

type EntryChange = { op: Operation['op']; filter: string; sub: string | undefined; value: unknown }

function changeEntries(holder: Json, name: string, { op, filter, sub, value }: EntryChange): void {
  const condition = readFilter(filter)
  const list = Array.isArray(holder[name]) ? (holder[name] as unknown[]) : []
  const isMeant = (entry: unknown): boolean => isObject(entry) && fits(condition, entry)
  if (!list.some(isMeant)) {
    if (op === 'remove') return
    // @standard RFC 7644 section 3.5.2.3: nothing to replace; an `add` to `emails[type eq "work"].value` makes the entry.
    if (op === 'replace' || condition.op !== 'eq') throw new ScimError(400, 'No entry fits the path.', 'noTarget')
    const made = {
      [condition.path]: condition.value,
      ...(sub === undefined && isObject(value) ? value : {}),
      ...(sub !== undefined && { [sub]: value }),
    }
    holder[name] = [...list, made]
    return
  }
  if (op === 'remove' && sub === undefined) holder[name] = list.filter((entry) => !isMeant(entry))
  else
    holder[name] = list.map((entry) => {
      if (!isMeant(entry)) return entry
      if (sub !== undefined) return withPart(entry as Json, sub, op, value)
      return isObject(value) ? { ...(entry as Json), ...value } : entry
    })
}
