// Reads an organisation from CSV or JSON; every line that cannot be meant is refused with its reason.
import { readCsv } from './csv.ts'
import type { UnitDetails, UnitKind } from './tables.ts'

export type UnitLine = {
  /** Line of the CSV file, or number of the entry. */
  line: number
  key: string
  parent: string | null
  kind: UnitKind
  name: string
  details: UnitDetails
}
export type RefusedLine = { line: number; key: string; reason: string }
export type ReadOrganisation = { lines: UnitLine[]; refused: RefusedLine[] }

export const unitKinds: readonly UnitKind[] = ['department', 'division', 'unit', 'enterprise', 'subsidiary']
const columns = ['key', 'parent', 'kind', 'name', 'name_en', 'controller', 'payee', 'imprint', 'competences', 'locations', 'mail']

/** @throws Error for a file that is none of ours. */
export function readOrganisation(text: string, { example = false } = {}): ReadOrganisation {
  const plain = text.replace(/^\uFEFF/, '')
  const entries = plain.trimStart().startsWith('{') ? entriesOfJson(plain) : entriesOfCsv(plain)
  const lines: UnitLine[] = []
  const refused: RefusedLine[] = []
  for (const entry of entries) {
    const outcome = unitOf(entry, example)
    if ('reason' in outcome) refused.push(outcome)
    else lines.push(outcome)
  }
  return { lines, refused }
}

type Entry = { line: number; cells: Record<string, string> }

const mailAddress = /^[^\s@"<>,;]+@[^\s@"<>,;]+\.[^\s@"<>,;]+$/

function unitOf({ line, cells }: Entry, example: boolean): UnitLine | RefusedLine {
  const key = cells.key ?? ''
  const refuse = (reason: string): RefusedLine => ({ line, key, reason })
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(key))
    return refuse('The key has small letters, digits and hyphens, at most 64, such as trade-office.')
  const kind = unitKinds.find((one) => one === cells.kind)
  if (!kind) return refuse(`The kind is one of ${unitKinds.join(', ')}; it says "${cells.kind ?? ''}".`)
  const name = cells.name ?? ''
  if (name === '') return refuse('The name is missing.')
  const tooLong = Object.entries(cells).find(([, value]) => value.length > 2_000) ?? (name.length > 200 ? ['name'] : undefined)
  if (tooLong) return refuse(`"${tooLong[0]}" is too long.`)
  // A line break or a NUL in a name has no business in a heading, a mail or a log line.
  const strange = Object.entries(cells).find(([, value]) => /\p{Cc}/u.test(value))
  if (strange) return refuse(`"${strange[0]}" holds a control character.`)
  const { controller, payee, imprint, mail: mailbox } = cells
  if (mailbox && !mailAddress.test(mailbox)) return refuse(`"${mailbox}" is no mail address.`)
  const list = (value: string | undefined) =>
    value
      ?.split('|')
      .map((one) => one.trim())
      .filter(Boolean) ?? []
  const competences = list(cells.competences)
  const locations = list(cells.locations)
  const details: UnitDetails = {
    ...(cells.name_en && { nameEn: cells.name_en }),
    ...(controller && { controller }),
    ...(payee && { payee }),
    ...(imprint && { imprint }),
    ...(competences.length > 0 && { competences }),
    ...(locations.length > 0 && { locations }),
    ...(mailbox && { mailbox }),
    ...(example && { example }),
  }
  return { line, key, parent: cells.parent || null, kind, name, details }
}

/** @standard RFC 4180; a semicolon separates as well, as spreadsheets in German do it. The first line names the columns. */
function entriesOfCsv(text: string): Entry[] {
  const rows = readCsv(text)
  const head = rows.shift()?.cells.map((name) => name.trim().toLowerCase()) ?? []
  const unknown = head.filter((name) => !columns.includes(name))
  const missing = ['key', 'parent', 'kind', 'name'].filter((name) => !head.includes(name))
  if (missing.length > 0 || unknown.length > 0)
    throw new Error(
      `The first line names the columns ${columns.join(', ')}; ${missing.length > 0 ? `missing: ${missing.join(', ')}` : `unknown: ${unknown.join(', ')}`}.`,
    )
  return rows
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ line, cells }) => ({ line, cells: Object.fromEntries(head.map((name, at) => [name, (cells[at] ?? '').trim()])) }))
}

type JsonUnit = { id?: unknown; name?: unknown; parent?: unknown; kind?: unknown } & Record<string, unknown>

/** `{"units": [{"id", "name": {"de", "en"}, "parent", "kind"?, …}]}`, as the starter's organisation.json. Without kind: by how deep it stands. */
function entriesOfJson(text: string): Entry[] {
  let units: unknown
  try {
    units = (JSON.parse(text) as { units?: unknown }).units
  } catch (fault) {
    throw new Error(`The file is not valid JSON: ${(fault as Error).message}`)
  }
  if (!Array.isArray(units)) throw new Error('The file holds a list "units".')
  const list = units as JsonUnit[]
  const parents = new Map(list.map(({ id, parent }) => [String(id), typeof parent === 'string' ? parent : null]))
  return list.map((unit, index) => {
    const names = (typeof unit.name === 'object' && unit.name !== null ? unit.name : { de: unit.name }) as Record<string, unknown>
    const own = Object.fromEntries(
      columns.flatMap((name) => {
        const value = unit[name]
        if (Array.isArray(value)) return [[name, value.join('|')]]
        return typeof value === 'string' ? [[name, value.trim()]] : []
      }),
    )
    const depth = depthOf(String(unit.id), parents)
    const kind = own.kind ?? (depth < 2 ? 'department' : depth === 2 ? 'division' : 'unit')
    const name = { name: String(names.de ?? '').trim(), name_en: String(names.en ?? '').trim() }
    return {
      line: index + 1,
      cells: { ...own, ...name, key: String(unit.id ?? ''), parent: parents.get(String(unit.id)) ?? '', kind },
    }
  })
}

function depthOf(id: string, parents: ReadonlyMap<string, string | null>): number {
  let depth = 0
  for (let at = parents.get(id); at && depth < parents.size; at = parents.get(at)) depth += 1
  return depth
}
