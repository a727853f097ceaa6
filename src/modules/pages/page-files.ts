// Finds the page files of a town's folder; where the town has none of a kind, the starter's stand in.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Language, languages } from '../../kernel/language.ts'
import { type Fragment, readFragment } from './fragment.ts'
import { type PageKind, pageKinds } from './tables.ts'

export type PageText = Fragment & { kind: PageKind; language: Language; source: 'starter' | 'file' }

const largestFile = 200_000

type Found = Map<string, Fragment>

/**
 * A town that wrote its own imprint in German does not get the template's in English beside it: a kind is taken as a
 * whole from one of the two folders. `lines` says in words what could not be read.
 */
export function readPageFiles(folder: string, starter: string): { texts: PageText[]; lines: string[] } {
  const lines: string[] = []
  const own = readFolder(join(folder, 'pages'), lines)
  const template = readFolder(join(starter, 'pages'), lines)
  const texts = pageKinds.flatMap((kind) => {
    const chosen = languages.some((language) => own.has(`${kind}.${language}`)) ? own : template
    return languages.flatMap((language): PageText[] => {
      const fragment = chosen.get(`${kind}.${language}`)
      if (!fragment) return []
      const original = template.get(`${kind}.${language}`)
      const copied = original?.title === fragment.title && original.html === fragment.html
      return [{ ...fragment, kind, language, source: copied ? 'starter' : 'file' }]
    })
  })
  return { texts, lines }
}

function readFolder(folder: string, lines: string[]): Found {
  const found: Found = new Map()
  if (!existsSync(folder)) return found
  for (const name of readdirSync(folder).sort()) {
    const file = join(folder, name)
    const [kind, language, ending, ...rest] = name.split('.')
    const known = pageKinds.includes(kind as PageKind) && languages.includes(language as Language)
    if (!known || ending !== 'html' || rest.length > 0) {
      lines.push(`${file} is not named like imprint.de.html and is left out.`)
      continue
    }
    const problem = (reason: string) => lines.push(`${file} ${reason} and is left out.`)
    if (statSync(file).size > largestFile) {
      problem(`is larger than ${largestFile / 1_000} KB`)
      continue
    }
    const text = decode(readFileSync(file))
    const fragment = text === undefined ? undefined : readFragment(text)
    if (text === undefined) problem('is not UTF-8')
    else if (!fragment) problem('has no heading (h1) with text below it')
    else found.set(`${kind}.${language}`, fragment)
  }
  return found
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
