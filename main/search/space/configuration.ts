import { compileSpace, type CompiledSpace } from './compiled.ts'
import { assemble, isActive, parentsFirst } from './conditions.ts'
import { contains } from './domain.ts'
import { title, written } from './title.ts'
import { holds } from './relations/evaluate.ts'
import type { Configuration, Parameter, ParameterValue, SearchSpace } from './types.ts'

/** What is wrong with a configuration, a sentence each. */
export interface ConfigurationProblem {
  readonly code: 'missing' | 'unknown' | 'inactive' | 'outside' | 'relation'
  readonly parameter?: string
  readonly message: string
}

/** The parameters that are active in a configuration, parents first, fixed ones included. */
export function activeParameters(space: SearchSpace, configuration: Configuration): readonly Parameter[] {
  const known: Record<string, ParameterValue> = {}
  return parentsFirst(space).filter((parameter) => {
    const value = configuration[parameter.name]
    if (!isActive(parameter, known)) return false
    if (value !== undefined) known[parameter.name] = value
    return true
  })
}

/** Every active parameter at its default (fixed ones at their value). */
export function defaultConfiguration(space: SearchSpace): Configuration {
  return assemble(parentsFirst(space), (parameter) =>
    parameter.kind === 'fixed' ? parameter.value : parameter.default,
  )
}

/**
 * Whether a configuration is a point of a space: exactly the active parameters, each within its range and on its step,
 * every relation true. Order of keys does not matter.
 *
 * @returns what is wrong; empty when nothing is
 */
export function checkConfiguration(space: SearchSpace, configuration: Configuration): readonly ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = []
  const active = new Set<string>()
  for (const parameter of activeParameters(space, configuration)) {
    const { name } = parameter
    active.add(name)
    const value = configuration[name]
    if (value === undefined)
      problems.push({ code: 'missing', parameter: name, message: `${title(name)} has no value. Give it one.` })
    else if (!contains(parameter, value))
      problems.push({
        code: 'outside',
        parameter: name,
        message: `${title(name)}: ${written(value)} is not allowed. Choose ${allowed(parameter)}.`,
      })
  }
  const known = new Set(space.parameters.map((parameter) => parameter.name))
  for (const name of Object.keys(configuration))
    if (!known.has(name))
      problems.push({
        code: 'unknown',
        parameter: name,
        message: `${title(name)} is not in the search space. Leave it out.`,
      })
    else if (!active.has(name))
      problems.push({
        code: 'inactive',
        parameter: name,
        message: `${title(name)} has no effect with these settings, and must be left out.`,
      })
  if (problems.length > 0) return problems
  for (const relation of compileSpace(space).relations)
    if (!holds(relation, configuration))
      problems.push({
        code: 'relation',
        message: `The relation "${relation.text}" does not hold. Change one of its values.`,
      })
  return problems
}

/** What a parameter's values are, as the end of a sentence that starts with "Choose". */
export function allowed(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'fixed':
      return written(parameter.value)
    case 'bool':
      return 'true or false'
    case 'categorical':
      return `one of ${parameter.choices.map(written).join(', ')}`
    case 'int':
    case 'float': {
      const range = `from ${written(parameter.low)} to ${written(parameter.high)}`
      if (parameter.kind === 'int' && parameter.scale === 'powersOf2') return `a power of 2 ${range}`
      const what = parameter.kind === 'int' ? 'a whole number' : 'a number'
      const step =
        parameter.step === undefined || parameter.step === 1 ? '' : `, in steps of ${written(parameter.step)}`
      return `${what} ${range}${step}`
    }
  }
}

/**
 * One text for all spellings of the same point: active parameters in the space's order, stepped values by their index.
 * Two configurations with equal keys are duplicates. Values outside of the space are kept as they are.
 */
export function configurationKey(compiled: CompiledSpace, configuration: Configuration): string {
  const known: Record<string, ParameterValue> = {}
  const parts: string[] = []
  for (const [position, parameter] of compiled.parameters.entries()) {
    const value = configuration[parameter.name]
    if (value === undefined || !isActive(parameter, known)) continue
    known[parameter.name] = value
    if (parameter.kind === 'fixed') continue
    const domain = compiled.domains[position]
    const index = domain?.kind === 'finite' ? domain.indexOf(value) : -1
    parts.push(`${position}=${index >= 0 ? `#${index}` : typeof value === 'number' ? value : JSON.stringify(value)}`)
  }
  return parts.join(' ')
}
