// Writes the generated parts of the papers: modules and commands in README.md, files in src/kernel/README.md, docs/glossary.md. `--check` only compares.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const root = dirname(import.meta.dirname)
const read = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '')
const sources = readdirSync(join(root, 'src'), { recursive: true })
  .map((file) => `src/${file.replaceAll('\\', '/')}`)
  .filter((file) => /\.(tsx?|sql)$/.test(file) && !file.includes('.test.') && !/\/(samples|fixtures)/.test(file))
  .sort()

/** The sentence that opens every file. */
const firstLine = (text) => /^(?:\/\/|--) (.+)/.exec(text)?.[1] ?? ''
const officialName = (door) => /officialName: '([^']+)'/.exec(door)?.[1] ?? ''

function moduleList() {
  const rows = sources
    .filter((file) => /^src\/modules\/[^/]+\/module\.tsx$/.test(file))
    .map((file) => {
      const folder = dirname(file)
      const door = read(file)
      const own = read(`${folder}/README.md`)
        .split('\n')
        .find((line) => line.trim() !== '' && !line.startsWith('#'))
      return `| [\`${basename(folder)}\`](${folder}) | ${officialName(door)} | ${own ?? firstLine(door)} |`
    })
  return ['| module | German name | what it is for |', '| --- | --- | --- |', ...rows].join('\n')
}

/** What `stadttor --help` prints, as a table. */
function commandList() {
  const help = execFileSync(process.execPath, [join(import.meta.dirname, 'stadttor.mjs'), '--help'], { encoding: 'utf8' })
  const rows = [...help.matchAll(/^ {2}(\S.*)\n {6}(.+)$/gm)].map(
    ([, usage, meaning]) => `| \`${usage.replaceAll('|', '\\|')}\` | ${meaning.replaceAll('|', '\\|')} |`,
  )
  return ['| command | what it does |', '| --- | --- |', ...rows].join('\n')
}

/** What `stadttor config` prints where nothing is set, as a table. */
function settingList() {
  const env = { PATH: process.env.PATH }
  const printed = execFileSync(process.execPath, [join(import.meta.dirname, 'stadttor.mjs'), 'config'], { encoding: 'utf8', env })
  const rows = [...printed.matchAll(/^([A-Z0-9_]+) +\((.+?)\) {2,}(.+)$/gm)].map(([, name, fallback, meaning]) => {
    const value = / /.test(fallback) ? fallback : `\`${fallback}\``
    return `| \`${name}\` | ${value} | ${meaning} |`
  })
  return ['| name | default | meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

function kernelFiles() {
  const inKernel = sources.filter((file) => file.startsWith('src/kernel/'))
  const folders = [...new Set(inKernel.map(dirname))].sort()
  return folders
    .map((folder) => {
      const rows = inKernel
        .filter((file) => dirname(file) === folder)
        .map((file) => `| [\`${basename(file)}\`](${file.slice('src/kernel/'.length)}) | ${firstLine(read(file))} |`)
      return [`### \`${folder}/\``, '', '| file | what it is for |', '| --- | --- |', ...rows].join('\n')
    })
    .join('\n\n')
}

/** A term is a `@de` tag and the name declared next to it; modules bring the official name of their door. */
function glossary() {
  const terms = sources.flatMap((file) => {
    const text = read(file)
    const name = /\/module\.tsx$/.test(file) ? officialName(text) : ''
    const tags = [...text.matchAll(/@de ([^@*\n]+)/g)].map((match) => {
      const after = text.slice(match.index + match[0].length)
      const declared =
        /^(?:[^@*\n]*(?:@[^*\n]*)?)(?:\s*\*\/|\n)\s*(?:export )?(?:(?:type|const|class|function|async function|CREATE TABLE) )*([\w.]+)/.exec(
          after,
        )?.[1]
      return { german: match[1].trim(), english: declared ?? '', file }
    })
    return [...tags, ...(name ? [{ german: name, english: basename(dirname(file)), file }] : [])]
  })
  const rows = [
    ...new Set(terms.map(({ german, english, file }) => `| ${german} | \`${english}\` | [${file.slice(4)}](../${file}) |`)),
  ]
  rows.sort((a, b) => a.localeCompare(b, 'de'))
  return [
    '# Glossary',
    '',
    'German terms and what they are called in the code. Written by `npm run papers` from the `@de` tags; do not edit.',
    '',
    '| German | in the code | where |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

function between(path, name, part, text = read(path)) {
  const [begin, end] = [`<!-- ${name}: written by npm run papers -->`, `<!-- end of ${name} -->`]
  const [head, rest] = text.split(begin)
  const tail = rest?.split(end)[1]
  if (tail === undefined) throw new Error(`${path} lacks the lines "${begin}" and "${end}".`)
  return `${head}${begin}\n\n${part}\n\n${end}${tail}`
}

const papers = {
  'README.md': between(
    'README.md',
    'settings',
    settingList(),
    between('README.md', 'commands', commandList(), between('README.md', 'modules', moduleList())),
  ),
  'src/kernel/README.md': between('src/kernel/README.md', 'files', kernelFiles()),
  'docs/glossary.md': glossary(),
}
/** The formatter pads tables: their spaces say nothing. */
const bare = (text) => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---')
const stale = Object.keys(papers).filter((path) => bare(read(path)) !== bare(papers[path]))
if (process.argv.includes('--check')) {
  if (stale.length > 0) console.error(`Not current: ${stale.join(', ')}. Run \`npm run papers\`.`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  for (const path of stale) writeFileSync(join(root, path), papers[path])
  console.log(stale.length > 0 ? `Written: ${stale.join(', ')}` : 'All papers are current.')
}
