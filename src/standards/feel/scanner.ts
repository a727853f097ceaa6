// Reads characters: spaces, comments, names, numbers, texts.
import { FeelSyntaxError } from './syntax.ts'
import { Decimal } from './value.ts'

const startPattern =
  /[\p{L}_?\u{2070}-\u{218f}\u{2c00}-\u{2fef}\u{3001}-\u{d7ff}\u{f900}-\u{fdcf}\u{fdf0}-\u{fffd}\u{10000}-\u{effff}]/u
const partPattern =
  /[\p{L}\p{N}\p{M}_?\u{b7}\u{203f}\u{2040}\u{2070}-\u{218f}\u{2c00}-\u{2fef}\u{3001}-\u{d7ff}\u{f900}-\u{fdcf}\u{fdf0}-\u{fffd}\u{10000}-\u{effff}]/u
const isSpace = (character: string): boolean => /[\s\u0085\u180e\u200b\ufeff]/u.test(character)
/** May stand inside a name that is known. */
const symbols = new Set(['.', '/', '-', '’', "'", '+', '*'])

export const keywords = new Set([
  'and',
  'or',
  'if',
  'then',
  'else',
  'for',
  'in',
  'return',
  'some',
  'every',
  'satisfies',
  'between',
  'instance',
  'of',
  'function',
  'external',
  'true',
  'false',
  'null',
])

/** One way to write a name: single spaces between words, none around symbols. */
export const normalName = (name: string): string =>
  name
    .trim()
    .replace(/[\s\u0085\u180e\u200b\ufeff]+/gu, ' ')
    .replace(/ ?([./\-’'+*]) ?/g, '$1')

export class Scanner {
  readonly source: string
  at = 0
  constructor(source: string) {
    this.source = source
  }

  fail(expected: string, at = this.at): never {
    throw new FeelSyntaxError(at, expected, this.source)
  }

  skip(): void {
    for (;;) {
      while (this.at < this.source.length && isSpace(this.source[this.at]!)) this.at += 1
      if (this.source.startsWith('//', this.at)) {
        const end = this.source.indexOf('\n', this.at)
        this.at = end < 0 ? this.source.length : end
      } else if (this.source.startsWith('/*', this.at)) {
        const end = this.source.indexOf('*/', this.at + 2)
        if (end < 0) this.fail('this comment has no end')
        this.at = end + 2
      } else return
    }
  }

  /** Whether `text` comes next; nothing is taken. */
  sees(text: string): boolean {
    this.skip()
    return this.source.startsWith(text, this.at)
  }

  take(text: string): boolean {
    if (!this.sees(text)) return false
    this.at += text.length
    return true
  }

  need(text: string, expected = `expected ${text}`): void {
    if (!this.take(text)) this.fail(expected)
  }

  #characterAt(at: number): string {
    const code = this.source.codePointAt(at)
    return code === undefined ? '' : String.fromCodePoint(code)
  }

  /** One word of a name at `at`, or ''. */
  wordAt(at: number, continuing = false): string {
    let end = at
    for (;;) {
      const character = this.#characterAt(end)
      if (character === '' || !(end === at && !continuing ? startPattern : partPattern).test(character))
        return this.source.slice(at, end)
      end += character.length
    }
  }

  seesWord(word: string): boolean {
    this.skip()
    return this.wordAt(this.at) === word
  }

  takeWord(word: string): boolean {
    if (!this.seesWord(word)) return false
    this.at += word.length
    return true
  }

  needWord(word: string): void {
    if (!this.takeWord(word)) this.fail(`expected "${word}"`)
  }

  /** The longest of the known names that the source goes on with, and where it ends. */
  longestKnown(isKnown: (name: string) => boolean): { name: string; end: number } | undefined {
    this.skip()
    let end = this.at
    let found: { name: string; end: number } | undefined
    for (let piece = 0; piece < 40; piece += 1) {
      const character = this.#characterAt(end)
      const word = this.wordAt(end, piece > 0)
      if (word !== '') end += word.length
      else if (piece > 0 && symbols.has(character)) end += 1
      else return found
      const next = this.#characterAt(end)
      const name = normalName(this.source.slice(this.at, end))
      if ((next === '' || !partPattern.test(next)) && isKnown(name)) found = { name, end }
      while (end < this.source.length && isSpace(this.source[end]!)) end += 1
    }
    return found
  }

  /** Words up to the next keyword or sign: a name that nobody declared. */
  greedyName(expected: string): string {
    this.skip()
    const words: string[] = []
    for (;;) {
      const word = this.wordAt(this.at, words.length > 0)
      if (word === '' || (words.length > 0 && keywords.has(word))) break
      words.push(word)
      this.at += word.length
      const before = this.at
      this.skip()
      if (this.wordAt(this.at, true) === '' || keywords.has(this.wordAt(this.at))) {
        this.at = before
        break
      }
    }
    if (words.length === 0) this.fail(expected)
    return words.join(' ')
  }

  /** A name that a colon ends: a key, a parameter. */
  nameBeforeColon(): string | undefined {
    this.skip()
    const match = /^[\p{L}_?\u{10000}-\u{effff}][\p{L}\p{N}\p{M}_? \t\r\n./\-’'+*\u{10000}-\u{effff}]*?(?=\s*:)/u.exec(
      this.source.slice(this.at, this.at + 300),
    )
    if (!match) return undefined
    this.at += match[0].length
    return normalName(match[0])
  }

  number(): Decimal | undefined {
    this.skip()
    const [digits] = /^(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?/.exec(this.source.slice(this.at, this.at + 400)) ?? []
    if (digits === undefined) return undefined
    this.at += digits.length
    return new Decimal(digits)
  }

  text(): string | undefined {
    if (!this.sees('"')) return undefined
    const start = this.at
    let made = ''
    for (let at = start + 1; ; at += 1) {
      const character = this.source[at]
      if (character === undefined) this.fail('this text has no closing quotation mark', start)
      if (character === '"') {
        this.at = at + 1
        return made
      }
      if (character !== '\\') {
        made += character
        continue
      }
      const found = /^\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|([nrtbf"'\\]))/.exec(this.source.slice(at, at + 8))
      if (!found) {
        made += character
        continue
      }
      const code = found[1] ?? found[2]
      made += code ? String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff)) : escapes[found[3]!]
      at += found[0].length - 1
    }
  }
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '"': '"', "'": "'", '\\': '\\' }
