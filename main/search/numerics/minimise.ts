export interface Minimum {
  readonly x: Float64Array
  readonly value: number
}

export interface MinimiseOptions {
  readonly iterations: number
  /** Stops when no free coordinate of the gradient exceeds this. */
  readonly gradientTolerance: number
  /** Stops when an iteration gains less than this, relative to max(1, |value|). */
  readonly valueTolerance?: number
}

/** Pairs of steps and gradient changes that are remembered. */
const MEMORY = 8

/**
 * Minimises a smooth function in a box by projected L-BFGS: coordinates at a bound that the gradient pushes against are
 * held, the others follow the two-loop direction (Nocedal 1980), clipped to the box, with Armijo backtracking.
 * A local method; the value never rises. A start outside of the box is clipped.
 *
 * @param evaluate writes the gradient and returns the value; a value that is not finite counts as too large
 */
export function minimise(
  evaluate: (x: Float64Array, gradient: Float64Array) => number,
  start: ArrayLike<number>,
  low: ArrayLike<number>,
  high: ArrayLike<number>,
  { iterations, gradientTolerance, valueTolerance = 1e-9 }: MinimiseOptions,
): Minimum {
  const d = start.length
  const clip = (value: number, i: number): number => Math.min(high[i] as number, Math.max(low[i] as number, value))
  let x: Float64Array = Float64Array.from({ length: d }, (_, i) => clip(start[i] as number, i))
  let gradient: Float64Array = new Float64Array(d)
  let value = evaluate(x, gradient)
  let steps: Float64Array[] = []
  let changes: Float64Array[] = []
  for (let iteration = 0; iteration < iterations && Number.isFinite(value); iteration++) {
    const held = x.map((at, i) => {
      const slope = gradient[i] as number
      return (at <= (low[i] as number) && slope > 0) || (at >= (high[i] as number) && slope < 0) ? 1 : 0
    })
    const free = gradient.map((slope, i) => (held[i] === 1 ? 0 : slope))
    if (free.every((slope) => Math.abs(slope) <= gradientTolerance)) break
    let direction = twoLoop(free, steps, changes, held)
    if (!(dot(direction, free) < 0)) {
      steps = []
      changes = []
      direction = free.map((slope) => -slope)
    }
    let t = steps.length === 0 ? Math.min(1, 0.1 / norm(direction)) : 1
    let next: Float64Array | undefined
    const nextGradient = new Float64Array(d)
    let nextValue = value
    for (let attempt = 0; attempt < 25; attempt++, t *= 0.5) {
      const trial = x.map((at, i) => clip(at + t * (direction[i] as number), i))
      const moved = trial.reduce((sum, at, i) => sum + (at - (x[i] as number)) * (gradient[i] as number), 0)
      nextValue = evaluate(trial, nextGradient)
      if (nextValue <= value + 1e-4 * moved && moved < 0) {
        next = trial
        break
      }
    }
    if (!next) {
      if (steps.length === 0) break
      steps = []
      changes = []
      continue
    }
    const from = x
    const before = gradient
    const step = next.map((at, i) => at - (from[i] as number))
    const change = nextGradient.map((slope, i) => slope - (before[i] as number))
    if (dot(step, change) > 1e-10 * norm(step) * norm(change)) {
      steps.push(step)
      changes.push(change)
      if (steps.length > MEMORY) {
        steps.shift()
        changes.shift()
      }
    }
    const gain = value - nextValue
    x = next
    gradient = nextGradient
    value = nextValue
    if (gain <= valueTolerance * Math.max(1, Math.abs(value))) break
  }
  return { x, value }
}

/** The quasi-Newton direction on the free coordinates. */
function twoLoop(
  gradient: Float64Array,
  steps: readonly Float64Array[],
  changes: readonly Float64Array[],
  held: Float64Array,
): Float64Array {
  const q = gradient.map((slope) => slope)
  const weights: number[] = []
  for (let k = steps.length - 1; k >= 0; k--) {
    const step = steps[k] as Float64Array
    const change = changes[k] as Float64Array
    const weight = dot(step, q) / dot(step, change)
    weights[k] = weight
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) - weight * (change[i] as number)
  }
  const lastStep = steps.at(-1)
  const lastChange = changes.at(-1)
  const scale = lastStep && lastChange ? dot(lastStep, lastChange) / dot(lastChange, lastChange) : 1
  for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) * scale
  for (const [k, step] of steps.entries()) {
    const change = changes[k] as Float64Array
    const correction = (weights[k] as number) - dot(change, q) / dot(step, change)
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) + correction * (step[i] as number)
  }
  return q.map((value, i) => (held[i] === 1 ? 0 : -value))
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a))
}
