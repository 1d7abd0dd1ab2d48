import type { CurveFamily } from './families.ts'

/** Points of a learning curve, values to be minimised. */
export interface Curve {
  readonly epochs: readonly number[]
  readonly values: readonly number[]
}

export interface FittedCurve {
  readonly family: CurveFamily
  /** Sum of squared residuals. */
  readonly squares: number
  at(epoch: number): number
}

const gridSize = 7
const refinements = 4

interface Linear {
  readonly end: number
  readonly drop: number
  readonly squares: number
}

/** End and drop by least squares; a curve that would rise is taken for a flat one. */
function linearFit({ values }: Curve, shapes: readonly number[]): Linear {
  const n = values.length
  let [meanShape, meanValue] = [0, 0]
  for (let i = 0; i < n; i++) {
    meanShape += (shapes[i] as number) / n
    meanValue += (values[i] as number) / n
  }
  let [cross, spread] = [0, 0]
  for (let i = 0; i < n; i++) {
    cross += ((shapes[i] as number) - meanShape) * ((values[i] as number) - meanValue)
    spread += ((shapes[i] as number) - meanShape) ** 2
  }
  const drop = spread > 0 ? Math.max(0, cross / spread) : 0
  const end = meanValue - drop * meanShape
  let squares = 0
  for (let i = 0; i < n; i++) squares += ((values[i] as number) - end - drop * (shapes[i] as number)) ** 2
  return { end, drop, squares }
}

/**
 * The least-squares curve of a family: the two parameters of its shape by a grid that is refined around its best point, end
 * and drop in closed form for each (variable projection, Golub and Pereyra 1973). Always gives a curve.
 *
 * @param curve at least one point, finite values
 */
export function fitCurve(curve: Curve, family: CurveFamily): FittedCurve {
  const unit = family.first.scaled ? Math.log(Math.max(1, curve.epochs.at(-1) ?? 1)) : 0
  const fitAt = (first: number, second: number): Linear =>
    linearFit(
      curve,
      curve.epochs.map((t) => family.shape(t, first, second)),
    )
  const [low1, high1] = [family.first.low + unit, family.first.high + unit]
  const { low: low2, high: high2 } = family.second
  let best = { first: low1, second: low2, fit: fitAt(low1, low2) }
  const consider = (first: number, second: number): void => {
    if (first < low1 || first > high1 || second < low2 || second > high2) return
    const fit = fitAt(first, second)
    if (fit.squares < best.fit.squares) best = { first, second, fit }
  }
  let [step1, step2] = [(high1 - low1) / (gridSize - 1), (high2 - low2) / (gridSize - 1)]
  for (let i = 0; i < gridSize; i++) for (let j = 0; j < gridSize; j++) consider(low1 + i * step1, low2 + j * step2)
  for (let round = 0; round < refinements; round++) {
    ;[step1, step2] = [step1 / 2, step2 / 2]
    const { first, second } = best
    for (const i of [-1, 0, 1]) for (const j of [-1, 0, 1]) consider(first + i * step1, second + j * step2)
  }
  const { first, second, fit } = best
  return { family, squares: fit.squares, at: (epoch) => fit.end + fit.drop * family.shape(epoch, first, second) }
}
