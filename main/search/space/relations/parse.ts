import { RelationSyntaxError, type ComparisonOperator, type Expression, type Relation } from './syntax.ts'
import { tokenise, type Token } from './tokens.ts'

const comparisons: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '==', '!='])

/**
 * Reads a relation such as `neurons2 <= neurons1` or `optimizer == "sgd" or learningRate < 0.1`.
 * Binding from loose to tight: or; and; not; comparison (which does not chain); + -; * /; unary minus.
 * Names are parameters, between backticks where they are no plain words; min(...) and max(...) take one or more operands.
 *
 * @throws RelationSyntaxError with the position of the first fault
 */
export function parseRelation(text: string): Relation {
  const parser = new Parser(text)
  const expression = parser.whole()
  return { text, expression, names: [...new Set(parser.names)] }
}

class Parser {
  readonly names: string[] = []
  private readonly text: string
  private readonly tokens: readonly Token[]
  private index = 0

  constructor(text: string) {
    this.text = text
    this.tokens = tokenise(text)
  }

  whole(): Expression {
    const expression = this.or()
    const rest = this.peek()
    if (rest.kind !== 'end')
      this.fail(rest, `nothing was expected after a complete relation, but "${rest.text}" follows.`)
    if (!truthValued(expression))
      throw new RelationSyntaxError(this.text, 0, 'it must be true or false, such as a <= b, not a number or a text.')
    return expression
  }

  private or(): Expression {
    let left = this.and()
    while (this.take('or')) left = { kind: 'or', left, right: this.and() }
    return left
  }

  private and(): Expression {
    let left = this.not()
    while (this.take('and')) left = { kind: 'and', left, right: this.not() }
    return left
  }

  private not(): Expression {
    return this.take('not') ? { kind: 'not', operand: this.not() } : this.comparison()
  }

  private comparison(): Expression {
    const left = this.sum()
    const token = this.peek()
    if (token.kind !== 'symbol' || !comparisons.has(token.text)) return left
    this.index++
    const right = this.sum()
    const next = this.peek()
    if (next.kind === 'symbol' && comparisons.has(next.text))
      this.fail(next, 'comparisons do not chain. Write "a < b and b < c".')
    return { kind: 'comparison', operator: token.text as ComparisonOperator, left, right }
  }

  private sum(): Expression {
    let left = this.product()
    for (;;) {
      const operator = this.take('+') ? '+' : this.take('-') ? '-' : undefined
      if (!operator) return left
      left = { kind: 'arithmetic', operator, left, right: this.product() }
    }
  }

  private product(): Expression {
    let left = this.unary()
    for (;;) {
      const operator = this.take('*') ? '*' : this.take('/') ? '/' : undefined
      if (!operator) return left
      left = { kind: 'arithmetic', operator, left, right: this.unary() }
    }
  }

  private unary(): Expression {
    return this.take('-') ? { kind: 'negate', operand: this.unary() } : this.primary()
  }

  private primary(): Expression {
    const token = this.peek()
    this.index++
    switch (token.kind) {
      case 'number':
        return { kind: 'literal', value: Number(token.text) }
      case 'string':
        return { kind: 'literal', value: token.text }
      case 'name':
        if (token.text === 'true' || token.text === 'false') return { kind: 'literal', value: token.text === 'true' }
        this.names.push(token.text)
        return { kind: 'name', name: token.text, position: token.position }
      case 'symbol':
        if (token.text === '(') return this.closed(this.or())
        if (token.text === 'min' || token.text === 'max') return this.extremum(token.text)
        return this.fail(token, `a value or a name was expected, not "${token.text}".`)
      case 'end':
        return this.fail(token, 'it ends where a value or a name was expected.')
    }
  }

  private extremum(kind: 'min' | 'max'): Expression {
    if (!this.take('(')) this.fail(this.peek(), `"(" was expected after ${kind}.`)
    const operands = [this.sum()]
    while (this.take(',')) operands.push(this.sum())
    return this.closed({ kind, operands })
  }

  private closed(expression: Expression): Expression {
    if (!this.take(')')) this.fail(this.peek(), '")" is missing.')
    return expression
  }

  private peek(): Token {
    return this.tokens[Math.min(this.index, this.tokens.length - 1)] as Token
  }

  private take(symbol: string): boolean {
    const token = this.peek()
    if (token.kind !== 'symbol' || token.text !== symbol) return false
    this.index++
    return true
  }

  private fail(token: Token, problem: string): never {
    throw new RelationSyntaxError(this.text, token.position, problem)
  }
}

/** Whether an expression can be a relation by itself; a bare name may be a bool parameter. */
function truthValued(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'boolean'
    case 'name':
    case 'not':
    case 'comparison':
    case 'and':
    case 'or':
      return true
    default:
      return false
  }
}
