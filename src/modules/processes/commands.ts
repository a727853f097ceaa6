// `stadttor process deploy`, `check` and `allow`: models, and the addresses they may call, from the command line.
import { readFileSync } from 'node:fs'
import type { Command } from '../../kernel/module.ts'
import type { Finding } from '../../standards/bpmn/model.ts'
import { decodeXml } from '../../standards/bpmn/read.ts'
import { deploy, readModelFile } from './model.ts'
import { findUnits } from './store.ts'
import type { Db } from './version.ts'
import { webhookSecret } from './webhook.ts'

const tell = (findings: readonly Finding[]): void => {
  for (const { severity, name, element, what, proposal } of findings)
    console.log(`${severity.padEnd(7)} ${name || element || 'file'}: ${what.en}${proposal ? ` ${proposal.en}` : ''}`)
}

function readFile(path: string): string | undefined {
  try {
    return decodeXml(readFileSync(path))
  } catch (fault) {
    console.error((fault as Error).message)
    return undefined
  }
}

const check: Command = {
  name: 'process check',
  usage: 'FILE',
  help: 'Checks a BPMN or DMN file: what runs, what does not and why.',
  options: {},
  run: async (_house, { positionals: [path] }) => {
    if (path === undefined) {
      console.error('Usage: stadttor process check FILE')
      return 2
    }
    const source = readFile(path)
    if (source === undefined) return 1
    const { models, findings } = await readModelFile(source)
    tell(findings)
    const fits = models.length > 0 && !findings.some(({ severity }) => severity === 'error')
    for (const { kind, key, name } of models)
      console.log(`${kind} ${key} (${name}): ${fits ? 'can be deployed' : 'does not run like this'}`)
    return fits ? 0 : 1
  },
}

const deployFile: Command = {
  name: 'process deploy',
  usage: 'FILE --town T [--unit PATH]',
  help: 'Deploys all models of a BPMN or DMN file in a town, as new versions where they changed.',
  options: { town: { type: 'string' }, unit: { type: 'string' } },
  run: async (house, { positionals: [path], options, now }) => {
    const town = house.towns.byKey(String(options.town ?? ''))
    const unit = typeof options.unit === 'string' ? options.unit : '/'
    if (path === undefined || !town) {
      console.error('Usage: stadttor process deploy FILE --town T [--unit PATH]')
      return 2
    }
    if (unit !== '/' && (await town.write((db: Db) => findUnits(db, [unit]))).get(unit) !== unit) {
      console.error(`There is no unit ${unit} in this town.`)
      return 1
    }
    const source = readFile(path)
    if (source === undefined) return 1
    const outcome = await town.write((db: Db) => deploy(db, town, { source, unit }, now))
    if ('refused' in outcome) {
      tell(outcome.refused)
      console.error('Not deployed.')
      return 1
    }
    tell(outcome.findings)
    for (const { kind, key, number, isNew } of outcome.deployed)
      console.log(`${kind} ${key}: version ${number}${isNew ? '' : ' (unchanged)'}`)
    return 0
  },
}

const allow: Command = {
  name: 'process allow',
  usage: 'ORIGIN --town T',
  help: 'Allows models of a town to call an address such as https://api.example.org, and shows the secret its signatures are checked with.',
  options: { town: { type: 'string' } },
  run: async (house, { positionals: [origin = ''], options, now }) => {
    const town = house.towns.byKey(String(options.town ?? ''))
    if (!town || !/^https:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin)) {
      console.error('Usage: stadttor process allow ORIGIN --town T')
      return 2
    }
    await town.write((db: Db) =>
      db
        .insertInto('processes.webhook_host')
        .values({ origin, added_at: now, added_by: null })
        .onConflict((same) => same.doNothing())
        .execute(),
    )
    console.log(`${origin} may be called. Secret for its signatures: ${webhookSecret(town.dataKey, origin)}`)
    return 0
  },
}

export const processCommands: readonly Command[] = [check, deployFile, allow]
