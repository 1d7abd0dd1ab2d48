import type { Condition, Parameter, ParameterValue, SearchSpace } from '../../search/space/types.ts'
import { BadInput } from '../bad-input.ts'

/**
 * A space in which the named hyperparameters hold the given values: `--set optimizer=adam --set epochs=5`. A name that the
 * space lacks is added; parameters that could then never be active are left out.
 * @param assignments texts of the form name=value; numbers and true/false are recognised
 * @throws BadInput if one is not of that form
 */
export function withFixedValues(space: SearchSpace, assignments: readonly string[]): SearchSpace {
  const values = new Map(assignments.map(parseAssignment))
  const known = new Set(space.parameters.map((parameter) => parameter.name))
  const kept = space.parameters.map((parameter) => fixedIfNamed(parameter, values))
  const added = [...values].filter(([name]) => !known.has(name)).map(([name, value]) => fixed(name, value))
  return { ...space, parameters: withoutUnreachable([...kept, ...added]) }
}

/** Removes what depends on a fixed value that its condition does not allow, and what depends on that in turn. */
function withoutUnreachable(parameters: readonly Parameter[]): readonly Parameter[] {
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]))
  const reachable = parameters.filter((parameter) =>
    (parameter.when ?? []).every((condition) => mayHold(condition, byName.get(condition.parameter))),
  )
  return reachable.length === parameters.length ? parameters : withoutUnreachable(reachable)
}

function mayHold(condition: Condition, parent: Parameter | undefined): boolean {
  if (parent === undefined) return false
  if (parent.kind !== 'fixed') return true
  if ('in' in condition) return condition.in.includes(parent.value)
  const value = Number(parent.value)
  return value >= (condition.min ?? -Infinity) && value <= (condition.max ?? Infinity)
}

function fixedIfNamed(parameter: Parameter, values: ReadonlyMap<string, ParameterValue>): Parameter {
  const value = values.get(parameter.name)
  if (value === undefined) return parameter
  return { ...fixed(parameter.name, value), ...(parameter.when && { when: parameter.when }) }
}

function fixed(name: string, value: ParameterValue): Parameter {
  return { kind: 'fixed', name, value }
}

/** A name and its value from name=value. @throws BadInput */
export function parseAssignment(text: string): [string, ParameterValue] {
  const at = text.indexOf('=')
  if (at < 1)
    throw new BadInput('bad-option', `--set ${text}: write it as name=value, for example --set optimizer=adam.`)
  const value = text.slice(at + 1)
  if (value === 'true' || value === 'false') return [text.slice(0, at), value === 'true']
  return [text.slice(0, at), value !== '' && Number.isFinite(Number(value)) ? Number(value) : value]
}
