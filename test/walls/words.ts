// What is wrong with the visible texts of a room: gaps, leftovers, words we do not use, text outside its place.
import { transformSync } from 'esbuild'
import type { Words } from '../../src/kernel/words.ts'

export type AnyWords = Words<Record<string, string | ((...values: never[]) => string)>>
type Text = { key: string; text: string; varies: boolean }

/** A text with values is judged by the pieces that stand in its source. */
const piecesOf = (code: string): string =>
  [...code.matchAll(/'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|`((?:\\.|[^`\\])*)`/g)]
    .map(([, single, double, template]) => single ?? double ?? withoutValues(template ?? ''))
    .join(' ')

/** Takes `${…}` out of a template, but keeps what is quoted inside it. */
const withoutValues = (template: string): string =>
  template.replace(/\$\{([^{}]*)\}/g, (_, inner: string) => (/['"]/.test(inner) ? ` ${piecesOf(inner)} ` : ' '))

const textsOf = (words: AnyWords, language: 'de' | 'en' | 'leicht'): Text[] =>
  Object.entries(words({ language })).map(([key, value]) => ({
    key: `${words.room}.${key}`,
    text: typeof value === 'function' ? piecesOf(String(value)) : (value as string),
    varies: typeof value === 'function',
  }))

const hasLetters = (text: string): boolean => /\p{L}{2,}/u.test(text)
const plain = (text: string): string => text.replace(/\\u00a0|\u00a0/g, ' ').trim()

export function gapProblems(all: readonly AnyWords[], sameWords: readonly string[]): string[] {
  return all.flatMap((words) => {
    const german = new Map(textsOf(words, 'de').map((text) => [text.key, text]))
    return textsOf(words, 'en').flatMap(({ key, text, varies }) => {
      const master = german.get(key)?.text ?? ''
      if (!varies && plain(text) === '') return [`${key} is empty in English`]
      if (!varies && plain(master) === '') return [`${key} is empty in German`]
      const same = plain(text) === plain(master) && hasLetters(text) && !text.startsWith('§')
      return same && !sameWords.includes(plain(text)) ? [`${key} is not translated: ${text}`] : []
    })
  })
}

const germanWords =
  /(?<![\p{L}])(und|oder|nicht|kein|keine|bitte|Sie|Ihr|Ihre|wir|uns|das|mit|für|von|ist|sind|eine|einen|auf|Seite|Suche|Stadt|Leistung|Leistungen|Fehler)(?![\p{L}])/u

/** German in English texts; what is quoted „so“ is quoted on purpose. */
export function leftoverProblems(all: readonly AnyWords[], properNames: readonly string[]): string[] {
  return all.flatMap((words) =>
    textsOf(words, 'en').flatMap(({ key, text }) => {
      let bare = text.replace(/[„“"‚‘'][^„“”"‚‘’']*[“”"‘’']/g, ' ')
      for (const name of properNames) bare = bare.replaceAll(name, ' ')
      const found = /[^\s]*[äöüßÄÖÜ][^\s]*/u.exec(bare)?.[0] ?? germanWords.exec(bare)?.[0]
      return found ? [`${key} holds German in English: ${found}`] : []
    }),
  )
}

const unwanted: { pattern: RegExp; why: string }[] = [
  { pattern: /!/, why: 'an exclamation mark' },
  { pattern: /(?<!\p{L})leider(?!\p{L})/iu, why: '"leider"' },
  { pattern: /(?<!\p{L})einfach(?!\p{L})/u, why: '"einfach"' },
  { pattern: /bitte beachten/iu, why: '"bitte beachten Sie"' },
  { pattern: /hier klicken|klicken sie hier/iu, why: '"Hier klicken"' },
  { pattern: /mehr erfahren/iu, why: '"Mehr erfahren"' },
  { pattern: /gebührenfrei/iu, why: '"gebührenfrei"' },
  { pattern: /ungültige eingabe/iu, why: '"Ungültige Eingabe"' },
  { pattern: /pflichtfeld/iu, why: '"Pflichtfeld"' },
  { pattern: /es liegen keine/iu, why: '"Es liegen keine … vor"' },
  { pattern: /\p{Extended_Pictographic}/u, why: 'an emoji' },
]
const unwantedEnglish: { pattern: RegExp; why: string }[] = [
  { pattern: /!/, why: 'an exclamation mark' },
  { pattern: /click here/i, why: '"click here"' },
  { pattern: /learn more|read more/i, why: '"learn more"' },
  { pattern: /unfortunately/i, why: '"unfortunately"' },
]

/** @standard guide of the house, sections 5 (tone) and 8 (never) */
export function toneProblems(all: readonly AnyWords[]): string[] {
  const judge = (texts: readonly Text[], rules: readonly { pattern: RegExp; why: string }[], language: string): string[] =>
    texts.flatMap(({ key, text }) =>
      rules.filter(({ pattern }) => pattern.test(text)).map(({ why }) => `${key} (${language}) holds ${why}`),
    )
  return all.flatMap((words) => [
    ...judge(textsOf(words, 'de'), unwanted, 'de'),
    ...judge(textsOf(words, 'leicht'), unwanted, 'leicht'),
    ...judge(textsOf(words, 'en'), unwantedEnglish, 'en'),
  ])
}

const visibleAttribute = /^(title|alt|placeholder|"aria-label"|"aria-description"|"aria-roledescription")$/

/** The software's own name is the same everywhere. */
const ownName = 'Stadttor'

/** Text that a page shows without asking the words of its room. Looks at what the compiler makes of the markup. */
export function strayTextProblems(path: string, source: string): string[] {
  const { code } = transformSync(source, { loader: 'tsx', jsx: 'automatic', jsxImportSource: 'preact', minifySyntax: false })
  const found: string[] = []
  for (const match of code.matchAll(/(\w+|"[\w-]+"): (?="|\[)/g)) {
    const [whole, name = ''] = match
    const at = match.index + whole.length
    if (name === 'children') found.push(...(code[at] === '"' ? [stringAt(code, at)] : childrenAt(code, at)))
    else if (visibleAttribute.test(name) && code[at] === '"') found.push(stringAt(code, at))
  }
  return [...new Set(found.filter((text) => hasLetters(text) && text !== ownName))].map(
    (text) => `${path} shows "${text}" that stands in no words.ts`,
  )
}

const stringAt = (code: string, at: number): string => {
  const text = /^"(?:\\.|[^"\\])*"/.exec(code.slice(at))?.[0] ?? '""'
  return JSON.parse(text.replace(/\\x([0-9A-Fa-f]{2})/g, '\\u00$1').replace(/\\'/g, "'")) as string
}

/** Strings that are children themselves, not arguments somewhere inside a child. */
function childrenAt(code: string, from: number): string[] {
  const found: string[] = []
  let depth = 0
  for (let at = from; at < code.length; at += 1) {
    const sign = code[at]!
    if (sign === '"' || sign === "'" || sign === '`') {
      const text = /^(["'`])(?:\\.|(?!\1)[^\\])*\1/s.exec(code.slice(at))?.[0] ?? sign
      const alone = /[[,]\s*$/.test(code.slice(from, at)) && /^\s*[,\]]/.test(code.slice(at + text.length))
      if (depth === 1 && sign === '"' && alone) found.push(stringAt(code, at))
      at += text.length - 1
    } else if ('([{'.includes(sign)) depth += 1
    else if (')]}'.includes(sign)) {
      depth -= 1
      // `['a', 'b'].map(…)` is a list to work on, not text to show.
      if (depth === 0) return code[at + 1] === '.' ? [] : found
    }
  }
  return found
}
