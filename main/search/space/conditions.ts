import type { Condition, Configuration, Parameter, ParameterValue, SearchSpace } from './types.ts'

/** Whether a value of the parent meets a condition. */
export function meets(condition: Condition, value: ParameterValue): boolean {
  if ('in' in condition) return condition.in.includes(value)
  if (typeof value !== 'number') return false
  return value >= (condition.min ?? Number.NEGATIVE_INFINITY) && value <= (condition.max ?? Number.POSITIVE_INFINITY)
}

/** Whether a parameter is active, given the values of its active ancestors; an absent parent is inactive. */
export function isActive(parameter: Parameter, ancestors: Configuration): boolean {
  return (parameter.when ?? []).every((condition) => {
    const value = ancestors[condition.parameter]
    return value !== undefined && meets(condition, value)
  })
}

/**
 * The parameters with every parent before its children, otherwise in the order of the space.
 * Parameters in a cycle, or below an unknown parent, are left out: `validateSpace` reports them.
 */
export function parentsFirst(space: SearchSpace): readonly Parameter[] {
  const placed = new Set<string>()
  const ordered: Parameter[] = []
  let waiting = [...space.parameters]
  while (waiting.length > 0) {
    const later: Parameter[] = []
    for (const parameter of waiting)
      if ((parameter.when ?? []).every((condition) => placed.has(condition.parameter))) {
        placed.add(parameter.name)
        ordered.push(parameter)
      } else later.push(parameter)
    if (later.length === waiting.length) break
    waiting = later
  }
  return ordered
}

/**
 * The active parameters, parents first, when values are chosen by `choose`; inactive ones are never asked for.
 * This is the only way that configurations are put together here, so activity is right by construction.
 */
export function assemble(
  parents: readonly Parameter[],
  choose: (parameter: Parameter, ancestors: Configuration) => ParameterValue,
): Configuration {
  const configuration: Record<string, ParameterValue> = {}
  for (const parameter of parents)
    if (isActive(parameter, configuration)) configuration[parameter.name] = choose(parameter, configuration)
  return configuration
}
