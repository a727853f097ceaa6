// Parts of service packages that are processes and decisions: checked, installed as versions, tried with examples.
import type { CheckPart, CurrentPart, InstallPart, PackagePart, PartProblem, TryPart } from '../../contracts/package-parts.ts'
import { type Offer, offer } from '../../kernel/module.ts'
import type { Town } from '../../kernel/town.ts'
import type { Finding, Process } from '../../standards/bpmn/model.ts'
import { decideAmong, evaluateDecision, type OpenedModel, openDecisionModel } from './decision.ts'
import { deploy, type ReadModel, readModelFile } from './model.ts'
import { differencesOf, isRecord } from './trial/same.ts'
import { playScenario } from './trial/scenario.ts'
import { fromJson, toJson, UnfitValue } from './value.ts'
import type { Db } from './version.ts'
import { variablesFrom } from './work.ts'

const isOurs = ({ kind }: PackagePart): boolean => kind === 'process' || kind === 'decision'
/** Holidays of a town in Bavaria without its own; packages say in their examples what day it is. */
const place = { land: 'BY', ars: '090000000000' } as const

const problem = (file: string, at: string, de: string, en: string): PartProblem => ({ file, at, message: { de, en } })

const told = (file: string, { element, name, what, proposal }: Finding): PartProblem => ({
  file,
  at: name || element,
  message: {
    de: proposal ? `${what.de} ${proposal.de}` : what.de,
    en: proposal ? `${what.en} ${proposal.en}` : what.en,
  },
})

async function check({ part, all }: CheckPart['input']): Promise<CheckPart['answer']> {
  if (!isOurs(part)) return undefined
  const { models, findings } = await readModelFile(part.content)
  const problems = findings.filter(({ severity }) => severity === 'error').map((finding) => told(part.file, finding))
  if (problems.length > 0) return { problems }
  return { problems: part.kind === 'process' ? checkProcess(part, all, models) : checkDecision(part, models) }
}

function checkProcess(part: PackagePart, all: readonly PackagePart[], models: readonly ReadModel[]): PartProblem[] {
  const [model, ...others] = models
  if (!model?.process || others.length > 0 || model.key !== part.key)
    return [
      problem(
        part.file,
        model?.key ?? '',
        `Die Datei muss genau einen ausführbaren Prozess enthalten, und er muss „${part.key}“ heißen (id).`,
        `The file must have exactly one executable process, and its id must be "${part.key}".`,
      ),
    ]
  const known = (kind: string, key: string): boolean => all.some((other) => other.kind === kind && other.key === key)
  const decisions = openModels(all)
  return [...model.process.nodes.values()].flatMap((node) => {
    if (node.is === 'decision' && 'text' in node.decision) {
      const { text } = node.decision
      if (!decisions.some(({ ids, model: { names } }) => ids.has(text) || names.includes(text)))
        return [
          problem(
            part.file,
            node.name || node.id,
            `Die Entscheidung „${text}“ steht in keinem Teil des Pakets.`,
            `No part of the package has the decision "${text}".`,
          ),
        ]
    }
    if (node.is === 'call' && 'text' in node.called && !known('process', node.called.text))
      return [
        problem(
          part.file,
          node.name || node.id,
          `Der Prozess „${node.called.text}“ steht in keinem Teil des Pakets.`,
          `No part of the package is the process "${node.called.text}".`,
        ),
      ]
    return []
  })
}

function checkDecision(part: PackagePart, models: readonly ReadModel[]): PartProblem[] {
  if (models[0]?.kind !== 'decision')
    return [problem(part.file, '', 'Die Datei enthält keine Entscheidungen (DMN).', 'The file has no decisions (DMN).')]
  const { ids, model } = openDecisionModel(part.key, part.content)
  if (ids.has(part.key) || model.names.includes(part.key)) return []
  return [
    problem(
      part.file,
      '',
      `Eine der Entscheidungen muss „${part.key}“ heißen (id oder Name); es gibt: ${[...ids.keys()].join(', ')}.`,
      `One of the decisions must be called "${part.key}" (id or name); there are: ${[...ids.keys()].join(', ')}.`,
    ),
  ]
}

/** Those that can be read; the others have their own problems. */
const openModels = (all: readonly PackagePart[]): OpenedModel[] =>
  all.flatMap(({ kind, key, content }) => {
    if (kind !== 'decision') return []
    try {
      return [openDecisionModel(key, content)]
    } catch {
      return []
    }
  })

async function install(town: Town, asked: InstallPart['input']): Promise<InstallPart['answer']> {
  const { part, unit, by, now } = asked
  if (!isOurs(part)) return undefined
  const db = asked.db as unknown as Db
  const file = { source: part.content, unit, key: part.key, ...(by !== null && { by }) }
  const outcome = await deploy(db, town, file, now)
  if ('refused' in outcome)
    return { problems: outcome.refused.filter(({ severity }) => severity === 'error').map((finding) => told(part.file, finding)) }
  const deployed = outcome.deployed.find(({ kind, key }) => kind === part.kind && key === part.key)
  if (!deployed) {
    const there = outcome.deployed.map(({ key }) => key).join(', ')
    throw new Error(`${part.file} holds ${there} instead of the ${part.kind} ${part.key}; nothing of the package is installed.`)
  }
  return { version: deployed.number, changed: deployed.isNew }
}

/** The newest version, whoever deployed it. */
async function current({ kind, key, ...asked }: CurrentPart['input']): Promise<CurrentPart['answer']> {
  if (kind !== 'process' && kind !== 'decision') return undefined
  const db = asked.db as unknown as Db
  const newest = await db
    .selectFrom('processes.model as m')
    .innerJoin('processes.version as v', (on) => on.onRef('v.town_id', '=', 'm.town_id').onRef('v.model_id', '=', 'm.id'))
    .select('v.source')
    .where('m.kind', '=', kind)
    .where('m.key', '=', key)
    .orderBy('v.number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return newest && { content: newest.source }
}

async function tryPart({ part, all, example, now }: TryPart['input']): Promise<TryPart['answer']> {
  if (!isOurs(part)) return undefined
  const differences = part.kind === 'process' ? await tryProcess(part, all, example, now) : tryDecision(part, all, example, now)
  return { passed: differences.length === 0, differences }
}

type Example = TryPart['input']['example']

async function tryProcess(part: PackagePart, all: readonly PackagePart[], example: Example, now: Date): Promise<string[]> {
  const processes = new Map<string, Process>()
  for (const { kind, content } of all) {
    if (kind !== 'process') continue
    for (const { key, process } of (await readModelFile(content)).models) if (process) processes.set(key, process)
  }
  if (!processes.has(part.key)) return [`${part.file} has no executable process "${part.key}".`]
  return playScenario({ processes, decide: decideAmong(openModels(all)), place }, part.key, example, now)
}

function tryDecision(part: PackagePart, all: readonly PackagePart[], example: Example, now: Date): string[] {
  const own = openModels([part, ...all.filter((other) => other !== part)])
  try {
    const decided = evaluateDecision(decideAmong(own), part.key, new Map(variablesFrom(example.given)), now)
    if (!decided) return [`${part.file} has no decision "${part.key}".`]
    if ('fault' in decided) {
      const isWanted = isRecord(example.expected) && typeof example.expected.fault === 'string'
      const wanted = isWanted ? String((example.expected as { fault: string }).fault) : undefined
      return wanted !== undefined && decided.fault.en.includes(wanted) ? [] : [decided.fault.en]
    }
    return differencesOf(toJson(decided.value), toJson(fromJson(example.expected))).map((one) => `outputs${one}`)
  } catch (fault) {
    if (fault instanceof UnfitValue) return [fault.message]
    throw fault
  }
}

export const packageOffers: readonly Offer[] = [
  offer<CheckPart>('check-package-part', 1, (_town, asked) => check(asked)),
  offer<InstallPart>('install-package-part', 1, install),
  offer<CurrentPart>('current-package-part', 1, (_town, asked) => current(asked)),
  offer<TryPart>('try-package-part', 1, (_town, asked) => tryPart(asked)),
]
