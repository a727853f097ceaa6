// `stadttor service test`, `verify`, `install`, `diff`, `upgrade`, `rollback`, `list`, `trust`: packages in the towns of this house.
import type { House } from '../../kernel/house.ts'
import type { Call, Command } from '../../kernel/module.ts'
import type { Town } from '../../kernel/town.ts'
import { listTownFolders } from '../../kernel/towns.ts'
import { printDifferences, printPlan } from './command-lines.ts'
import { type Choices, type Decision, install, rollBack } from './install.ts'
import { listInstalled } from './installation.ts'
import { type Plan, planInstallation } from './plan.ts'
import { checkedParts, runExamples, usualValues } from './rooms.ts'
import { checkSignature, isFingerprint, plainFingerprint } from './signature.ts'
import type { Reading, Writing } from './tables.ts'
import { openForCommand, printProblems } from './tools.ts'
import { distrustKey, listTrusted, type Standing, standingOf, trustFrom, trustKey } from './trust.ts'

function fail(message: string, code: 1 | 2 = 1): 1 | 2 {
  console.error(message)
  return code
}

const townOf = (house: House, { options }: Call): Town | undefined =>
  typeof options.town === 'string' ? house.towns.byKey(options.town) : undefined
const noTown = (usage: string): number => fail(`Name a town: \`stadttor town list\` lists all.\nUsage: stadttor ${usage}`, 2)

/** `--set key=value`, several times or several after one. */
function settings({ positionals, options }: Call): { set: Record<string, string>; wrong: string[] } {
  const given = [...positionals.slice(1), ...(typeof options.set === 'string' ? options.set.split('\n') : [])]
  const pairs = given.map((one): [string, string] | string => {
    const at = one.indexOf('=')
    return at > 0 ? [one.slice(0, at), one.slice(at + 1)] : one
  })
  return {
    set: Object.fromEntries(pairs.filter((one) => typeof one !== 'string')),
    wrong: pairs.filter((one) => typeof one === 'string'),
  }
}

const linesOf = (given: string | boolean | undefined): string[] => (typeof given === 'string' ? given.split('\n') : [])
const choicesOf = ({ options }: Call): Choices => ({
  ...Object.fromEntries(linesOf(options.keep).map((name) => [name, 'town' as const])),
  ...Object.fromEntries(linesOf(options.take).map((name) => [name, 'package' as const])),
})

const test: Command = {
  name: 'service test',
  usage: 'DIR|ZIP',
  help: 'Checks a service package and runs its examples: `N passed, N failed`. Installs nothing.',
  options: {},
  run: async (house, { positionals: [path, ...more], configuration, now }) => {
    if (path === undefined || more.length > 0) return fail('Usage: stadttor service test DIR', 2)
    const found = openForCommand(path)
    if (!found) return 1
    if (house.towns.list().length === 0) await house.towns.settle(listTownFolders(configuration.townsDir))
    const [town] = house.towns.list()
    if (!town) return fail('There is no town yet: see `stadttor town create`.')
    const checked = await checkedParts(house, town, found, usualValues(found))
    if ('problems' in checked) {
      printProblems(checked.problems)
      return fail(`${checked.problems.length} problems; no example was run.`)
    }
    const trials = await runExamples(house, town, found, checked.parts, now)
    for (const { passed, part, name, differences } of trials) {
      console.log(`${passed ? 'passed' : 'FAILED'}  ${part}  ${name}`)
      for (const difference of differences) console.log(`          ${difference}`)
    }
    const failed = trials.filter(({ passed }) => !passed).length
    console.log(`${trials.length - failed} passed, ${failed} failed`)
    return failed === 0 ? 0 : 1
  },
}

const verify: Command = {
  name: 'service verify',
  usage: 'ZIP',
  help: 'Tells whether a package is as it was signed, and by which key; exit code 0 when it is intact.',
  options: {},
  run: async (house, { positionals: [path, ...more] }) => {
    if (path === undefined || more.length > 0) return fail('Usage: stadttor service verify ZIP', 2)
    const found = openForCommand(path)
    if (!found) return fail('Not intact.')
    const { manifest, files, digest } = found
    const checked = checkSignature(files)
    if (checked !== 'none' && 'problems' in checked) {
      printProblems(checked.problems)
      return fail('Not intact.')
    }
    console.log(`${manifest.id} ${manifest.version}, ${files.size} files`)
    console.log(`sha256 of the content: ${digest}`)
    if (checked === 'none') return fail('Not signed: nobody vouches for this package.')
    console.log(`Intact. Signed by ${checked.fingerprint}`)
    const trusting: string[] = []
    for (const town of house.towns.list()) {
      const keys = await town.read((db: Reading) => listTrusted(db))
      const key = keys.find(({ fingerprint }) => fingerprint === checked.fingerprint)
      if (key) trusting.push(`${town.key} (${key.name})`)
    }
    console.log(trusting.length > 0 ? `Trusted in ${trusting.join(', ')}` : 'not trusted here')
    return 0
  },
}

/** Why it cannot be installed as it is. */
function untrusted({ fingerprint }: Standing, town: Town): string {
  const why =
    fingerprint === null
      ? 'This package is not signed.'
      : `This package is signed by ${fingerprint}, not trusted here. Trust the key: stadttor service trust ${fingerprint} --town ${town.key}.`
  return `${why} Or take it on your own decision: --accept-untrusted`
}

async function planned(house: House, call: Call, usage: string): Promise<{ town: Town; plan: Plan } | number> {
  const [path] = call.positionals
  const town = townOf(house, call)
  if (!town) return noTown(usage)
  const { set, wrong } = settings(call)
  if (path === undefined || wrong.length > 0) return fail(`Usage: stadttor ${usage}`, 2)
  const found = openForCommand(path)
  if (!found) return fail('Refused, nothing was changed.')
  const plan = await planInstallation(house, town, { found, set })
  if (!('problems' in plan)) return { town, plan }
  printProblems(plan.problems)
  return fail('Refused, nothing was changed.')
}

const options = {
  town: { type: 'string' },
  set: { type: 'string', multiple: true },
  keep: { type: 'string', multiple: true },
  take: { type: 'string', multiple: true },
  'accept-untrusted': { type: 'boolean' },
} as const

function installing(name: 'install' | 'upgrade', usage: string, help: string): Command {
  return {
    name: `service ${name}`,
    usage,
    help,
    options,
    run: async (house, call) => {
      const ready = await planned(house, call, `service ${name} ${usage}`)
      if (typeof ready === 'number') return ready
      const { town, plan } = ready
      const { id, version } = plan.found.manifest
      printPlan(plan)
      if (name === 'upgrade' && !plan.before) return fail(`${id} is not installed in ${town.key}: use \`service install\`.`)
      if (name === 'install' && plan.step === 'upgraded')
        return fail(`${id} ${plan.before?.version} is installed in ${town.key}: use \`service upgrade\`.`)
      if (plan.step === 'none') {
        console.log('Nothing to do: it is installed with these values.')
        return 0
      }
      const standing = await standingOf(house, town, plan.found)
      if ('problems' in standing) {
        printProblems(standing.problems)
        return fail('Not intact: refused, nothing was changed.')
      }
      const trust = trustFrom(standing, call.options['accept-untrusted'] === true)
      if (!trust) return fail(`${untrusted(standing, town)}\nNothing was changed.`)
      if (!(await examplesPass(house, town, plan, call.now))) return fail('Its own examples fail: refused, nothing was changed.')
      const outcome = await install(house, town, plan, { ...trust, ...by(call) })
      if ('problems' in outcome) {
        printProblems(outcome.problems)
        printDifferences(plan.differences)
        return fail(
          'Refused, nothing was changed. Where both sides changed a part, choose: --keep KIND:KEY (the town’s) or --take KIND:KEY.',
        )
      }
      console.log(`${id} ${version} is installed in ${town.key} (installation ${outcome.number}).`)
      for (const part of outcome.kept) console.log(`  kept as the town made it: ${part}`)
      return 0
    },
  }
}

async function examplesPass(house: House, town: Town, { found }: Plan, now: Date): Promise<boolean> {
  const checked = await checkedParts(house, town, found, usualValues(found))
  if ('problems' in checked) {
    printProblems(checked.problems)
    return false
  }
  const failed = (await runExamples(house, town, found, checked.parts, now)).filter(({ passed }) => !passed)
  for (const { part, name, differences } of failed) console.error(`FAILED  ${part}  ${name}: ${differences.join('; ')}`)
  return failed.length === 0
}

const by = ({ now, ...call }: Call): Pick<Decision, 'actor' | 'by' | 'now' | 'choices'> => ({
  actor: { system: 'command' },
  by: null,
  now,
  choices: choicesOf({ now, ...call }),
})

const diff: Command = {
  name: 'service diff',
  usage: 'ZIP|DIR --town T [--set KEY=VALUE …]',
  help: 'Shows what a package would change in a town: the installed one, this one, and what the town itself changed.',
  options: { town: options.town, set: options.set },
  run: async (house, call) => {
    const ready = await planned(house, call, 'service diff ZIP --town T')
    if (typeof ready === 'number') return ready
    printPlan(ready.plan)
    printDifferences(ready.plan.differences)
    return 0
  },
}

const rollback: Command = {
  name: 'service rollback',
  usage: 'ID --town T [--keep KIND:KEY] [--take KIND:KEY]',
  help: 'Brings back what was installed before, with its values, as new versions; running cases stay on theirs.',
  options: { town: options.town, keep: options.keep, take: options.take },
  run: async (house, call) => {
    const [id, ...more] = call.positionals
    const town = townOf(house, call)
    if (!town) return noTown('service rollback ID --town T')
    if (id === undefined || more.length > 0) return fail('Usage: stadttor service rollback ID --town T', 2)
    const outcome = await rollBack(house, town, id, by(call))
    if (!outcome) return fail(`There is nothing before ${id} in ${town.key}.`)
    if ('problems' in outcome) {
      printProblems(outcome.problems)
      return fail('Refused, nothing was changed.')
    }
    console.log(`${id} ${outcome.version} is back in ${town.key} (installation ${outcome.number}).`)
    for (const part of outcome.kept) console.log(`  kept as the town made it: ${part}`)
    return 0
  },
}

const list: Command = {
  name: 'service list',
  usage: '--town T',
  help: 'Lists the packages of a town with their versions, and the keys it trusts.',
  options: { town: options.town },
  run: async (house, call) => {
    const town = townOf(house, call)
    if (!town) return noTown('service list --town T')
    const { installed, keys } = await town.read(async (db: Reading) => ({
      installed: await listInstalled(db),
      keys: await listTrusted(db),
    }))
    for (const { package_id, version, trust, installed_at } of installed)
      console.log(`${package_id.padEnd(32)} ${version.padEnd(12)} ${trust.padEnd(9)} ${installed_at.toISOString()}`)
    for (const { fingerprint, name } of keys) console.log(`key ${fingerprint} ${name}`)
    return 0
  },
}

const trust: Command = {
  name: 'service trust',
  usage: 'FINGERPRINT --town T [--name NAME] [--remove]',
  help: 'Takes packages that this key signed; with --remove no longer. What is installed stays.',
  options: { town: options.town, name: { type: 'string' }, remove: { type: 'boolean' } },
  run: async (house, call) => {
    const town = townOf(house, call)
    if (!town) return noTown('service trust FINGERPRINT --town T')
    const fingerprint = plainFingerprint(call.positionals.join(''))
    if (!isFingerprint(fingerprint)) return fail('A fingerprint has 64 characters, 0–9 and a–f.', 2)
    const how = { actor: { system: 'command' }, by: null, now: call.now }
    if (call.options.remove === true) {
      const gone = await town.write((db: Writing) => distrustKey(db, fingerprint, how))
      return gone ? 0 : fail(`${town.key} did not trust this key.`)
    }
    const name = typeof call.options.name === 'string' ? call.options.name.slice(0, 200) : fingerprint.slice(0, 16)
    const isNew = await town.write((db: Writing) => trustKey(db, { fingerprint, name }, how))
    console.log(isNew ? `${town.key} trusts ${fingerprint} (${name}).` : `${town.key} trusts this key already.`)
    return 0
  },
}

const settable = '[--set KEY=VALUE …] [--keep KIND:KEY] [--take KIND:KEY] [--accept-untrusted]'
export const packageCommands: readonly Command[] = [
  test,
  verify,
  installing(
    'install',
    `ZIP|DIR --town T ${settable}`,
    'Installs a service package in a town, all of it or nothing, with the values the town sets.',
  ),
  diff,
  installing(
    'upgrade',
    `ZIP|DIR --town T ${settable}`,
    'Brings an installed package to a newer version; the town’s values stay, and where both sides changed a part somebody chooses.',
  ),
  rollback,
  list,
  trust,
]
