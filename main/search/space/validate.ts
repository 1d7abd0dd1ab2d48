import { isActive, parentsFirst } from './conditions.ts'
import { allowed, checkConfiguration, defaultConfiguration } from './configuration.ts'
import { contains, domainOf } from './domain.ts'
import { parseRelation } from './relations/parse.ts'
import { RelationSyntaxError } from './relations/syntax.ts'
import { title, written } from './title.ts'
import type { Condition, FloatParameter, IntParameter, Parameter, SearchSpace } from './types.ts'

export type SpaceProblemCode =
  | 'empty'
  | 'name'
  | 'duplicate-name'
  | 'not-a-number'
  | 'not-whole'
  | 'bounds-swapped'
  | 'log-needs-positive'
  | 'log-with-step'
  | 'step'
  | 'no-power-of-2'
  | 'no-choices'
  | 'duplicate-choice'
  | 'default-outside'
  | 'belief-outside'
  | 'condition-parent'
  | 'condition-cycle'
  | 'condition-never'
  | 'relation-syntax'
  | 'relation-name'
  | 'default-breaks-relation'

/** One thing that is wrong with a space: where, what, and a sentence that says what to change. */
export interface SpaceProblem {
  readonly code: SpaceProblemCode
  /** Absent when the whole space or a relation is meant. */
  readonly parameter?: string
  /** Where a relation is meant: its place in the list. */
  readonly relation?: number
  readonly message: string
}

/**
 * Everything that is wrong with a search space. A space without problems has at least one configuration: its default.
 *
 * @returns an empty list when the space can be used
 */
export function validateSpace(space: SearchSpace): readonly SpaceProblem[] {
  if (space.parameters.length === 0)
    return [{ code: 'empty', message: 'The search space is empty. Add at least one parameter.' }]
  const problems = [...nameProblems(space), ...space.parameters.flatMap(parameterProblems)]
  problems.push(...conditionProblems(space), ...relationProblems(space))
  if (problems.length > 0) return problems
  for (const problem of checkConfiguration(space, defaultConfiguration(space)))
    problems.push({
      code: 'default-breaks-relation',
      ...(problem.parameter === undefined ? {} : { parameter: problem.parameter }),
      message: `The defaults, which the study tries first, do not fit together. ${problem.message}`,
    })
  return problems
}

function nameProblems(space: SearchSpace): SpaceProblem[] {
  const problems: SpaceProblem[] = []
  const seen = new Set<string>()
  for (const { name } of space.parameters) {
    if (name.trim() === '' || /[`\n\r]/.test(name) || name === '__proto__')
      problems.push({
        code: 'name',
        parameter: name,
        message: `"${name}" cannot be the name of a parameter. Use letters, digits and spaces.`,
      })
    else if (seen.has(name))
      problems.push({
        code: 'duplicate-name',
        parameter: name,
        message: `${title(name)} is in the search space twice. Rename or remove one.`,
      })
    seen.add(name)
  }
  return problems
}

function parameterProblems(parameter: Parameter): SpaceProblem[] {
  const named = (code: SpaceProblemCode, sentence: string): SpaceProblem[] => [
    { code, parameter: parameter.name, message: `${title(parameter.name)}: ${sentence}` },
  ]
  if (parameter.kind === 'fixed') {
    const { value } = parameter
    return typeof value === 'number' && !Number.isFinite(value)
      ? named('not-a-number', `the fixed value is ${value}. Enter a number.`)
      : []
  }
  if (parameter.kind === 'categorical') {
    const { choices } = parameter
    if (choices.length === 0) return named('no-choices', 'there is nothing to choose from. Add a choice.')
    const twice = choices.find((choice, index) => choices.indexOf(choice) !== index)
    if (twice !== undefined) return named('duplicate-choice', `${written(twice)} is listed twice. Remove one.`)
    if (choices.some((choice) => typeof choice === 'number' && !Number.isFinite(choice)))
      return named('not-a-number', 'a choice is not a finite number. Correct or remove it.')
  } else if (parameter.kind !== 'bool') {
    const problem = rangeProblem(parameter)
    if (problem) return named(...problem)
  }
  if (!contains(parameter, parameter.default))
    return named(
      'default-outside',
      `the default ${written(parameter.default)} is not allowed. Choose ${allowed(parameter)}.`,
    )
  if (parameter.belief && !contains(parameter, parameter.belief.centre))
    return named(
      'belief-outside',
      `the best value is believed to be about ${written(parameter.belief.centre)}, which is not allowed. Choose ${allowed(parameter)}, or leave the belief out.`,
    )
  return []
}

function rangeProblem(parameter: FloatParameter | IntParameter): [SpaceProblemCode, string] | undefined {
  const { kind, low, high, scale, step } = parameter
  if (!Number.isFinite(low) || !Number.isFinite(high))
    return ['not-a-number', `the range from ${low} to ${high} needs two finite numbers.`]
  if (kind === 'int' && !(Number.isSafeInteger(low) && Number.isSafeInteger(high)))
    return ['not-whole', `the range from ${low} to ${high} needs two whole numbers.`]
  if (low > high)
    return ['bounds-swapped', `the lower end (${written(low)}) is above the upper end (${written(high)}). Swap them?`]
  if (!Number.isFinite(high - low))
    return ['not-a-number', `the range from ${low} to ${high} is too wide for arithmetic.`]
  if (scale === 'log' && low <= 0)
    return [
      'log-needs-positive',
      `a logarithmic scale needs a lower end above 0, not ${written(low)}. Raise it, or use a linear scale.`,
    ]
  if (step !== undefined) {
    if (scale !== 'linear') return ['log-with-step', 'a step needs a linear scale. Remove one of the two.']
    if (!Number.isFinite(step) || step <= 0) return ['step', `the step is ${step}. It must be above 0.`]
    if (kind === 'int' && !Number.isInteger(step)) return ['step', `the step is ${step}. It must be a whole number.`]
    if ((high - low) / step > Number.MAX_SAFE_INTEGER) return ['step', `the step ${step} is too fine for this range.`]
  }
  if (scale === 'powersOf2' && domainOf(parameter).kind === 'finite' && !hasPowerOf2(low, high))
    return ['no-power-of-2', `there is no power of 2 from ${low} to ${high}. Widen the range.`]
  return undefined
}

function hasPowerOf2(low: number, high: number): boolean {
  return high >= 1 && 2 ** Math.floor(Math.log2(high)) >= low
}

function conditionProblems(space: SearchSpace): SpaceProblem[] {
  const problems: SpaceProblem[] = []
  const byName = new Map(space.parameters.map((parameter) => [parameter.name, parameter]))
  for (const { name, when } of space.parameters)
    for (const condition of when ?? []) {
      const parent = byName.get(condition.parameter)
      if (!parent)
        problems.push({
          code: 'condition-parent',
          parameter: name,
          message: `${title(name)} depends on ${title(condition.parameter)}, which is not in the search space. Add it, or remove the condition.`,
        })
      else if (parameterProblems(parent).length === 0 && !satisfiable(condition, parent))
        problems.push({
          code: 'condition-never',
          parameter: name,
          message: `${title(name)} would never be active: ${title(parent.name)} cannot take the value that its condition asks for. Change the condition, or remove the parameter.`,
        })
    }
  if (problems.length > 0) return problems
  const placed = new Set(parentsFirst(space))
  for (const parameter of space.parameters)
    if (!placed.has(parameter))
      problems.push({
        code: 'condition-cycle',
        parameter: parameter.name,
        message: `${title(parameter.name)} depends on itself by way of its conditions. Remove one of them.`,
      })
  return problems
}

/** Whether some value of the parent meets the condition. */
function satisfiable(condition: Condition, parent: Parameter): boolean {
  if ('in' in condition) return condition.in.some((value) => contains(parent, value))
  const low = condition.min ?? Number.NEGATIVE_INFINITY
  const high = condition.max ?? Number.POSITIVE_INFINITY
  if (!(low <= high)) return false
  const domain = domainOf(parent)
  if (domain.kind === 'continuous') return low <= domain.high && high >= domain.low
  for (let index = 0; index < Math.min(domain.count, 10_000); index++) {
    const value = domain.valueAt(index)
    if (isActive({ name: '', kind: 'fixed', value: 0, when: [condition] }, { [condition.parameter]: value }))
      return true
  }
  const first = domain.valueAt(0)
  const last = domain.valueAt(domain.count - 1)
  return domain.count > 10_000 && typeof first === 'number' && typeof last === 'number' && low <= last && high >= first
}

function relationProblems(space: SearchSpace): SpaceProblem[] {
  const problems: SpaceProblem[] = []
  const names = new Set(space.parameters.map((parameter) => parameter.name))
  for (const [index, text] of space.relations.entries())
    try {
      for (const name of parseRelation(text).names)
        if (!names.has(name))
          problems.push({
            code: 'relation-name',
            relation: index,
            message: `The relation "${text}" speaks of ${name}, which is not in the search space. Correct the name, or put text between quotes.`,
          })
    } catch (error) {
      if (!(error instanceof RelationSyntaxError)) throw error
      problems.push({ code: 'relation-syntax', relation: index, message: error.message })
    }
  return problems
}
