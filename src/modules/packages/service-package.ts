// A service package as it was read from a folder or an archive: complete, bounded, harmless, or precisely what is wrong with it.
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PackagePart } from '../../contracts/package-parts.ts'
import { readZip, ZipFault, type ZipFaultKind } from '../../standards/zip/read-zip.ts'
import { writeZip } from '../../standards/zip/write-zip.ts'
import { bounds, type Manifest, manifestFile } from './manifest.ts'
import { fillIn, type Values, valuesOf } from './parameter.ts'
import { type Problem, problem } from './problems.ts'
import { type Example, parseJson, readExamples, readManifest } from './read-manifest.ts'
import { digestOf, signatureFile } from './signature.ts'
import { unsafeTexts } from './unsafe-text.ts'

export type Files = ReadonlyMap<string, Buffer>

/** @de Leistungspaket */
export type ServicePackage = {
  manifest: Manifest
  files: Files
  /** Text of each part's file, before the town's values stand in it. */
  texts: ReadonlyMap<string, string>
  examples: readonly Example[]
  /** Names it and all of its content. */
  digest: string
}

export type ReadPackage = { package: ServicePackage } | { problems: Problem[] }

/** The largest archive that is looked at. */
export const largestArchive = bounds.bytes + 1_000_000

const zipWords: Record<ZipFaultKind, [string, string]> = {
  damaged: ['Die ZIP-Datei ist beschädigt.', 'The ZIP file is damaged.'],
  'too-many': [`Das sind mehr als ${bounds.files} Dateien.`, `These are more than ${bounds.files} files.`],
  'too-large': [
    'Das ist ausgepackt zu groß: höchstens 5 MB je Datei und 20 MB in allem.',
    'This is too large once unpacked: at most 5 MB each and 20 MB in all.',
  ],
  encrypted: ['Diese Datei ist verschlüsselt.', 'This file is encrypted.'],
  method: ['Diese Datei ist auf eine unbekannte Art gepackt.', 'This file is packed in an unknown way.'],
  path: [
    'Dieser Name führt aus dem Paket hinaus oder ist nicht erlaubt.',
    'This name leads out of the package or is not allowed.',
  ],
  link: ['Das ist eine Verknüpfung oder keine gewöhnliche Datei.', 'This is a link or no ordinary file.'],
  duplicate: ['Diese Datei kommt doppelt vor.', 'This file is there twice.'],
  'not-utf8': ['Dieser Dateiname ist nicht in UTF-8 geschrieben.', 'The name of this file is not written in UTF-8.'],
  overlap: ['Dateien im Archiv überlagern einander.', 'Files of the archive lie upon each other.'],
}

export function filesOfZip(content: Buffer): { files: Files } | { problems: Problem[] } {
  if (content.length > largestArchive) return { problems: [problem('', '', ...zipWords['too-large'])] }
  try {
    return { files: readZip(content, bounds) }
  } catch (fault) {
    if (!(fault instanceof ZipFault)) throw fault
    return { problems: [problem(fault.entry, '', ...zipWords[fault.kind])] }
  }
}

/** Names that begin with a point are left out: they belong to editors and version control. */
export function filesOfFolder(folder: string): { files: Files } | { problems: Problem[] } {
  const files = new Map<string, Buffer>()
  let bytes = 0
  const walk = (path: string): Problem | undefined => {
    for (const name of readdirSync(join(folder, path)).sort()) {
      if (name.startsWith('.')) continue
      const inner = path === '' ? name : `${path}/${name}`
      const found = lstatSync(join(folder, inner))
      const { size } = found
      if (found.isDirectory()) {
        const fault = walk(inner)
        if (fault) return fault
        continue
      }
      if (!found.isFile()) return problem(inner, '', ...zipWords.link)
      bytes += size
      if (size > bounds.bytesEach || bytes > bounds.bytes) return problem(inner, '', ...zipWords['too-large'])
      if (files.size >= bounds.files) return problem('', '', ...zipWords['too-many'])
      files.set(inner, readFileSync(join(folder, inner)))
    }
    return undefined
  }
  const fault = walk('')
  return fault ? { problems: [fault] } : { files }
}

/** A folder or an archive, by what stands there. */
export function filesAt(path: string): { files: Files } | { problems: Problem[] } {
  if (!existsSync(path))
    return { problems: [problem(path, '', 'Diese Datei gibt es nicht.', 'There is no such file or folder.')] }
  if (lstatSync(path).isDirectory()) return filesOfFolder(path)
  if (lstatSync(path).size > largestArchive) return { problems: [problem(path, '', ...zipWords['too-large'])] }
  return filesOfZip(readFileSync(path))
}

/** The same bytes for the same files. */
export const archiveOf = (files: Files): Buffer => writeZip(files)

const strict = new TextDecoder('utf-8', { fatal: true })

/** Everything that can be said without asking any room. Problems of all files come together. */
export function readPackage(files: Files): ReadPackage {
  const problems: Problem[] = []
  const texts = new Map<string, string>()
  for (const [name, content] of files)
    try {
      texts.set(name, strict.decode(content))
    } catch {
      problems.push(problem(name, '', 'Diese Datei ist kein Text in UTF-8.', 'This file is no text in UTF-8.'))
    }
  const text = texts.get(manifestFile)
  if (!files.has(manifestFile))
    return {
      problems: [
        problem(
          manifestFile,
          '',
          'Hier liegt keine manifest.json: Das ist kein Leistungspaket.',
          'There is no manifest.json here: this is no service package.',
        ),
      ],
    }
  if (text === undefined) return { problems }
  const read = readManifest(text)
  if ('problems' in read) return { problems: [...problems, ...read.problems] }
  const { manifest } = read
  const usual = valuesOf(manifest, {})
  const values = 'values' in usual ? usual.values : {}
  const examples: Example[] = []
  for (const [name, content] of texts) {
    if (manifest.parts.some(({ file }) => file === name)) continue
    problems.push(...unsafeTexts(name, content))
    if (!isExample(name)) continue
    const filled = fillIn(name, content, manifest.parameters, values)
    const found = 'problems' in filled ? filled : readExamples(name, filled.content)
    if ('problems' in found) problems.push(...found.problems)
    else examples.push(...found.examples)
  }
  problems.push(...contradictions(manifest, files, examples))
  const made = { manifest, files, texts, examples, digest: digestOf(files) }
  const parts = partsOf(made, values)
  if ('problems' in parts) problems.push(...parts.problems)
  return problems.length > 0 ? { problems } : { package: made }
}

/** The parts with a town's values put in. */
export function partsOf(
  { manifest, texts }: Pick<ServicePackage, 'manifest' | 'texts'>,
  values: Values,
): { parts: PackagePart[] } | { problems: Problem[] } {
  const problems: Problem[] = []
  const parts: PackagePart[] = []
  for (const { kind, key, file } of manifest.parts) {
    const text = texts.get(file)
    if (text === undefined) continue
    const filled = fillIn(file, text, manifest.parameters, values)
    if ('problems' in filled) {
      problems.push(...filled.problems)
      continue
    }
    const json = file.endsWith('.json') ? parseJson(file, filled.content) : undefined
    if (json && 'problems' in json) problems.push(...json.problems)
    problems.push(...unsafeTexts(file, filled.content))
    parts.push({ kind, key, file, content: filled.content })
  }
  return problems.length > 0 ? { problems } : { parts }
}

const isExample = (name: string): boolean => /^examples\/[^/]+\.json$/.test(name)

function* contradictions({ parts }: Manifest, files: Files, examples: readonly Example[]): Generator<Problem> {
  for (const [index, { file }] of parts.entries())
    if (!files.has(file))
      yield problem(
        manifestFile,
        `/parts/${index}/file`,
        `Diese Datei fehlt im Paket: ${file}`,
        `This file is missing in the package: ${file}`,
      )
  const named = new Set([manifestFile, signatureFile, ...parts.map(({ file }) => file)])
  for (const name of files.keys())
    if (!named.has(name) && !isExample(name) && !/^([^/]+\/)*([^/]+\.md|LICEN[CS]E[^/]*)$/.test(name))
      yield problem(
        name,
        '',
        'Diese Datei steht nicht im Manifest. Ein Paket enthält nur, was es nennt.',
        'This file does not stand in the manifest. A package holds only what it names.',
      )
  if (examples.length === 0)
    yield problem(
      'examples/',
      '',
      'Das Paket hat keine Beispiele. Ohne Prüfung wird kein Paket genommen.',
      'The package has no examples. Without tests no package is taken.',
    )
  for (const { file, name, part } of examples)
    if (!parts.some(({ kind, key }) => part === `${kind}:${key}`))
      yield problem(file, name, `Diesen Teil gibt es nicht: ${part}`, `There is no such part: ${part}`)
}
