// `stadttor process try`: plays scenario files against the models beside them, on a desk or in a pipeline, without a database.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Command } from '../../../kernel/module.ts'
import type { Process } from '../../../standards/bpmn/model.ts'
import { decodeXml } from '../../../standards/bpmn/read.ts'
import { decideAmong, type OpenedModel, openDecisionModel } from '../decision.ts'
import { readModelFile } from '../model.ts'
import { isRecord } from './same.ts'
import { playScenario, type Scenario } from './scenario.ts'

/** Holidays of Bavaria; a scenario says in `at` what day it is. */
const place = { land: 'BY', ars: '090000000000' } as const

export type Played = { file: string; name: string; differences: readonly string[] }

/** @throws Error for a file that cannot be read */
export async function playFiles(paths: readonly string[], now: Date): Promise<Played[]> {
  const processes = new Map<string, Process>()
  const decisions: OpenedModel[] = []
  for (const path of paths.filter((one) => !one.endsWith('.json'))) {
    const source = decodeXml(readFileSync(path))
    const { models, findings } = await readModelFile(source)
    const wrong = findings.find(({ severity }) => severity === 'error')
    if (wrong) throw new Error(`${path}: ${wrong.name || wrong.element}: ${wrong.what.en}`)
    for (const { kind, key, process } of models) {
      if (process) processes.set(key, process)
      if (kind === 'decision') decisions.push(openDecisionModel(key, source))
    }
  }
  return paths
    .filter((one) => one.endsWith('.json'))
    .flatMap((path) =>
      scenariosIn(path).map(({ process, scenario }) => ({
        file: basename(path),
        name: scenario.name,
        differences: processes.has(process)
          ? playScenario({ processes, decide: decideAmong(decisions), place }, process, scenario, now)
          : [`There is no process "${process}" in the files.`],
      })),
    )
}

/** One scenario or a list of them: `{ "name", "process", "given", "expected" }`. */
function scenariosIn(path: string): { process: string; scenario: Scenario }[] {
  const json: unknown = JSON.parse(readFileSync(path, 'utf8'))
  return (Array.isArray(json) ? (json as unknown[]) : [json]).map((one) => {
    if (!isRecord(one) || typeof one.name !== 'string' || typeof one.process !== 'string')
      throw new Error(`${path}: a scenario has a name, a process, what is given and what is expected.`)
    return { process: one.process, scenario: { name: one.name, given: one.given, expected: one.expected } }
  })
}

export const tryCommand: Command = {
  name: 'process try',
  usage: 'FILE.bpmn … FILE.dmn … SCENARIOS.json …',
  help: 'Plays scenarios against models: tasks done, messages, time passing; exit code 1 when one does not end as expected.',
  options: {},
  run: async (_house, { positionals, now }) => {
    if (!positionals.some((path) => path.endsWith('.json'))) {
      console.error('Usage: stadttor process try FILE.bpmn … FILE.dmn … SCENARIOS.json …')
      return 2
    }
    try {
      const played = await playFiles(positionals, now)
      for (const { file, name, differences } of played)
        console.log(
          `${differences.length === 0 ? 'as expected' : 'DIFFERENT  '} ${file}: ${name}${differences.map((one) => `\n              ${one}`).join('')}`,
        )
      return played.every(({ differences }) => differences.length === 0) ? 0 : 1
    } catch (fault) {
      console.error((fault as Error).message)
      return 1
    }
  },
}
