// Operands of FEEL: values, names, lists, ranges, contexts, functions, loops, and what stands behind them.
import { parseTemporal } from './literals.ts'
import { keywords, normalName, Scanner } from './scanner.ts'
import { FeelSyntaxError, type Iterator, type Node } from './syntax.ts'
import { parseType } from './type-parser.ts'
import type { FeelType } from './value.ts'

export type Known = {
  names: ReadonlySet<string>
  types?: ReadonlyMap<string, FeelType> | undefined
}

export const bounds = { source: 100_000, depth: 250 }

export abstract class OperandParser {
  readonly scanner: Scanner
  protected readonly known: Known
  protected readonly scopes: Set<string>[] = []
  protected depth = 0
  protected inRange = false

  constructor(source: string, known: Known) {
    this.scanner = new Scanner(source)
    this.known = known
    if (source.length > bounds.source) this.scanner.fail('this expression is too long', 0)
  }

  abstract expression(): Node
  /** `< 5`, where one comes. */
  protected abstract unary(): Node | undefined

  protected isKnown = (name: string): boolean => this.known.names.has(name) || this.scopes.some((scope) => scope.has(name))

  protected within<Result>(names: Iterable<string>, work: (scope: Set<string>) => Result): Result {
    const scope = new Set(names)
    this.scopes.push(scope)
    try {
      return work(scope)
    } finally {
      this.scopes.pop()
    }
  }

  /** Comma-separated up to `close`. With `unless`: undefined, nothing promised, where one of these signs comes instead. */
  protected list(item: () => Node, close: string): Node[]
  protected list(item: () => Node, close: string, unless: readonly string[]): Node[] | undefined
  protected list(item: () => Node, close: string, unless: readonly string[] = []): Node[] | undefined {
    const { scanner } = this
    const items: Node[] = []
    if (scanner.take(close)) return items
    do {
      items.push(item())
      if (unless.some((sign) => scanner.sees(sign))) return undefined
    } while (scanner.take(','))
    scanner.need(close, `expected , or ${close}`)
    return items
  }

  protected postfix(): Node {
    const { scanner } = this
    let node = this.primary()
    for (;;) {
      if (scanner.sees('.') && !scanner.sees('..')) {
        scanner.need('.')
        node = { is: 'path', of: node, name: this.memberName() }
      } else if (this.seesFilter()) {
        scanner.need('[')
        const condition = this.within(['item'], () => this.expression())
        scanner.need(']')
        node = { is: 'filter', of: node, condition }
      } else if (scanner.take('(')) node = this.call(node)
      else return node
    }
  }

  /** At the end of `[1..10[` the bracket closes the range: it filters only where a condition and its bracket follow. */
  protected seesFilter(): boolean {
    const { scanner } = this
    if (!scanner.sees('[')) return false
    if (!this.inRange) return true
    const start = scanner.at
    try {
      scanner.need('[')
      this.within(['item'], () => this.expression())
      return scanner.sees(']')
    } catch (fault) {
      if (fault instanceof FeelSyntaxError) return false
      throw fault
    } finally {
      scanner.at = start
    }
  }

  protected memberName(): string {
    const known = this.scanner.longestKnown((name) => this.isKnown(name) && !keywords.has(name))
    const greedy = this.scanner.greedyName('expected a name after the dot')
    if (known && known.end > this.scanner.at) {
      this.scanner.at = known.end
      return known.name
    }
    return normalName(greedy)
  }

  protected call(of: Node): Node {
    const { scanner } = this
    const start = scanner.at
    const first = scanner.nameBeforeColon()
    if (first === undefined) {
      scanner.at = start
      return { is: 'call', of, values: this.list(() => this.expression(), ')') }
    }
    const values: { name: string; value: Node }[] = []
    let name: string | undefined = first
    for (;;) {
      if (name === undefined) return scanner.fail('expected the name of a parameter')
      scanner.need(':')
      values.push({ name, value: this.expression() })
      if (!scanner.take(',')) break
      name = scanner.nameBeforeColon()
    }
    scanner.need(')', 'expected , or )')
    return { is: 'named-call', of, values }
  }

  protected primary(): Node {
    const { scanner } = this
    scanner.skip()
    const known = scanner.longestKnown((name) => this.isKnown(name))
    const word = scanner.wordAt(scanner.at)
    if (known && (known.end > scanner.at + word.length || !keywords.has(word))) {
      scanner.at = known.end
      return { is: 'name', name: known.name }
    }
    if (keywords.has(word)) return this.keyword(word)
    const number = scanner.number()
    if (number) return { is: 'literal', value: number }
    const text = scanner.text()
    if (text !== undefined) return { is: 'literal', value: text }
    if (scanner.take('@')) {
      const temporal = scanner.text()
      if (temporal === undefined) return scanner.fail('expected a text after @')
      return { is: 'literal', value: parseTemporal(temporal) ?? null }
    }
    if (scanner.take('{')) return this.context()
    if (scanner.take('[')) return this.listOrRange('[')
    if (scanner.take(']')) return this.listOrRange(']')
    if (scanner.take('(')) return this.parenthesis()
    if (word === '') scanner.fail('expected a value')
    return { is: 'name', name: normalName(scanner.greedyName('expected a value')) }
  }

  protected keyword(word: string): Node {
    const { scanner } = this
    scanner.takeWord(word)
    if (word === 'true' || word === 'false') return { is: 'literal', value: word === 'true' }
    if (word === 'null') return { is: 'literal', value: null }
    if (word === 'if') {
      const condition = this.expression()
      scanner.needWord('then')
      const then = this.expression()
      scanner.needWord('else')
      return { is: 'if', condition, then, otherwise: this.expression() }
    }
    if (word === 'for')
      return this.iteration((iterators) => {
        scanner.needWord('return')
        return this.within(['partial'], () => ({ is: 'for', iterators, body: this.expression() }))
      })
    if (word === 'some' || word === 'every')
      return this.iteration((iterators) => {
        scanner.needWord('satisfies')
        return { is: word, iterators, body: this.expression() }
      })
    if (word === 'function') return this.function()
    return scanner.fail('expected a value', scanner.at - word.length)
  }

  protected iteration(body: (iterators: Iterator[]) => Node): Node {
    const { scanner } = this
    return this.within([], (scope) => {
      const iterators: Iterator[] = []
      do {
        const name = normalName(scanner.greedyName('expected a name'))
        scanner.needWord('in')
        const from = this.expression()
        const to = scanner.take('..') ? this.expression() : undefined
        iterators.push({ name, from, to })
        scope.add(name)
      } while (scanner.take(','))
      return body(iterators)
    })
  }

  protected function(): Node {
    const { scanner } = this
    scanner.need('(')
    const parameters: { name: string; type?: FeelType | undefined }[] = []
    if (!scanner.take(')')) {
      do {
        const typed = scanner.nameBeforeColon()
        const name = typed ?? normalName(scanner.greedyName('expected the name of a parameter'))
        parameters.push({ name, type: scanner.take(':') ? parseType(scanner, this.known.types) : undefined })
      } while (scanner.take(','))
      scanner.need(')')
    }
    const external = scanner.takeWord('external')
    const body = this.within(
      parameters.map(({ name }) => name),
      () => this.expression(),
    )
    return external ? { is: 'external', parameters } : { is: 'function', parameters, body }
  }

  protected context(): Node {
    const { scanner } = this
    const entries: { key: string; value: Node }[] = []
    if (scanner.take('}')) return { is: 'context', entries }
    return this.within([], (scope) => {
      do {
        const key = scanner.text() ?? scanner.nameBeforeColon()
        if (key === undefined) return scanner.fail('expected the name of an entry')
        scanner.need(':')
        entries.push({ key, value: this.expression() })
        scope.add(normalName(key))
      } while (scanner.take(','))
      scanner.need('}', 'expected , or }')
      return { is: 'context', entries }
    })
  }

  protected listOrRange(open: '[' | ']'): Node {
    const { scanner } = this
    if (open === '[' && scanner.take(']')) return { is: 'list', items: [] }
    const first = this.expression()
    if (scanner.take('..')) return this.range(first, open === '[')
    const items = [first]
    while (scanner.take(',')) items.push(this.expression())
    scanner.need(']', 'expected , or ]')
    return { is: 'list', items }
  }

  protected range(low: Node, lowIncluded: boolean): Node {
    this.inRange = true
    const high = this.expression()
    this.inRange = false
    const included = this.scanner.take(']')
    if (!included && !this.scanner.take(')') && !this.scanner.take('[')) this.scanner.fail('expected ] or ) after the range')
    return { is: 'range', low, high, lowIncluded, highIncluded: included }
  }

  protected parenthesis(): Node {
    const { scanner } = this
    const test = this.unary()
    if (test) {
      scanner.need(')')
      return test
    }
    const node = this.expression()
    if (scanner.take('..')) return this.range(node, false)
    scanner.need(')')
    return node
  }
}
