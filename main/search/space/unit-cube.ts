import { assemble } from './conditions.ts'
import type { CompiledSpace } from './compiled.ts'
import type { Domain } from './domain.ts'
import type { Configuration, Parameter, ParameterValue } from './types.ts'

/** Places (among `compiled.parameters`) that have a coordinate: those with more than one value. */
export function coordinates(compiled: CompiledSpace): readonly number[] {
  return [...compiled.domains.keys()].filter((index) => {
    const domain = compiled.domains[index]
    return domain?.kind === 'continuous' || (domain?.kind === 'finite' && domain.count > 1)
  })
}

/**
 * The configuration at a point of the unit cube. Coordinates of parameters that turn out inactive have no effect.
 * Equal volumes for equal probabilities: a uniform point gives each choice and each step the same chance, a float on a log
 * scale is uniform in its logarithm, an int on a log scale has the chance of its share of the logarithmic range
 * (extended by one half at both ends).
 *
 * @param point one number from 0 to 1 for each of `coordinates(compiled)`
 */
export function decode(compiled: CompiledSpace, point: ArrayLike<number>): Configuration {
  const at = new Map(coordinates(compiled).map((index, coordinate) => [compiled.parameters[index]?.name, coordinate]))
  const place = new Map(compiled.parameters.map((parameter, index) => [parameter, compiled.domains[index] as Domain]))
  return assemble(compiled.parameters, (parameter) => {
    const coordinate = at.get(parameter.name)
    return valueFromUnit(
      parameter,
      place.get(parameter) as Domain,
      coordinate === undefined ? 0.5 : (point[coordinate] ?? 0.5),
    )
  })
}

/**
 * The middle of the cell that a configuration has in the unit cube; inactive coordinates are 0.5. Undone by `decode`.
 * @param indices `coordinates(compiled)`, where the caller has them
 */
export function encode(
  compiled: CompiledSpace,
  configuration: Configuration,
  indices = coordinates(compiled),
): Float64Array {
  return Float64Array.from(indices, (index) => {
    const parameter = compiled.parameters[index] as Parameter
    const value = configuration[parameter.name]
    return value === undefined ? 0.5 : valueToUnit(parameter, compiled.domains[index] as Domain, value)
  })
}

/** @param u from 0 to 1 */
export function valueFromUnit(parameter: Parameter, domain: Domain, u: number): ParameterValue {
  if (domain.kind === 'continuous') return fromUnit(domain, u)
  if (parameter.kind === 'int' && parameter.scale === 'log') {
    const [low, high] = logRange(parameter.low, parameter.high)
    return Math.min(parameter.high, Math.max(parameter.low, Math.round(Math.exp(low + u * (high - low)))))
  }
  return domain.valueAt(Math.min(domain.count - 1, Math.max(0, Math.floor(u * domain.count))))
}

/** Where a value lies from 0 to 1; values outside of the parameter are clipped, unknown choices land in the middle. */
export function valueToUnit(parameter: Parameter, domain: Domain, value: ParameterValue): number {
  if (domain.kind === 'continuous') {
    if (typeof value !== 'number' || !(domain.log ? value > 0 : Number.isFinite(value))) return 0.5
    const { low, high } = domain
    const u = domain.log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)
    return Math.min(1, Math.max(0, u))
  }
  if (parameter.kind === 'int' && parameter.scale === 'log') {
    const [low, high] = logRange(parameter.low, parameter.high)
    const within = Math.min(parameter.high, Math.max(parameter.low, Number(value)))
    return Number.isNaN(within) ? 0.5 : (Math.log(within) - low) / (high - low)
  }
  const index = domain.indexOf(value)
  if (index >= 0) return (index + 0.5) / domain.count
  return 0.5
}

/** A point of an interval, from 0 (low) to 1 (high), on its scale; never outside by rounding. */
export function fromUnit(domain: Domain & { kind: 'continuous' }, u: number): number {
  const { low, high, log } = domain
  const value = log ? Math.exp(Math.log(low) + u * (Math.log(high) - Math.log(low))) : low + u * (high - low)
  return Math.min(high, Math.max(low, value))
}

function logRange(low: number, high: number): readonly [number, number] {
  return [Math.log(low - 0.5), Math.log(high + 0.5)]
}
