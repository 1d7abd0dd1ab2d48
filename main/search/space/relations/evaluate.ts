import type { Configuration, ParameterValue } from '../types.ts'
import type { ComparisonOperator, Expression, Relation } from './syntax.ts'

/**
 * Whether a relation holds for a configuration. It holds where one of its names is inactive (absent).
 * Numbers compare as numbers, anything else only by equality: `"a" < 3` is false. Division by zero gives infinity, and
 * what is not a number compares as false.
 */
export function holds(relation: Relation, configuration: Configuration): boolean {
  if (relation.names.some((name) => configuration[name] === undefined)) return true
  return evaluate(relation.expression, configuration) === true
}

function evaluate(expression: Expression, configuration: Configuration): ParameterValue {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'name':
      return configuration[expression.name] ?? Number.NaN
    case 'negate':
      return -number(expression.operand, configuration)
    case 'not':
      return evaluate(expression.operand, configuration) !== true
    case 'and':
      return evaluate(expression.left, configuration) === true && evaluate(expression.right, configuration) === true
    case 'or':
      return evaluate(expression.left, configuration) === true || evaluate(expression.right, configuration) === true
    case 'min':
      return Math.min(...expression.operands.map((operand) => number(operand, configuration)))
    case 'max':
      return Math.max(...expression.operands.map((operand) => number(operand, configuration)))
    case 'arithmetic': {
      const left = number(expression.left, configuration)
      const right = number(expression.right, configuration)
      if (expression.operator === '+') return left + right
      if (expression.operator === '-') return left - right
      return expression.operator === '*' ? left * right : left / right
    }
    case 'comparison':
      return compare(
        expression.operator,
        evaluate(expression.left, configuration),
        evaluate(expression.right, configuration),
      )
  }
}

function number(expression: Expression, configuration: Configuration): number {
  const value = evaluate(expression, configuration)
  return typeof value === 'number' ? value : Number.NaN
}

function compare(operator: ComparisonOperator, left: ParameterValue, right: ParameterValue): boolean {
  if (operator === '==') return left === right
  if (operator === '!=') return left !== right
  if (typeof left !== 'number' || typeof right !== 'number') return false
  if (operator === '<') return left < right
  if (operator === '<=') return left <= right
  return operator === '>' ? left > right : left >= right
}
