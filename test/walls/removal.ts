// Takes one room out of a copy of the house and looks whether the rest still compiles, builds and opens.
import { execFile, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { neutralSettings } from '../fresh-town.ts'
import { repository, testGround } from '../ground.ts'

const run = promisify(execFile)

/** A copy of the repository's sources, beside the same packages. */
export function copyHouse(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stadttor-without-'))
  for (const part of ['src', 'test', 'bench', 'bin', 'package.json', 'package-lock.json', 'tsconfig.json']) {
    cpSync(join(repository, part), join(folder, part), { recursive: true, force: true, errorOnExist: false })
  }
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'))
  const town = join(folder, 'towns/musterstadt')
  mkdirSync(town, { recursive: true })
  writeFileSync(join(town, 'town.json'), JSON.stringify({ ...neutralSettings('musterstadt'), default: true }))
  return folder
}

/** While `work` runs, the room's folder stands outside of the copied house. */
export async function without<Result>(folder: string, room: string, work: () => Promise<Result>): Promise<Result> {
  const home = join(folder, 'src/modules', room)
  const aside = join(folder, `${room} moved out`)
  renameSync(home, aside)
  try {
    return await work()
  } finally {
    renameSync(aside, home)
  }
}

const say = (fault: unknown): string => {
  const { stdout = '', stderr = '', message } = fault as Error & { stdout?: string; stderr?: string }
  return (stdout + stderr || message).trim().slice(0, 2_000)
}

/** What the compiler says about a copy; empty when it is content. It remembers what it checked the last time. */
export async function typeProblems(folder: string): Promise<string[]> {
  const tsc = join(repository, 'node_modules/typescript/bin/tsc')
  return run(process.execPath, [tsc, '--noEmit', '--incremental', '--tsBuildInfoFile', join(folder, 'checked')], {
    cwd: folder,
  }).then(
    () => [],
    (fault) => [`types: ${say(fault)}`],
  )
}

/** What the bundler says about a copy; empty when it is content. */
export const buildProblems = (folder: string): Promise<string[]> =>
  run(process.execPath, [join(folder, 'bin/build.mjs')], { cwd: folder }).then(
    () => [],
    (fault) => [`build: ${say(fault)}`],
  )

/** Starts a built copy on an empty database, asks for `paths`, and stops it. */
export async function openingProblems(folder: string, paths: readonly string[]): Promise<string[]> {
  const { adminUrl, templateUrl, keyFile } = testGround()
  const name = `without_${process.pid}_${Math.random().toString(36).slice(2, 8)}`
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} OWNER stadttor_owner`)
  const env = {
    PATH: process.env.PATH,
    PORT: '0',
    BASE_URL: 'http://localhost:0',
    DATABASE_URL: templateUrl.replace(/\/[^/]*$/, `/${name}`),
    KEY_FILE: keyFile,
    DATA_DIR: join(folder, `data-${name}`),
    TOWNS_DIR: join(folder, 'towns'),
    LOG_LEVEL: 'error',
  }
  const child = spawn(process.execPath, [join(folder, 'dist/src/cli.js'), 'serve'], { cwd: folder, env, stdio: 'pipe' })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let output = ''
  const address = await new Promise<string | undefined>((resolve) => {
    const read = (part: Buffer): void => {
      output += part.toString()
      const open = /Stadttor is open: http:\/\/localhost:(\d+)/.exec(output)
      if (open) resolve(`http://127.0.0.1:${open[1]}`)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    void ended.then(() => resolve(undefined))
  })
  const problems: string[] = []
  if (!address) problems.push(`start: ${output.slice(0, 2_000)}`)
  for (const path of address ? paths : []) {
    const { status } = await fetch(`${address}${path}`, { redirect: 'manual' })
    // Pages whose content a town has not written yet answer 404; the front door and the health check may not.
    const mustBeThere = path === '/' || path.startsWith('/health/')
    if (status >= 500 || (mustBeThere && status !== 200)) problems.push(`${path} answers ${status}: ${output.slice(-2_000)}`)
  }
  child.kill('SIGTERM')
  await ended
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
  await admin.end()
  return problems
}
