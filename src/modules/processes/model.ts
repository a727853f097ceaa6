// Models: deployed from files in versions; new instances take the newest, running ones keep theirs.
import { createHash } from 'node:crypto'
import { recordAudit } from '../../kernel/audit.ts'
import { newId } from '../../kernel/ids.ts'
import type { Town } from '../../kernel/town.ts'
import { compileBpmn } from '../../standards/bpmn/compile.ts'
import type { Finding, Process } from '../../standards/bpmn/model.ts'
import { BpmnError, readBpmn } from '../../standards/bpmn/read.ts'
import { openModel } from '../../standards/dmn/dmn.ts'
import { checkTable } from '../../standards/dmn/gaps.ts'
import type { Node } from '../../standards/dmn/model.ts'
import { DmnError, readDmn } from '../../standards/dmn/reader.ts'
import { readXml, XmlError } from '../../standards/xml/tree.ts'
import { Stuck } from './engine/rules.ts'
import { startsOf } from './start.ts'
import { findUnits } from './store.ts'
import type { ModelKind } from './tables.ts'
import type { Db } from './version.ts'

export type ReadModel = { kind: ModelKind; key: string; name: string; process?: Process }
export type ReadFile = { models: ReadModel[]; findings: Finding[] }

const fault = (de: string, en: string, proposal?: Finding['proposal']): Finding => ({
  severity: 'error',
  element: '',
  name: '',
  what: { de, en },
  proposal,
})
const unreadable = ({ message }: Error): ReadFile => ({
  models: [],
  findings: [fault(`Die Datei kann nicht gelesen werden: ${message}`, message)],
})

/** Reads and checks a BPMN or DMN file; findings of severity `error` say why it does not run. */
export async function readModelFile(source: string): Promise<ReadFile> {
  try {
    // Only the first characters: which standard, not whether it is right.
    if (/<([\w-]+:)?definitions\b[^>]*\/spec\/DMN\//s.test(source.slice(0, 20_000))) return readDecisionFile(source)
    const compiled = compileBpmn(await readBpmn(source))
    const executable = compiled.processes.filter((process) => process.executable)
    const findings = [...compiled.findings]
    if (executable.length === 0)
      findings.push(
        fault('In der Datei ist kein Prozess, der ausgeführt werden soll.', 'The file has no process that is meant to run.', {
          de: 'Setzen Sie im Modellierer das Häkchen „Executable“ (isExecutable="true").',
          en: 'Tick "Executable" in the modeler (isExecutable="true").',
        }),
      )
    const models = executable.map((process): ReadModel => ({ kind: 'process', key: process.id, name: process.name, process }))
    return { models, findings }
  } catch (error) {
    if (error instanceof BpmnError || error instanceof XmlError || error instanceof DmnError) return unreadable(error)
    throw error
  }
}

function readDecisionFile(source: string): ReadFile {
  readXml(source)
  const model = readDmn(source)
  openModel(model)
  const name = model.name || model.namespace
  if (!model.nodes.some(({ is }) => is === 'decision' || is === 'service'))
    return { models: [], findings: [fault('In der Datei ist keine Entscheidung.', 'The file has no decision.')] }
  return { models: [{ kind: 'decision', key: model.namespace || name, name }], findings: model.nodes.flatMap(tableFindings) }
}

const inGerman = (words: string): string =>
  words
    .replace(/^below /, 'unter ')
    .replace(/^above /, 'über ')
    .replace(/^between (.+) and (.+)$/, 'zwischen $1 und $2')
    .replace(/^any other$/, 'jeder andere Wert')
    .replace(/^any$/, 'jeder Wert')
    .replace(/^true$/, 'ja')
    .replace(/^false$/, 'nein')

/** Gaps and overlaps are told, not refused: a department may mean them. */
function tableFindings(node: Node): Finding[] {
  if (node.is !== 'decision' || node.logic?.is !== 'table') return []
  const checked = checkTable(node.logic.table)
  if ('untold' in checked) return []
  return checked.findings.map(({ kind, case: words, rules }) => ({
    severity: 'warning',
    element: node.id,
    name: node.name,
    what:
      kind === 'gap'
        ? {
            de: `Für diesen Fall gilt keine Regel: ${words.map(inGerman).join(' | ')}`,
            en: `No rule holds for this case: ${words.join(' | ')}`,
          }
        : {
            de: `Für diesen Fall gelten mehrere Regeln (${rules.join(', ')}): ${words.map(inGerman).join(' | ')}`,
            en: `Several rules (${rules.join(', ')}) hold for this case: ${words.join(' | ')}`,
          },
  }))
}

export type Deployed = {
  model: string
  version: string
  kind: ModelKind
  key: string
  name: string
  number: number
  isNew: boolean
}
export type Deployment = { deployed: Deployed[]; findings: Finding[] } | { refused: Finding[] }

export type ModelFile = {
  source: string
  unit: string
  /** A decision model is called like this in the town instead of by its namespace, which many files share. */
  key?: string | undefined
  by?: string | undefined
  mayReplaceIn?: (unit: string) => boolean
}

/** All models of a file or none. The same file again changes nothing. */
export async function deploy(db: Db, town: Town, file: ModelFile, now: Date): Promise<Deployment> {
  const { models: read, findings } = await readModelFile(file.source)
  const models = read.map((model) => (model.kind === 'decision' && file.key ? { ...model, key: file.key } : model))
  if (models.length === 0 || findings.some(({ severity }) => severity === 'error')) return { refused: findings }
  const foreign = await keysElsewhere(db, models, file.mayReplaceIn)
  if (foreign.length > 0) return { refused: foreign }
  const all = [...findings, ...(await unknownUnits(db, models))]
  const hash = createHash('sha256').update(file.source).digest('hex')
  try {
    // Before anything is written: what a refused file had written would stay.
    for (const { process } of models) if (process) startsOf(town, process, '', '', now)
  } catch (stuck) {
    if (!(stuck instanceof Stuck)) throw stuck
    return { refused: [...all, fault(stuck.de, stuck.message)] }
  }
  const deployed: Deployed[] = []
  for (const model of models) deployed.push(await deployOne(db, town, model, { ...file, hash, findings: all }, now))
  return { deployed, findings: all }
}

/** A key is one in the whole town: whoever deploys it again takes over the instances that other units read and repair. */
async function keysElsewhere(
  db: Db,
  models: readonly ReadModel[],
  mayReplaceIn: (unit: string) => boolean = () => true,
): Promise<Finding[]> {
  const known = await db
    .selectFrom('processes.model')
    .select(['kind', 'key', 'unit'])
    .where(
      'key',
      'in',
      models.map(({ key }) => key),
    )
    .execute()
  return models
    .filter((model) => known.some(({ kind, key, unit }) => kind === model.kind && key === model.key && !mayReplaceIn(unit)))
    .map(({ key }) =>
      fault(`Das Modell „${key}“ gehört einer anderen Stelle.`, `The model "${key}" belongs to another unit.`, {
        de: 'Geben Sie Ihrem Modell eine andere Kennung.',
        en: 'Give your model another id.',
      }),
    )
}

type File = { source: string; unit: string; hash: string; by?: string | undefined; findings: readonly Finding[] }

async function deployOne(db: Db, town: Town, read: ReadModel, file: File, now: Date): Promise<Deployed> {
  const { kind, key, name } = read
  const known = await db
    .selectFrom('processes.model')
    .select('id')
    .where('kind', '=', kind)
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirst()
  const model = known?.id ?? newId(now)
  if (known) await db.updateTable('processes.model').set({ name, unit: file.unit }).where('id', '=', model).execute()
  else
    await db
      .insertInto('processes.model')
      .values({ id: model, key, kind, name, unit: file.unit, suspended: false, keep_days: 365, created_at: now })
      .execute()
  const newest = await db
    .selectFrom('processes.version')
    .select(['id', 'number', 'source_hash'])
    .where('model_id', '=', model)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (newest?.source_hash === file.hash)
    return { model, version: newest.id, kind, key, name, number: newest.number, isNew: false }
  const version = newId(now)
  const number = (newest?.number ?? 0) + 1
  await db
    .insertInto('processes.version')
    .values({
      id: version,
      model_id: model,
      number,
      source: file.source,
      source_hash: file.hash,
      findings: JSON.stringify(file.findings),
      deployed_at: now,
      deployed_by: file.by ?? null,
    })
    .execute()
  await db.deleteFrom('processes.start').where('model_id', '=', model).execute()
  const starts = read.process ? startsOf(town, read.process, model, version, now) : []
  if (starts.length > 0) await db.insertInto('processes.start').values(starts).execute()
  const actor = file.by ? { staff: file.by, unit: file.unit } : { system: 'command' }
  await recordAudit(db, { action: 'processes.version.deployed', actor, object: `version:${version}`, details: { key, number } })
  return { model, version, kind, key, name, number, isNew: true }
}

/** Lanes and groups that no unit of the town answers to: their tasks fall to the unit of the model. */
async function unknownUnits(db: Db, models: readonly ReadModel[]): Promise<Finding[]> {
  const named = models.flatMap(({ process }) =>
    [...(process?.nodes.values() ?? [])].flatMap((node) => {
      if (node.is !== 'user') return []
      const groups = node.assignment.units.flatMap((rule) => ('text' in rule ? [rule.text] : []))
      return (groups.length > 0 ? groups : node.unit !== undefined && node.assignment.units.length === 0 ? [node.unit] : []).map(
        (unit) => ({ node, unit }),
      )
    }),
  )
  const found = await findUnits(db, [...new Set(named.map(({ unit }) => unit))])
  return named
    .filter(({ unit }) => !found.has(unit))
    .map(({ node, unit }) => ({
      severity: 'warning',
      element: node.id,
      name: node.name || node.id,
      what: {
        de: `Eine Stelle „${unit}“ gibt es in dieser Stadt nicht; die Aufgabe fällt an die Stelle des Modells.`,
        en: `There is no unit "${unit}" in this town; the task falls to the unit of the model.`,
      },
      proposal: { de: 'Nennen Sie die Stelle mit ihrem Kürzel oder Namen.', en: 'Name the unit by its key or name.' },
    }))
}
