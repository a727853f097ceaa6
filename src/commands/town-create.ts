// `stadttor town create`: a new municipality from the starter folder, settled into the database of a running server or not.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { contrastProblems } from '../design/theme.ts'
import { recordAudit } from '../kernel/audit.ts'
import type { House } from '../kernel/house.ts'
import { dayInBerlin } from '../kernel/http/visit.ts'
import type { Command } from '../kernel/module.ts'
import type { Town } from '../kernel/town.ts'
import { takeTownFolder } from '../kernel/town-folders.ts'
import { readTownSettings, type TownSettings } from '../kernel/town-settings.ts'

export type WantedTown = {
  key: string
  name: string
  officialName?: string | undefined
  /** ISO 3166-2:DE without prefix. */
  land: string
  ars: string
  accent?: string | undefined
  accentDark?: string | undefined
}

/** @returns the town, or one line per reason why nothing was made */
export async function createTown(
  house: House,
  townsDir: string,
  wanted: WantedTown,
  now: Date,
): Promise<{ town: Town; lines: string[] } | { problems: string[] }> {
  const { key } = wanted
  const folder = join(townsDir, key)
  const starter = join(townsDir, 'starter')
  if (!/^[a-z][a-z0-9-]{0,38}$/.test(key) || key === 'starter')
    return { problems: [`"${key}" cannot be the key of a town: small letters, digits and hyphens, such as bad-toelz.`] }
  if (existsSync(folder) || house.towns.byKey(key)) return { problems: [`There is a town "${key}" already.`] }
  const template = join(starter, 'town.json')
  if (!existsSync(template)) return { problems: [`There is no template at ${template}.`] }
  const drafted = draftSettings(folder, readFileSync(template, 'utf8'), wanted, now)
  if ('problems' in drafted) return drafted

  mkdirSync(folder)
  try {
    const settingsFile = join(folder, 'town.json')
    cpSync(starter, folder, { recursive: true, filter: (from) => from !== template })
    // Last, because a folder counts as a town once it has this file.
    writeFileSync(settingsFile, `${JSON.stringify(drafted.settings, null, 2)}\n`, { flag: 'wx' })
    await house.towns.settle([{ key, folder, settings: drafted.settings }])
  } catch (fault) {
    rmSync(folder, { recursive: true, force: true })
    throw fault
  }
  const town = house.towns.byKey(key)!
  const lines = await takeTownFolder(house, town, townsDir, now)
  await town.write((db) =>
    recordAudit(db, {
      action: 'kernel.town.created',
      actor: { system: 'command' },
      object: `town:${key}`,
      details: { land: wanted.land },
    }),
  )
  return { town, lines }
}

function draftSettings(
  folder: string,
  template: string,
  wanted: WantedTown,
  now: Date,
): { settings: TownSettings } | { problems: string[] } {
  const draft = JSON.parse(template) as Record<string, unknown> & Pick<TownSettings, 'accent' | 'accentDark' | 'accessibility'>
  const accent = wanted.accent?.toLowerCase() ?? draft.accent
  const accentDark = wanted.accentDark?.toLowerCase() ?? draft.accentDark
  const { key, name, officialName = name, land, ars } = wanted
  const accessibility = { ...draft.accessibility, statementDate: dayInBerlin(now) }
  Object.assign(draft, { key, name, officialName, land, ars, default: false, accent, accentDark, accessibility })
  // The template cannot know where the town lies.
  delete draft.center
  const problems = contrastProblems(accent, accentDark)
  try {
    const settings = readTownSettings(join(folder, 'town.json'), JSON.stringify(draft))
    return problems.length > 0 ? { problems } : { settings }
  } catch (fault) {
    return { problems: [...problems, ...(fault as Error).message.split('\n')] }
  }
}

export const townCreate: Command = {
  name: 'town create',
  usage: 'KEY --name NAME --land BY --ars 12DIGITS [--official-name NAME] [--accent #hex --accent-dark #hex]',
  help: 'Makes a new town from towns/starter; a running server serves it at once.',
  options: {
    name: { type: 'string' },
    'official-name': { type: 'string' },
    land: { type: 'string' },
    ars: { type: 'string' },
    accent: { type: 'string' },
    'accent-dark': { type: 'string' },
  },
  run: async (house, { positionals, options, now, configuration }) => {
    const [key] = positionals
    const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined)
    const [name, land, ars] = [text('name'), text('land'), text('ars')]
    if (!key || !name || !land || !ars || positionals.length > 1) {
      console.error(`Usage: stadttor town create ${townCreate.usage}`)
      return 2
    }
    const wanted = { key, name, land, ars, officialName: text('official-name') }
    const colours = { accent: text('accent'), accentDark: text('accent-dark') }
    const made = await createTown(house, configuration.townsDir, { ...wanted, ...colours }, now)
    if ('problems' in made) {
      for (const problem of made.problems) console.error(problem)
      return 1
    }
    for (const line of made.lines) console.log(line)
    console.log(`${name} is there: ${made.town.origin}/`)
    console.log(
      `Its settings and texts stand in ${join(configuration.townsDir, key)}; \`stadttor town check ${key}\` lists what is missing.`,
    )
    return 0
  },
}
