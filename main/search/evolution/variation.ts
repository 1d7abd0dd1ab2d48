import type { Random } from '../random/stream.ts'
import type { Axis, Layout } from '../space/layout.ts'

/** Distribution indices of crossover and mutation: higher stays nearer to the parents. */
const CROSSOVER_INDEX = 10
const MUTATION_INDEX = 20

/**
 * A child of two canonical points. Numbers are crossed by simulated binary crossover, choices come from either parent. An
 * axis that depends on another comes from the same parent as that one, so that a branch is inherited whole.
 *
 * @see Deb and Agrawal 1995 (SBX)
 */
export function crossed(layout: Layout, a: Float64Array, b: Float64Array, random: Random): Float64Array {
  const from = new Map<string, boolean>()
  const child = new Float64Array(a.length)
  for (const [k, axis] of layout.axes.entries()) {
    const [gate] = axis.parameter.when ?? []
    const inherited = gate === undefined ? undefined : from.get(gate.parameter)
    const first = inherited ?? random.uniform() < 0.5
    from.set(axis.parameter.name, first)
    const [own, other] = first ? [a[k] as number, b[k] as number] : [b[k] as number, a[k] as number]
    const blend = random.uniform()
    const u = random.uniform()
    child[k] = axis.kind === 'categorical' || inherited !== undefined || blend < 0.5 ? own : blended(own, other, u)
  }
  return child
}

/** One of the two children of SBX: near `own` or, as often, beyond it. */
function blended(own: number, other: number, u: number): number {
  const exponent = 1 / (CROSSOVER_INDEX + 1)
  const beta = u < 0.5 ? (2 * u) ** exponent : (1 / (2 * (1 - u))) ** exponent
  return Math.min(1, Math.max(0, 0.5 * ((1 + beta) * own + (1 - beta) * other)))
}

/**
 * Changes each active axis with a chance of `rate` over their number, at least one of them: numbers by polynomial mutation
 * (whole numbers by one step at least), choices to another one.
 *
 * @see Deb and Goyal 1996 (polynomial mutation)
 */
export function mutated(layout: Layout, point: Float64Array, rate: number, random: Random): Float64Array {
  const active = new Uint8Array(layout.axes.length)
  const child = point.slice()
  layout.canonicalise(child, active)
  const living = [...layout.axes.keys()].filter((k) => active[k] === 1)
  const certain = living.length > 0 ? random.pick(living) : -1
  const chance = rate / Math.max(1, living.length)
  const forced = random.uniform() < Math.min(1, rate * 0.6)
  for (const k of living)
    if (random.uniform() < chance || (forced && k === certain))
      child[k] = changed(layout.axes[k] as Axis, child[k] as number, random)
  return child
}

function changed(axis: Axis, u: number, random: Random): number {
  const draw = random.uniform()
  if (axis.kind === 'categorical') {
    const other = Math.floor(draw * (axis.count - 1))
    return axis.centre(other >= axis.index(u) ? other + 1 : other)
  }
  const exponent = 1 / (MUTATION_INDEX + 1)
  const moved =
    draw < 0.5
      ? u + (2 * draw + (1 - 2 * draw) * (1 - u) ** (MUTATION_INDEX + 1)) ** exponent - 1
      : u + 1 - (2 * (1 - draw) + (2 * draw - 1) * u ** (MUTATION_INDEX + 1)) ** exponent
  if (axis.kind === 'continuous' || axis.index(moved) !== axis.index(u)) return Math.min(1, Math.max(0, moved))
  const step = axis.index(u) + (draw < 0.5 ? -1 : 1)
  return axis.centre(step < 0 ? 1 : step >= axis.count ? axis.count - 2 : step)
}
