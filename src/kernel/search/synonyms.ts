// What people say and what the town hall calls it. The format stands at the top of every list in ./synonyms/.
import { createSpelling, type Spelling } from './spelling.ts'
import { isStopWord, stem, typedWords } from './text.ts'

/** One way to say it in the catalogue's words; weight below 1 for later choices. */
export type Meaning = { words: string[]; weight: number }

export type Rule = {
  /** Keys of the words that must all be typed, in any order. */
  left: string[]
  /** Stop words that must stand there too, where only one other word is left: `pass werden`. */
  also: string[]
  meanings: Meaning[]
  /** `=>!`: it means exactly this, and the words as typed are not searched. */
  only: boolean
}

export type SynonymList = {
  language: 'de' | 'en'
  /** Entries of one word, by its key. */
  words: Map<string, Rule[]>
  /** Entries of several words, by the one of their keys that the fewest entries have. */
  phrases: Map<string, Rule[]>
  /** All keys of left sides. */
  keys: Set<string>
  /** One word stands for all words of its group, so that rules of several words know them all. */
  leaders: Map<string, string>
  /** Words of the left sides, folded. */
  said: Set<string>
  /** The same, to recognise mistyped ones. */
  spelling: Spelling
  general: readonly SynonymList[]
}

/** Reads a list once; several towns share the result. A town's own list stands on the general ones. */
export function parseSynonyms(text: string, language: 'de' | 'en' = 'de', general: readonly SynonymList[] = []): SynonymList {
  const entries = text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter(Boolean)
  const list: SynonymList = {
    language,
    words: new Map(),
    phrases: new Map(),
    keys: new Set(),
    leaders: new Map(),
    said: new Set(),
    general,
    spelling: createSpelling([]),
  }
  for (const line of entries) {
    if (line.includes('<')) readKinds(list, line)
    else if (!line.includes('=>')) readGroupLeaders(list, commaSeparated(line))
  }
  const phrases: Rule[] = []
  for (const line of entries) if (!line.includes('<')) readEntry(list, line, phrases)
  filePhrases(list, phrases)
  list.spelling = createSpelling([...list.said].sort())
  return list
}

const commaSeparated = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

function readGroupLeaders(list: SynonymList, members: string[]): void {
  const keys = members.map((member) => keysOf(list, member)).filter((words) => words.length === 1)
  const leader = keys[0]?.[0]
  if (leader === undefined) return
  const first = leaderOf([list, ...list.general], leader)
  for (const [key] of keys) if (!list.leaders.has(key!)) list.leaders.set(key!, first)
}

/** `ausland < polen, türkei`: in entries of several words the right ones count as the left one. */
function readKinds(list: SynonymList, line: string): void {
  const [whole, kinds] = line.split('<')
  const key = keysOf(list, whole!)[0]
  if (key === undefined) return
  const leader = leaderOf([list, ...list.general], key)
  for (const kind of commaSeparated(kinds!)) {
    const keys = keysOf(list, kind)
    if (keys.length === 1 && !list.leaders.has(keys[0]!)) list.leaders.set(keys[0]!, leader)
  }
}

function readEntry(list: SynonymList, line: string, phrases: Rule[]): void {
  const arrow = /^(.*?)=>(!?)(.*)$/.exec(line)
  const lefts = commaSeparated(arrow ? arrow[1]! : line)
  const rights = commaSeparated(arrow ? arrow[3]! : line)
  const meanings = rights.map((right, rank) => ({
    words: contentWords(right),
    weight: arrow ? Math.max(0.5, 0.95 - 0.1 * rank) : 0.85,
  }))
  for (const left of lefts) addRule(list, left, { meanings, only: arrow?.[2] === '!' }, phrases)
}

function addRule(list: SynonymList, left: string, rule: Pick<Rule, 'meanings' | 'only'>, phrases: Rule[]): void {
  const words = contentWords(left)
  const keys = [...new Set(words.map((word) => leaderOf([list, ...list.general], stem(word, list.language))))]
  const all = allWords(left)
  const also = words.length === 1 && all.length > 1 ? all.filter((word) => !words.includes(word)) : []
  for (const word of words) list.said.add(word)
  for (const key of keys) list.keys.add(key)
  if (keys.length + also.length > 1) phrases.push({ left: keys, also, ...rule })
  else if (keys[0] !== undefined) {
    const others = list.words.get(keys[0]) ?? []
    if (!others.some(({ meanings }) => meanings === rule.meanings))
      list.words.set(keys[0], [...others, { left: keys, also, ...rule }])
  }
}

function filePhrases(list: SynonymList, phrases: readonly Rule[]): void {
  const counts = new Map<string, number>()
  for (const { left } of phrases) for (const key of left) counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const rule of phrases) {
    const rarest = rule.left.reduce((a, b) => (counts.get(b)! < counts.get(a)! ? b : a))
    const others = list.phrases.get(rarest)
    if (others) others.push(rule)
    else list.phrases.set(rarest, [rule])
  }
}

/** Whether the list speaks of a word at all. */
export const knows = (list: SynonymList, key: string) => list.keys.has(key) || list.leaders.has(key)

const keysOf = (list: SynonymList, text: string) => contentWords(text).map((word) => stem(word, list.language))

/** Asks the town's list first, then the general ones. */
export function leaderOf(lists: readonly SynonymList[], key: string): string {
  let leader = key
  for (const list of lists) leader = list.leaders.get(leader) ?? leader
  return leader
}

function contentWords(text: string): string[] {
  const words = allWords(text)
  const content = words.filter((word) => !isStopWord(word))
  return content.length ? content : words
}

const allWords = (text: string) => typedWords(text, 12).map((word) => word.folded)
