// Reads the lists of synonyms: the general ones once for all towns, and one town's own.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSynonyms, type SynonymList } from './synonyms.ts'

/** All lists of a folder as one German and one English list (files named `en-….txt`). */
export function readSynonymFolder(folder: string): SynonymList[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
  const textOf = (english: boolean) =>
    names
      .filter((name) => name.startsWith('en-') === english)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n')
  return [parseSynonyms(textOf(false), 'de'), parseSynonyms(textOf(true), 'en')]
}

/** The general lists with the town's own words before them: those of its editors, then those of its folder. */
export function withTownSynonyms(general: readonly SynonymList[], townFolder: string, edited = ''): SynonymList[] {
  const file = join(townFolder, 'synonyms.txt')
  const own = [edited, existsSync(file) ? readFileSync(file, 'utf8') : ''].filter(Boolean).join('\n')
  if (own === '') return [...general]
  const german = general.filter((list) => list.language === 'de')
  return [parseSynonyms(own, 'de', german), ...general]
}
