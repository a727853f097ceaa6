// `stadttor verify files`: reads every stored file and names those that are missing or altered.
import type { Command } from '../kernel/module.ts'
import { verifyFiles } from '../kernel/verify-files.ts'

const inWords = { missing: 'is missing', altered: 'was altered or belongs elsewhere', size: 'has another size than noted' }

export const verifyFilesCommand: Command = {
  name: 'verify files',
  usage: '[--town T]',
  help: 'Reads every stored file and names those that are missing or altered. Exit code 1 when there is one.',
  options: { town: { type: 'string' } },
  run: async (house, { options, positionals }) => {
    const wanted = options.town
    const towns = house.towns.list().filter((town) => wanted === undefined || town.key === wanted)
    if (towns.length === 0 || positionals.length > 0) {
      console.error(
        towns.length === 0
          ? `There is no town "${wanted ?? ''}". \`stadttor town list\` lists all.`
          : 'Usage: stadttor verify files [--town T]',
      )
      return 2
    }
    let faults = 0
    for (const town of towns) {
      const found = await verifyFiles(house.files, town)
      faults += found.faults.length
      const state = found.faults.length === 0 ? 'in order' : `${found.faults.length} faults`
      console.log(`${town.key}: ${found.files} files, ${(found.bytes / 1_000_000).toFixed(1)} MB: ${state}`)
      for (const { name, what } of found.faults) console.log(`  ${name} ${inWords[what]}`)
    }
    return faults === 0 ? 0 : 1
  },
}
