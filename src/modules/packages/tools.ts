// `stadttor service pack`, `keygen`, `sign`: packages as files, without a town.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { Tool } from '../../kernel/module.ts'
import { lineOf, type Problem } from './problems.ts'
import { archiveOf, type Files, filesAt, filesOfFolder, filesOfZip, readPackage } from './service-package.ts'
import { newKey, signatureFile, signFiles } from './signature.ts'

export const printProblems = (problems: readonly Problem[]): void => {
  for (const one of problems) console.error(lineOf(one))
}

function refuse(problems: readonly Problem[], what: string): 1 {
  printProblems(problems)
  console.error(what)
  return 1
}

function wrongCall(usage: string): 2 {
  console.error(`Usage: stadttor ${usage}`)
  return 2
}

const pack: Tool = {
  name: 'service pack',
  usage: 'DIR --out ZIP',
  help: 'Packs the folder of a service package into one file, the same bytes for the same folder.',
  options: { out: { type: 'string' } },
  run: async ({ positionals: [folder, ...more], options: { out } }) => {
    if (folder === undefined || more.length > 0 || typeof out !== 'string') return wrongCall('service pack DIR --out ZIP')
    if (!existsSync(folder) || !statSync(folder).isDirectory()) return refuse([], `There is no folder ${folder}.`)
    const found = filesOfFolder(folder)
    if ('problems' in found) return refuse(found.problems, 'Not packed.')
    // A signature belongs to the file that is handed on, not to the folder it is made from.
    const files: Files = new Map([...found.files].filter(([name]) => name !== signatureFile))
    const read = readPackage(files)
    if ('problems' in read) return refuse(read.problems, 'Not packed.')
    writeFileSync(out, archiveOf(files))
    console.log(`${read.package.manifest.id} ${read.package.manifest.version}: ${files.size} files in ${out}`)
    console.log(`sha256 of the content: ${read.package.digest}`)
    return 0
  },
}

const keygen: Tool = {
  name: 'service keygen',
  usage: 'FILE',
  help: 'Makes a key to sign packages with (Ed25519) and prints its fingerprint. Keep the file secret.',
  options: {},
  run: async ({ positionals: [file, ...more] }) => {
    if (file === undefined || more.length > 0) return wrongCall('service keygen FILE')
    const { pem, fingerprint } = newKey()
    try {
      writeFileSync(file, pem, { mode: 0o600, flag: 'wx' })
    } catch (fault) {
      const there = (fault as NodeJS.ErrnoException).code === 'EEXIST'
      return refuse([], there ? `${file} is there already; nothing was written.` : (fault as Error).message)
    }
    console.log(`The key is in ${file}. Other towns trust it by its fingerprint:`)
    console.log(fingerprint)
    return 0
  },
}

const signZip: Tool = {
  name: 'service sign',
  usage: 'ZIP --key FILE',
  help: 'Signs a package with a key of `service keygen`; the file is written anew.',
  options: { key: { type: 'string' } },
  run: async ({ positionals: [zip, ...more], options: { key } }) => {
    if (zip === undefined || more.length > 0 || typeof key !== 'string') return wrongCall('service sign ZIP --key FILE')
    if (!existsSync(zip) || !statSync(zip).isFile()) return refuse([], `There is no file ${zip}.`)
    if (!existsSync(key) || !statSync(key).isFile()) return refuse([], `There is no file ${key}.`)
    const found = filesOfZip(readFileSync(zip))
    if ('problems' in found) return refuse(found.problems, 'Not signed.')
    const read = readPackage(found.files)
    if ('problems' in read) return refuse(read.problems, 'Not signed.')
    const signed = signFiles(found.files, readFileSync(key, 'utf8'))
    if (!signed) return refuse([], `${key} holds no Ed25519 key of \`stadttor service keygen\`.`)
    writeFileSync(zip, archiveOf(signed.files))
    console.log(`${read.package.manifest.id} ${read.package.manifest.version} is signed by ${signed.fingerprint}`)
    return 0
  },
}

export const packageTools: readonly Tool[] = [pack, keygen, signZip]

/** A package of a command line, or what is wrong with it, printed. */
export function openForCommand(path: string) {
  const found = filesAt(path)
  const read = 'files' in found ? readPackage(found.files) : found
  if ('package' in read) return read.package
  printProblems(read.problems)
  return undefined
}
