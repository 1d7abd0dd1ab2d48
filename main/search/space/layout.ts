import type { CompiledSpace } from './compiled.ts'
import { meets } from './conditions.ts'
import type { Domain } from './domain.ts'
import type { Configuration, IntParameter, Parameter, ParameterValue } from './types.ts'
import { coordinates, decode, encode, valueFromUnit, valueToUnit } from './unit-cube.ts'

/** One coordinate of the unit cube as samplers see it. */
export interface Axis {
  readonly parameter: Parameter
  /** 'ordered' values are near their neighbours: whole numbers, steps, and choices that are ascending numbers. */
  readonly kind: 'continuous' | 'ordered' | 'categorical'
  /** Values; infinity for continuous. */
  readonly count: number
  /** The cell of value `index`: coordinates from the first to the second belong to it. */
  edges(index: number): readonly [number, number]
  /** The middle of the cell of value `index`, on the axis's scale. */
  centre(index: number): number
  /** Which value a coordinate belongs to. */
  index(u: number): number
}

/**
 * A space as numbers, for samplers that compute with points of the unit cube. A *canonical* point has every discrete
 * coordinate in the middle of its cell and every inactive one at 0.5, so that two points are the same configuration
 * exactly when they are equal.
 */
export interface Layout {
  readonly compiled: CompiledSpace
  /** In the order of parents first. */
  readonly axes: readonly Axis[]
  /** Whether some axis can be inactive. */
  readonly conditional: boolean
  /** Makes a point canonical in place, and writes which axes are active (1) or not (0). */
  canonicalise(point: Float64Array, active: Uint8Array): void
  /** The configuration at a canonical point. */
  configuration(point: Float64Array): Configuration
  /** The canonical point of a configuration; what does not fit the space is moved to the nearest value, or the middle. */
  point(configuration: Configuration): Float64Array
}

export function layoutOf(compiled: CompiledSpace): Layout {
  const places = coordinates(compiled)
  const axes = places.map((place) => axisOf(compiled.parameters[place] as Parameter, compiled.domains[place] as Domain))
  const gates = axes.map((axis) => gatesOf(compiled, axes, axis.parameter))
  const conditional = gates.some((gate) => gate === undefined || gate.length > 0)

  const canonicalise = (point: Float64Array, active: Uint8Array): void => {
    for (let k = 0; k < axes.length; k++) {
      const axis = axes[k] as Axis
      const gate = gates[k]
      let open = gate !== undefined
      if (gate) for (const { parent, passes } of gate) open &&= active[parent] === 1 && passes(point[parent] as number)
      active[k] = open ? 1 : 0
      const u = point[k] as number
      point[k] = open ? (axis.kind === 'continuous' ? Math.min(1, Math.max(0, u)) : axis.centre(axis.index(u))) : 0.5
    }
  }
  const scratch = new Uint8Array(axes.length)
  return {
    compiled,
    axes,
    conditional,
    canonicalise,
    configuration: (point) => decode(compiled, point),
    point(configuration) {
      const point = encode(compiled, configuration, places)
      canonicalise(point, scratch)
      return point
    },
  }
}

interface Gate {
  /** The axis that decides. */
  readonly parent: number
  passes(u: number): boolean
}

/**
 * The conditions of a parameter as tests of coordinates. Ancestors without a coordinate (a single value) are decided here:
 * undefined when one of them forbids the parameter for good.
 */
function gatesOf(compiled: CompiledSpace, axes: readonly Axis[], parameter: Parameter): readonly Gate[] | undefined {
  const gates: Gate[] = []
  for (const condition of parameter.when ?? []) {
    const parent = axes.findIndex((axis) => axis.parameter.name === condition.parameter)
    const place = compiled.parameters.findIndex(({ name }) => name === condition.parameter)
    const owner = compiled.parameters[place] as Parameter
    const domain = compiled.domains[place] as Domain
    if (parent >= 0) {
      gates.push({ parent, passes: passing(owner, domain, (value) => meets(condition, value)) })
      continue
    }
    if (domain.kind !== 'finite' || !meets(condition, domain.valueAt(0))) return undefined
    const above = gatesOf(compiled, axes, owner)
    if (!above) return undefined
    gates.push(...above)
  }
  return gates
}

/** A test of a coordinate, tabulated where the parent has few values. */
function passing(
  parameter: Parameter,
  domain: Domain,
  test: (value: ParameterValue) => boolean,
): (u: number) => boolean {
  if (domain.kind === 'continuous' || domain.count > 4096 || (parameter.kind === 'int' && parameter.scale === 'log'))
    return (u) => test(valueFromUnit(parameter, domain, u))
  const { count } = domain
  const table = Array.from({ length: count }, (_, index) => test(domain.valueAt(index)))
  return (u) => table[Math.min(count - 1, Math.floor(u * count))] === true
}

function axisOf(parameter: Parameter, domain: Domain): Axis {
  if (domain.kind === 'continuous')
    return {
      parameter,
      kind: 'continuous',
      count: Number.POSITIVE_INFINITY,
      edges: (u) => [u, u],
      centre: (u) => u,
      index: (u) => u,
    }
  const { count } = domain
  if (parameter.kind === 'int' && parameter.scale === 'log')
    return {
      parameter,
      kind: 'ordered',
      count,
      edges: (index) => [edge(parameter, index), edge(parameter, index + 1)],
      centre: (index) => valueToUnit(parameter, domain, parameter.low + index),
      index: (u) => Number(valueFromUnit(parameter, domain, u)) - parameter.low,
    }
  const unordered = parameter.kind === 'bool' || (parameter.kind === 'categorical' && !ascending(parameter.choices))
  return {
    parameter,
    kind: unordered ? 'categorical' : 'ordered',
    count,
    edges: (index) => [index / count, (index + 1) / count],
    centre: (index) => (index + 0.5) / count,
    index: (u) => Math.min(count - 1, Math.max(0, Math.floor(u * count))),
  }
}

/** Where value `index` of whole numbers on a log scale begins: half a step below it. */
function edge({ low, high }: IntParameter, index: number): number {
  return Math.log((low + index - 0.5) / (low - 0.5)) / Math.log((high + 0.5) / (low - 0.5))
}

function ascending(choices: readonly (string | number)[]): boolean {
  return choices.every((choice, index) => {
    const before = choices[index - 1]
    return typeof choice === 'number' && (before === undefined || (typeof before === 'number' && before < choice))
  })
}
