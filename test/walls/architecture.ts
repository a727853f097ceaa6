// The rules of the house about files: who may import whom, who may name whom, how files are called.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { transformSync } from 'esbuild'

export type File = { path: string; text: string }
export type Imported = { from: string; typeOnly: boolean }

/** Every text file below `folders`, with its path from the root of the repository. */
export const readTree = (root: string, folders: readonly string[]): File[] =>
  globSync(
    folders.map((folder) => `${folder}/**/*.{ts,tsx,mjs,sql,md,css}`),
    { cwd: root },
  )
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

const isCode = ({ path }: File): boolean => /\.(ts|tsx|mjs)$/.test(path)
const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)

const pieces = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g
const withoutComments = (text: string): string => text.replace(pieces, (piece) => (/^\/[/*]/.test(piece) ? ' ' : piece))

export function importsOf(text: string): Imported[] {
  const code = withoutComments(text)
  const statements = code.matchAll(/(?:^|[\n;])\s*(?:import|export)\s+(type\s)?\s*([^'"`;]*?)\s*from\s*['"]([^'"]+)['"]/g)
  const bare = code.matchAll(/(?:^|[\n;])\s*import\s*['"]([^'"]+)['"]/g)
  const late = code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)
  return [
    ...[...statements].map(([, type, names = '', from = '']) => ({
      from,
      typeOnly: type !== undefined || /^\{(\s*type\s+[^,{}]+,?)+\s*\}$/.test(names),
    })),
    ...[...bare, ...late].map(([, from = '']) => ({ from, typeOnly: false })),
  ]
}

const resolved = (path: string, from: string): string => (from.startsWith('.') ? normalize(join(dirname(path), from)) : from)

/** `src/modules/x` for a module, `src/kernel` … for the shared parts, `src` for the start-up files and commands, `test`, `bench`. */
function roomOf(path: string): string {
  const [top = '', part = '', name = ''] = path.split('/')
  if (top !== 'src') return top
  if (part === 'modules') return `src/modules/${name}`
  return path.split('/').length > 2 && part !== 'commands' ? `src/${part}` : 'src'
}

const ground = ['src/kernel', 'src/contracts', 'src/design', 'src/standards']
const mayImport: Record<string, readonly string[]> = {
  'src/kernel': ground,
  'src/design': ground,
  'src/contracts': ['src/kernel', 'src/contracts', 'src/design', 'src/standards'],
  'src/standards': ['src/standards'],
  src: ['src', ...ground],
  test: ['test', 'src', ...ground],
  bench: ['bench', 'test', 'src', ...ground],
}

export function importProblems(files: readonly File[]): string[] {
  return files.filter(isCode).flatMap(({ path, text }) => {
    const room = roomOf(path)
    const allowed = [...(mayImport[room] ?? [room, ...ground]), ...(isTest(path) ? ['test', 'src'] : [])]
    return importsOf(text)
      .map(({ from }) => resolved(path, from))
      .filter((target) => /^(src|test|bench|\.\.)(\/|$)/.test(target) && !allowed.includes(roomOf(target)))
      .map((target) => `${path} imports ${target}`)
  })
}

/** What is left of a contract after the types are gone must be nothing. */
export function contractProblems(files: readonly File[]): string[] {
  return files
    .filter(({ path }) => path.startsWith('src/contracts/') && path.endsWith('.ts') && !isTest(path))
    .flatMap(({ path, text }) => {
      const { code } = transformSync(text, { loader: 'ts', tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } } })
      return code.replace(/export \{\};?/g, '').trim() === '' ? [] : [`${path} holds more than types`]
    })
}

/** Names of contracts are words of the house, also where a module carries the same word. */
const contractNamesOf = (files: readonly File[]): string[] =>
  files
    .filter(({ path }) => path.startsWith('src/contracts/'))
    .flatMap(({ text }) => [...text.matchAll(/Contract<\s*'([^']+)'/g)].map(([, name = '']) => name))

/** Every room may have pages at `/desk/<room>` and a place in that navigation, whoever draws the start page. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: this is how the kernel writes it.
const wordsOfTheHouse = ['desk', '/desk/${module.name}']

/** Files under `src` outside a module and the contracts that name a module; must be none. */
export function namingProblems(files: readonly File[], modules: readonly string[]): string[] {
  const contracts = contractNamesOf(files)
  const outside = files.filter(
    ({ path }) => /^src\/.*\.(tsx?|sql)$/.test(path) && !/^src\/(modules|contracts)\//.test(path) && !isTest(path),
  )
  return outside.flatMap(({ path, text }) => {
    const code = path.endsWith('.sql') ? text.replace(/--[^\n]*/g, ' ') : withoutComments(text)
    const strings = path.endsWith('.sql')
      ? []
      : [...code.replace(/\bclass="[^"]*"/g, '').matchAll(pieces)].map(([piece]) => piece.slice(1, -1))
    return modules
      .filter((name) => {
        if (path.endsWith('.sql')) return new RegExp(`(^|[^\\w.-])"?${name.replaceAll('-', '_')}"?\\.[a-z_]`).test(code)
        const word = new RegExp(
          `^${name}$|^${name}\\.(?!tsx?$|css$|js$|md$)[a-z*]|^/(desk/|api/v1/|en/|leicht/)?${name}(/|\\.|\\?|$)|(^|/)modules/${name}(/|$)`,
        )
        return strings.some((text) => word.test(text) && !contracts.includes(text) && !wordsOfTheHouse.includes(text))
      })
      .map((name) => `${path} names the room ${name}`)
  })
}

const forbiddenNames = /^(utils?|helpers?|commons?|shared|misc|lib|services|managers?)$/

export function fileNameProblems(files: readonly { path: string }[]): string[] {
  const problems = files
    .filter(({ path }) => path.startsWith('src/'))
    .flatMap(({ path }) => {
      const parts = path.split('/')
      const file = parts.pop() ?? ''
      const found: string[] = []
      for (const name of [...parts, file.replace(/\..*$/, '')])
        if (forbiddenNames.test(name)) found.push(`${path}: "${name}" says nothing about what is in it`)
      const inModule = parts[1] === 'modules'
      const fits =
        /^[a-z][a-z0-9-]*(\.test|\.island|\.d)?\.tsx?$/.test(file) ||
        /^\d{4}-[a-z0-9-]+\.sql$/.test(file) ||
        file === 'README.md' ||
        !/\.(ts|tsx|sql|md)$/.test(file)
      if (!fits) found.push(`${path}: no name of a file of this house`)
      if (inModule && parts.length > 3 && file === 'module.tsx') found.push(`${path}: a module has one door`)
      return found
    })
  for (const name of moduleNamesOf(files)) {
    const own = files.map(({ path }) => path).filter((path) => path.startsWith(`src/modules/${name}/`))
    const has = (pattern: RegExp): boolean => own.some((path) => pattern.test(path))
    if (!has(/^src\/modules\/[^/]+\/README\.md$/)) problems.push(`src/modules/${name} has no README.md`)
    if (!has(/^src\/modules\/[^/]+\/module\.tsx$/)) problems.push(`src/modules/${name} has no module.tsx`)
    if (has(/\.sql$/) && !has(/\/tables\.ts$/)) problems.push(`src/modules/${name} has tables but no tables.ts`)
    if (has(/pages\.tsx$/) && !has(/\/words\.ts$/)) problems.push(`src/modules/${name} has pages but no words.ts`)
    if (!has(/\.test\.tsx?$/)) problems.push(`src/modules/${name} has no test`)
  }
  return problems
}

export const moduleNamesOf = (files: readonly { path: string }[]): string[] => [
  ...new Set(files.flatMap(({ path }) => /^src\/modules\/([^/]+)\//.exec(path)?.[1] ?? [])),
]

/** A file that only passes on what stands elsewhere. */
export const barrelProblems = (files: readonly File[]): string[] =>
  files
    .filter((file) => file.path.startsWith('src/') && isCode(file))
    .filter(({ text }) => {
      const code = withoutComments(text).trim()
      return code !== '' && code.replace(/export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s*from\s*'[^']+';?/g, '').trim() === ''
    })
    .map(({ path }) => `${path} only passes on what stands elsewhere`)

/** Circles of imports that exist at run time. */
export function cycleProblems(files: readonly File[]): string[] {
  const code = files.filter((file) => isCode(file) && !isTest(file.path))
  const known = new Set(code.map(({ path }) => path))
  const targets = new Map(
    code.map(({ path, text }) => [
      path,
      importsOf(text)
        .filter(({ typeOnly }) => !typeOnly)
        .map(({ from }) => resolved(path, from))
        .filter((target) => known.has(target)),
    ]),
  )
  const done = new Set<string>()
  const problems: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    const seen = trail.indexOf(path)
    if (seen >= 0) problems.push(`${[...trail.slice(seen), path].join(' → ')} is a circle`)
    if (seen >= 0 || done.has(path)) return
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path])
    done.add(path)
  }
  for (const path of targets.keys()) visit(path, [])
  return problems
}

export const environmentProblems = (files: readonly File[]): string[] =>
  files
    .filter((file) => file.path.startsWith('src/') && isCode(file) && !isTest(file.path) && file.path !== 'src/main.ts')
    .filter(({ text }) =>
      /process\s*(\?\.|\.)\s*env\b|\bprocess\[|\{[^}\n]*\benv\b[^}\n]*\}\s*(=\s*process\b|from 'node:process')/.test(
        withoutComments(text),
      ),
    )
    .map(({ path }) => `${path} reads the environment; only src/main.ts may`)

export const lengthOf = ({ text }: File): number => text.trimEnd().split('\n').length

export const lengthProblems = (files: readonly File[]): string[] =>
  files
    .filter((file) => file.path.startsWith('src/') && isCode(file) && lengthOf(file) > 300)
    .map((file) => `${file.path} has ${lengthOf(file)} lines; split it along a noun`)

/** The first line of a file says in one sentence what the file is in its room. */
export const firstLineProblems = (files: readonly File[]): string[] =>
  files
    .filter(
      (file) =>
        isCode(file) &&
        !isTest(file.path) &&
        !file.text.startsWith('#!') &&
        !/^\/\/ \S.*[.!?:…]$/.test(file.text.split('\n')[0] ?? ''),
    )
    .map(({ path }) => `${path} does not begin with one sentence about what it is`)
