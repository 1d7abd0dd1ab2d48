import { knowledgeOf } from '../observations.ts'
import { compileSpace } from '../space/compiled.ts'
import { layoutOf } from '../space/layout.ts'
import type { ParameterValue, SearchSpace } from '../space/types.ts'
import type { Direction, SearchTrial } from '../trial.ts'

/** The best values of a parameter lie at an end of its range: better ones may lie beyond. */
export interface BoundaryWarning {
  readonly parameter: string
  readonly side: 'low' | 'high'
  readonly best: ParameterValue
  /** Of the best trials in which it was active, how many lie in the outer tenth. */
  readonly near: number
  readonly of: number
  /** A range that leaves room. */
  readonly proposed: { readonly low: number; readonly high: number }
}

const leastTrials = 10
/** Of the best, in which the parameter was active. */
const leastActive = 5
const outer = 0.1

/**
 * Numeric parameters whose best trial, and at least half of the best tenth (five at least), lie in the outer tenth of the
 * range, on its scale. Chance alone would put a tenth of them there.
 */
export function boundaryWarnings(
  space: SearchSpace,
  history: readonly SearchTrial[],
  direction: Direction,
): BoundaryWarning[] {
  const layout = layoutOf(compileSpace(space))
  const complete = knowledgeOf(history, direction).observations.filter(({ kind }) => kind === 'complete')
  if (complete.length < leastTrials) return []
  const best = [...complete].sort((a, b) => a.loss - b.loss).slice(0, Math.max(5, Math.ceil(complete.length / 10)))
  return layout.axes.flatMap((axis, k): BoundaryWarning[] => {
    const { parameter } = axis
    if ((parameter.kind !== 'float' && parameter.kind !== 'int') || axis.count < 5) return []
    const active = best.filter(({ trial }) => trial.configuration[parameter.name] !== undefined)
    const [first] = active
    if (first === undefined || first !== best[0] || active.length < leastActive) return []
    const places = active.map(({ trial }) => layout.point(trial.configuration)[k] as number)
    const leader = places[0] as number
    const side = leader <= outer ? 'low' : leader >= 1 - outer ? 'high' : undefined
    if (side === undefined) return []
    const near = places.filter((u) => (side === 'low' ? u <= outer : u >= 1 - outer)).length
    if (2 * near < active.length) return []
    const value = first.trial.configuration[parameter.name] as ParameterValue
    const proposed = widened(parameter, side)
    return [{ parameter: parameter.name, side, best: value, near, of: active.length, proposed }]
  })
}

/** Half the range again beyond the side, on the parameter's scale. */
function widened(
  { kind, low, high, scale }: { kind: 'float' | 'int'; low: number; high: number; scale: string },
  side: 'low' | 'high',
): { low: number; high: number } {
  const logarithmic = scale !== 'linear' && low > 0
  const forth = (value: number): number => (logarithmic ? Math.log(value) : value)
  const back = (value: number): number => (logarithmic ? Math.exp(value) : value)
  const room = (forth(high) - forth(low)) / 2
  const wide = side === 'low' ? { low: back(forth(low) - room), high } : { low, high: back(forth(high) + room) }
  const rounded = (value: number): number => (kind === 'int' ? Math.round(value) : Number(value.toPrecision(2)))
  const ends = { low: rounded(wide.low), high: rounded(wide.high) }
  // What could not be negative before is not made so.
  return { low: low >= 0 ? Math.max(kind === 'int' && low >= 1 ? 1 : 0, ends.low) : ends.low, high: ends.high }
}
