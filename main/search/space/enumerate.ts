import type { CompiledSpace } from './compiled.ts'
import { isActive } from './conditions.ts'
import type { Domain } from './domain.ts'
import { holds } from './relations/evaluate.ts'
import type { Configuration, ParameterValue } from './types.ts'
import { fromUnit } from './unit-cube.ts'

interface Enumeration {
  /** Only these parameters, by their place among `compiled.parameters`, ascending; all of them when absent. */
  readonly members?: readonly number[]
  /** Values that a float without a step is divided into, both ends included, evenly on its scale (default 5, at least 1). */
  readonly levels?: number
  /** Most values to try altogether, so that relations which nearly nothing satisfies end; absent: no limit. */
  readonly effort?: number
}

/**
 * Every configuration for which all relations hold, once, in a stable order: the first parameter changes slowest, values
 * ascend (choices in their order). Relations are checked as soon as their last parameter has a value.
 *
 * @returns whether everything was listed, as the generator's return value: false when the effort did not suffice
 */
export function* enumerate(compiled: CompiledSpace, enumeration: Enumeration = {}): Generator<Configuration, boolean> {
  const { parameters, domains, relations } = compiled
  const members = enumeration.members ?? [...parameters.keys()]
  const place = new Map(parameters.map((parameter, index) => [parameter.name, index]))
  const due = members.map((index) =>
    relations.filter(({ names }) => Math.max(...names.map((name) => place.get(name) ?? -1)) === index),
  )
  let effort = enumeration.effort ?? Number.POSITIVE_INFINITY
  const known: Record<string, ParameterValue> = {}

  function* walk(depth: number): Generator<Configuration> {
    const index = members[depth]
    if (index === undefined) {
      yield { ...known }
      return
    }
    const parameter = parameters[index]
    const domain = domains[index]
    if (!parameter || !domain) return
    const fits = (): boolean => (due[depth] ?? []).every((relation) => holds(relation, known))
    if (!isActive(parameter, known)) {
      if (fits()) yield* walk(depth + 1)
      return
    }
    const count = levelCount(domain, enumeration.levels)
    for (let level = 0; level < count && effort >= 0; level++) {
      if (--effort < 0) break
      known[parameter.name] = levelAt(domain, level, count)
      if (fits()) yield* walk(depth + 1)
    }
    delete known[parameter.name]
  }

  yield* walk(0)
  return effort >= 0
}

function levelCount(domain: Domain, levels = 5): number {
  return domain.kind === 'finite' ? domain.count : Math.max(1, levels)
}

function levelAt(domain: Domain, level: number, count: number): ParameterValue {
  if (domain.kind === 'finite') return domain.valueAt(level)
  return fromUnit(domain, count === 1 ? 0.5 : level / (count - 1))
}
