import type { ParameterValue } from '../types.ts'

export type ArithmeticOperator = '+' | '-' | '*' | '/'
export type ComparisonOperator = '<' | '<=' | '>' | '>=' | '==' | '!='

/** A relation as a tree. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: ParameterValue }
  | { readonly kind: 'name'; readonly name: string; readonly position: number }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | { readonly kind: 'not'; readonly operand: Expression }
  | {
      readonly kind: 'arithmetic'
      readonly operator: ArithmeticOperator
      readonly left: Expression
      readonly right: Expression
    }
  | {
      readonly kind: 'comparison'
      readonly operator: ComparisonOperator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'min' | 'max'; readonly operands: readonly Expression[] }

/** A parsed relation and the parameters that it speaks of, each once, in order of appearance. */
export interface Relation {
  readonly text: string
  readonly expression: Expression
  readonly names: readonly string[]
}

/** A relation that cannot be read; `position` counts characters from 0. */
export class RelationSyntaxError extends Error {
  override readonly name = 'RelationSyntaxError'
  readonly code = 'relation-syntax'
  readonly position: number
  constructor(text: string, position: number, problem: string) {
    super(`The relation "${text}" cannot be read at character ${position + 1}: ${problem}`)
    this.position = position
  }
}
