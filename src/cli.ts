// The command `stadttor`: one table of commands; modules add their own.
import { parseArgs } from 'node:util'
import { readBackup, writeBackup } from './commands/backup.ts'
import { examine, printFindings } from './commands/doctor.ts'
import { describeConfiguration, warningsOf } from './kernel/configuration.ts'
import { findEmbedded } from './kernel/database/embedded.ts'
import { createLog } from './kernel/log.ts'
import type { Command, Tool } from './kernel/module.ts'
import { allMigrations, findModules } from './kernel/modules.ts'
import { kernelCommands } from './kernel-commands.ts'
import { configurationOrExit, environment, logFor, openHouse, place, reachDatabase } from './main.ts'

type Words = string[]
const own: { name: string; usage: string; help: string; run: (args: Words) => Promise<number> }[] = [
  { name: 'serve', usage: '', help: 'Starts the town hall; Ctrl+C stops it.', run: serveUntilStopped },
  { name: 'config', usage: '', help: 'Prints every setting, its default and its value.', run: printConfiguration },
  { name: 'db url', usage: '', help: 'Prints the connection string of the running database.', run: printDatabaseUrl },
  {
    name: 'backup',
    usage: 'FILE',
    help: 'Writes everything of all towns, as it is now, to one file.',
    run: (args) => withFile(args, 'backup', writeBackup),
  },
  {
    name: 'restore',
    usage: 'FILE',
    help: 'Reads a backup into an empty database.',
    run: (args) => withFile(args, 'restore', readBackup),
  },
  { name: 'migrate', usage: '', help: 'Brings the schema of the database up, without serving.', run: migrateOnly },
  {
    name: 'doctor',
    usage: '',
    help: 'Looks at disk, key, database, events, jobs, mail, certificate and towns. Exit code 1 when there is a problem.',
    run: lookAround,
  },
]

async function serveUntilStopped(): Promise<number> {
  const configuration = configurationOrExit()
  const log = logFor(configuration)
  const { serve } = await import('./serve.tsx')
  const serving = await serve(configuration, log)
  const lines = [
    '',
    ...warningsOf(configuration),
    `Stadttor is open: ${serving.address}/`,
    ...serving.otherTowns.map((town) => `                  ${town}/`),
    ...(serving.metricsPort ? [`Metrics:          http://${configuration.host}:${serving.metricsPort}/`] : []),
    ...serving.demoAccounts,
    'Stop it with Ctrl+C.',
    '',
  ]
  console.log(lines.join('\n'))
  await new Promise<void>((stopped) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopped())
  })
  await serving.stop()
  return 0
}

async function printConfiguration(): Promise<number> {
  configurationOrExit()
  for (const { name, default: fallback, value, meaning } of describeConfiguration(environment)) {
    console.log(`${name.padEnd(20)} ${(value || `(${fallback || 'not set'})`).padEnd(44)}  ${meaning}`)
  }
  return 0
}

async function printDatabaseUrl(): Promise<number> {
  const configuration = configurationOrExit()
  const url = configuration.databaseUrl ?? findEmbedded(configuration.dataDir)?.url
  if (url === undefined) {
    console.error(`No database is running for DATA_DIR=${configuration.dataDir}. Start Stadttor with \`npm start\`.`)
    return 1
  }
  console.log(url)
  return 0
}

async function migrateOnly(): Promise<number> {
  const configuration = configurationOrExit()
  const { close } = await openHouse(configuration, logFor(configuration))
  await close()
  console.log('The schema is up to date.')
  return 0
}

async function withFile(args: Words, name: string, run: typeof writeBackup): Promise<number> {
  const [file] = args
  if (file === undefined || args.length > 1) {
    console.error(`Usage: stadttor ${name} FILE`)
    return 2
  }
  const configuration = configurationOrExit()
  const opened = await openHouse(
    configuration,
    createLog('warn', (line) => process.stderr.write(line)),
  )
  try {
    return await run({ configuration, opened, file })
  } finally {
    await opened.close()
  }
}

async function lookAround(): Promise<number> {
  const configuration = configurationOrExit()
  const log = createLog('warn', (line) => process.stderr.write(line))
  const findings = await examine({
    configuration,
    migrations: allMigrations(place, await findModules(place)),
    reach: () => reachDatabase(configuration, log),
    open: () => openHouse(configuration, log),
    now: new Date(),
  })
  return printFindings(findings)
}

function printHelp(commands: readonly Pick<Command, 'name' | 'usage' | 'help'>[]): void {
  console.log('stadttor – the open virtual town hall\n\nUsage: stadttor COMMAND [--help]\n')
  for (const { name, usage, help } of commands) console.log(`  ${`${name} ${usage}`.trim()}\n      ${help}`)
  console.log('\nSettings come from the environment: see `stadttor config`.')
}

async function run(args: Words): Promise<number> {
  const modules = await findModules(place)
  const shared: Command[] = [...kernelCommands, ...modules.flatMap((module) => module.commands ?? [])]
  const tools: Tool[] = modules.flatMap((module) => module.tools ?? [])
  const starts = (name: string): boolean => args.slice(0, name.split(' ').length).join(' ') === name
  const asksHelp = args.includes('--help') || args.includes('-h')
  if (args.length === 0 || (asksHelp && args[0]?.startsWith('-'))) {
    printHelp([...own, ...shared, ...tools])
    return args.length === 0 ? 2 : 0
  }
  const found = own.find(({ name }) => starts(name))
  const command = shared.find(({ name }) => starts(name))
  const tool = tools.find(({ name }) => starts(name))
  const meant = found ?? command ?? tool
  if (!meant) {
    const near = [...own, ...shared, ...tools].filter(({ name }) => name.split(' ')[0] === args[0])
    if (near.length > 0) printHelp(near)
    else console.error(`There is no command "${args.join(' ')}". \`stadttor --help\` lists all.`)
    return asksHelp && near.length > 0 ? 0 : 2
  }
  if (asksHelp) {
    printHelp([meant])
    return 0
  }
  if (found) return found.run(args.slice(found.name.split(' ').length))
  const rest = args.slice(meant.name.split(' ').length)
  return command ? runOnHouse(command, rest) : runTool(tool!, rest)
}

type Parsed = { positionals: string[]; values: Record<string, string | boolean | undefined> }

function parsedFor({ name, usage, options }: Pick<Command, 'name' | 'usage' | 'options'>, args: Words): Parsed | undefined {
  try {
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true, strict: true })
    const joined = Object.entries(values).map(([key, value]) => [key, Array.isArray(value) ? value.join('\n') : value])
    return { positionals, values: Object.fromEntries(joined) }
  } catch (fault) {
    console.error(`${(fault as Error).message}\nUsage: stadttor ${name} ${usage}`)
    return undefined
  }
}

async function runTool(tool: Tool, args: Words): Promise<number> {
  const parsed = parsedFor(tool, args)
  return parsed ? tool.run({ positionals: parsed.positionals, options: parsed.values, now: new Date() }) : 2
}

async function runOnHouse(command: Command, args: Words): Promise<number> {
  const parsed = parsedFor(command, args)
  if (!parsed) return 2
  const configuration = configurationOrExit()
  const opened = await openHouse(
    configuration,
    createLog('warn', (line) => process.stderr.write(line)),
  )
  try {
    const call = {
      positionals: parsed.positionals,
      options: parsed.values,
      now: new Date(),
      configuration,
      databaseUrl: opened.databaseUrl,
    }
    return await command.run(opened.house, call)
  } finally {
    await opened.close()
  }
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (fault: unknown) => {
    console.error(fault instanceof Error ? fault.message : String(fault))
    if (environment.LOG_LEVEL === 'debug') console.error(fault)
    process.exitCode = 1
  },
)
