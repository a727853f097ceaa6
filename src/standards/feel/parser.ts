// Reads FEEL by descent; names with spaces are told apart by the names that are known at their place. @standard DMN 1.5 §10.3.1.2.
import { bounds, OperandParser } from './operand-parser.ts'
import type { ArithOp, CompareOp, Node } from './syntax.ts'
import { parseType } from './type-parser.ts'

const compareOps: readonly CompareOp[] = ['<=', '>=', '!=', '=', '<', '>']

export class Parser extends OperandParser {
  end(): void {
    this.scanner.skip()
    if (this.scanner.at < this.scanner.source.length) this.scanner.fail('expected an operator or the end')
  }

  /** `< 5, [1..3], "a"`, `not(…)` or `-`. */
  unaryTests(): Node {
    const { scanner } = this
    const start = scanner.at
    if (scanner.take('-')) {
      scanner.skip()
      if (scanner.at === scanner.source.length) return { is: 'wildcard' }
      scanner.at = start
    }
    if (scanner.takeWord('not') && scanner.take('(')) {
      const tests = this.list(() => this.test(), ')')
      scanner.skip()
      if (scanner.at === scanner.source.length) return { is: 'tests', not: true, tests }
    }
    scanner.at = start
    const tests = [this.test()]
    while (scanner.take(',')) tests.push(this.test())
    return { is: 'tests', not: false, tests }
  }

  test(): Node {
    return this.unary() ?? this.expression()
  }

  protected override unary(): Node | undefined {
    const { scanner } = this
    const op = compareOps.find((one) => scanner.take(one))
    return op && { is: 'unary', op, of: this.additive() }
  }

  override expression(): Node {
    this.depth += 1
    if (this.depth > bounds.depth) this.scanner.fail('this expression is nested too deeply')
    try {
      return this.#or()
    } finally {
      this.depth -= 1
    }
  }

  #or(): Node {
    let left = this.#and()
    while (this.scanner.takeWord('or')) left = { is: 'or', left, right: this.#and() }
    return left
  }

  #and(): Node {
    let left = this.#comparison()
    while (this.scanner.takeWord('and')) left = { is: 'and', left, right: this.#comparison() }
    return left
  }

  #comparison(): Node {
    const { scanner } = this
    let left = this.additive()
    for (;;) {
      const op = compareOps.find((one) => scanner.take(one))
      if (op) left = { is: 'comparison', op, left, right: this.additive() }
      else if (scanner.takeWord('between')) {
        const low = this.additive()
        scanner.needWord('and')
        left = { is: 'between', of: left, low, high: this.additive() }
      } else if (scanner.takeWord('in')) left = { is: 'in', of: left, tests: this.#inTests() }
      else return left
    }
  }

  #inTests(): readonly Node[] {
    const { scanner } = this
    const start = scanner.at
    if (scanner.take('(')) {
      const tests = this.list(() => this.test(), ')', ['..'])
      if (tests && tests.length > 0) return tests
      scanner.at = start
    }
    return [this.unary() ?? this.additive()]
  }

  #binary(next: () => Node, ops: readonly ArithOp[]): Node {
    const { scanner } = this
    let left = next()
    for (;;) {
      const op = ops.find((one) => scanner.sees(one) && !(one === '*' && scanner.sees('**')))
      if (!op) return left
      scanner.take(op)
      left = { is: 'arithmetic', op, left, right: next() }
    }
  }

  protected additive = (): Node => this.#binary(this.#multiplicative, ['+', '-'])
  #multiplicative = (): Node => this.#binary(this.#exponent, ['*', '/'])
  #exponent = (): Node => this.#binary(this.#negation, ['**'])

  #negation = (): Node => {
    let minus = 0
    while (this.scanner.take('-')) {
      minus += 1
      if (minus > bounds.depth) this.scanner.fail('this expression is nested too deeply')
    }
    let node = this.#instanceOf()
    for (; minus > 0; minus -= 1) node = { is: 'negation', of: node }
    return node
  }

  #instanceOf(): Node {
    const { scanner } = this
    let node = this.postfix()
    while (scanner.seesWord('instance')) {
      scanner.needWord('instance')
      scanner.needWord('of')
      node = { is: 'instance-of', of: node, type: parseType(scanner, this.known.types) }
    }
    return node
  }
}
