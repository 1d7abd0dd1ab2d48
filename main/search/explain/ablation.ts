import { relationsHold } from '../space/compiled.ts'
import type { Configuration, ParameterValue } from '../space/types.ts'
import type { Direction } from '../trial.ts'
import type { Estimate, Surrogate } from './surrogate.ts'

export interface AblationStep {
  readonly parameter: string
  /** Absent where the parameter was, or becomes, inactive. */
  readonly from?: ParameterValue
  readonly to?: ParameterValue
  /** Expected with this and all steps before it. */
  readonly expected: Estimate
}

export interface AblationPath {
  readonly start: Estimate
  readonly steps: readonly AblationStep[]
}

/** Values that went through the unit cube, and came back off by a rounding, as they were. */
function asGiven(configuration: Configuration, ...given: readonly Configuration[]): Configuration {
  const near = (a: ParameterValue, b: ParameterValue | undefined): boolean =>
    typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= 1e-9 * Math.abs(b)
  return Object.fromEntries(
    Object.entries(configuration).map(([name, value]) => {
      const same = given.find((each) => near(value, each[name]))
      return [name, same?.[name] ?? value]
    }),
  )
}

/** `to`'s value of a parameter put into a configuration, with what becomes active or inactive by it. */
function flipped(surrogate: Surrogate, current: Configuration, target: Configuration, name: string): Configuration {
  const mixed: Record<string, ParameterValue> = { ...current }
  const value = target[name]
  if (value === undefined) delete mixed[name]
  else mixed[name] = value
  // What the flip makes active takes the target's value where it has one.
  for (const [other, held] of Object.entries(target)) mixed[other] ??= held
  return surrogate.layout.configuration(surrogate.layout.point(mixed))
}

/**
 * Which changes make the difference between two configurations, greedily: each step makes the one change that the surrogate
 * expects most of. Changes that would break a relation wait until they can be made, and are left out if they never can.
 *
 * @param from usually the defaults
 * @param to usually the best
 * @see Biedenkapp et al. 2017, "Efficient parameter importance analysis via ablation with surrogates", AAAI
 */
export function ablationPath(
  surrogate: Surrogate,
  from: Configuration,
  to: Configuration,
  direction: Direction,
): AblationPath {
  const { layout, predict } = surrogate
  const sign = direction === 'minimise' ? 1 : -1
  const names = layout.axes.map(({ parameter }) => parameter.name)
  let current = asGiven(layout.configuration(layout.point(from)), to, from)
  const remaining = new Set(names.filter((name) => current[name] !== to[name]))
  const steps: AblationStep[] = []
  while (remaining.size > 0) {
    let best: { name: string; next: Configuration; expected: Estimate } | undefined
    for (const name of remaining) {
      const next = asGiven(flipped(surrogate, current, to, name), to, from)
      if (next[name] === current[name] || !relationsHold(layout.compiled, next)) continue
      const expected = predict(next)
      if (best === undefined || sign * expected.mean < sign * best.expected.mean) best = { name, next, expected }
    }
    if (best === undefined) break
    const { name, next, expected } = best
    const [before, after] = [current[name], next[name]]
    steps.push({
      parameter: name,
      ...(before === undefined ? {} : { from: before }),
      ...(after === undefined ? {} : { to: after }),
      expected,
    })
    current = next
    for (const each of [...remaining]) if (current[each] === to[each]) remaining.delete(each)
    remaining.delete(name)
  }
  return { start: predict(layout.configuration(layout.point(from))), steps }
}
