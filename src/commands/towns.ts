// Commands about towns that are there: list them, take over changed folders, list what they still owe.
import type { Duty, TownDuties } from '../contracts/town-duties.ts'
import type { House } from '../kernel/house.ts'
import { dayInBerlin } from '../kernel/http/visit.ts'
import type { Command } from '../kernel/module.ts'
import type { Town } from '../kernel/town.ts'
import { takeTownFolder } from '../kernel/town-folders.ts'
import { listTownFolders } from '../kernel/towns.ts'

const townList: Command = {
  name: 'town list',
  usage: '',
  help: 'Lists the towns of this installation.',
  options: {},
  run: async (house) => {
    for (const town of house.towns.list()) console.log(`${String(town.id).padStart(4)}  ${town.key.padEnd(20)} ${town.origin}`)
    return 0
  },
}

const townUpdate: Command = {
  name: 'town update',
  usage: '[KEY]',
  help: 'Takes over what changed in the folders of all towns or one; a running server shows it at once.',
  options: {},
  run: async (house, { positionals: [key], now, configuration }) => {
    const folders = listTownFolders(configuration.townsDir).filter((folder) => key === undefined || folder.key === key)
    if (folders.length === 0) return noTown(key)
    await house.towns.settle(folders)
    for (const folder of folders) {
      const lines = await takeTownFolder(house, house.towns.byKey(folder.key)!, configuration.townsDir, now)
      for (const line of lines) console.log(`${folder.key}: ${line}`)
    }
    return 0
  },
}

/** What every module says that the town owes, the missing first. */
export async function listTownDuties(house: House, town: Town, today: string): Promise<Duty[]> {
  const answers = await house.askAll<TownDuties>(town, 'town-duties', { today, language: 'en' })
  const order = ['missing', 'outdated', 'check']
  return answers.flatMap(({ answer }) => answer).sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
}

/** Something to look at is no fault; something missing or too old is. */
export const isOwed = ({ state }: Duty): boolean => state !== 'check'

const townCheck: Command = {
  name: 'town check',
  usage: '[KEY]',
  help: 'Lists what all towns or one still owe their residents, and how to mend it. Exit code 1 when something is missing.',
  options: {},
  run: async (house, { positionals: [key], now }) => {
    const towns = house.towns.list().filter((town) => key === undefined || town.key === key)
    if (towns.length === 0) return noTown(key)
    let owed = 0
    for (const town of towns) {
      const duties = await listTownDuties(house, town, dayInBerlin(now))
      const count = duties.filter(isOwed).length
      owed += count
      console.log(`${town.key}: ${count === 0 ? 'nothing is missing' : `${count} missing or outdated`}`)
      for (const { what, state, how, law } of duties) {
        console.log(`  ${state.padEnd(9)} ${what}${law ? ` (${law})` : ''}\n            ${how}`)
      }
    }
    return owed === 0 ? 0 : 1
  },
}

function noTown(key: string | undefined): number {
  console.error(key === undefined ? 'There is no town.' : `There is no town "${key}". \`stadttor town list\` lists all.`)
  return 2
}

export const townCommands: readonly Command[] = [townList, townUpdate, townCheck]
