// What people say and what the town hall calls it. The format stands at the top of every list in ./synonyms/.
import { createSpelling, type Spelling } from './spelling.ts'
import { isStopWord, stem, typedWords } from './text.ts'

/** One way to say it in the catalogue's words; weight below 1 for later choices. */
export type Meaning = { words: string[]; weight: number }

export type Rule = {
  /** Keys of the words that must all be typed, in any order. */
  left: string[]
  meanings: Meaning[]
  /** `=>!`: it means exactly this, and the words as typed are not searched. */
  only: boolean
}

export type SynonymList = {
  language: 'de' | 'en'
  rules: Map<string, Rule[]>
  /** One word stands for all words of its group, so that rules of several words know them all. */
  leaders: Map<string, string>
  /** Words on the left sides (folded). */
  words: string[]
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
  const list: SynonymList = { language, rules: new Map(), leaders: new Map(), words: [], general, spelling: createSpelling([]) }
  for (const line of entries) {
    if (line.includes('<')) readKinds(list, line)
    else if (!line.includes('=>')) readGroupLeaders(list, commaSeparated(line))
  }
  for (const line of entries) if (!line.includes('<')) readEntry(list, line)
  list.spelling = createSpelling([...new Set(list.words)].sort())
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

function readEntry(list: SynonymList, line: string): void {
  const arrow = /^(.*?)=>(!?)(.*)$/.exec(line)
  if (!arrow) {
    const members = commaSeparated(line)
    for (const member of members) {
      const others = members.filter((other) => other !== member)
      addRule(
        list,
        member,
        others.map((other) => ({ words: contentWords(other), weight: 0.85 })),
        false,
      )
    }
    return
  }
  const meanings = commaSeparated(arrow[3]!).map((right, rank) => ({
    words: contentWords(right),
    weight: Math.max(0.5, 0.95 - 0.1 * rank),
  }))
  for (const left of commaSeparated(arrow[1]!)) addRule(list, left, meanings, arrow[2] === '!')
}

function addRule(list: SynonymList, left: string, meanings: Meaning[], only: boolean): void {
  const words = contentWords(left)
  const keys = words.map((word) => leaderOf([list, ...list.general], stem(word, list.language)))
  list.words.push(...words)
  const first = keys[0]
  if (first === undefined) return
  const rule: Rule = { left: [...new Set(keys)], meanings, only }
  for (const key of new Set(keys)) {
    const rules = list.rules.get(key)
    if (rules) rules.push(rule)
    else list.rules.set(key, [rule])
  }
}

const keysOf = (list: SynonymList, text: string) => contentWords(text).map((word) => stem(word, list.language))

/** Asks the town's list first, then the general ones. */
export function leaderOf(lists: readonly SynonymList[], key: string): string {
  let leader = key
  for (const list of lists) leader = list.leaders.get(leader) ?? leader
  return leader
}

function contentWords(text: string): string[] {
  const words = typedWords(text, 12).map((word) => word.folded)
  const content = words.filter((word) => !isStopWord(word))
  return content.length ? content : words
}
