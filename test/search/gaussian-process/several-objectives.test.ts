import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Criterion } from '../../../main/search/gaussian-process/criterion.ts'
import { improvementCriterion } from '../../../main/search/gaussian-process/criterion.ts'
import { feasibleCriterion } from '../../../main/search/gaussian-process/feasibility.ts'
import {
  hypervolumeCriterion,
  logHypervolumeImprovement,
  stripsOf,
} from '../../../main/search/gaussian-process/hypervolume-improvement.ts'
import { Posterior } from '../../../main/search/gaussian-process/posterior.ts'
import { scalarised } from '../../../main/search/gaussian-process/scalarise.ts'
import { dominates } from '../../../main/search/pareto/dominance.ts'
import { hypervolume } from '../../../main/search/pareto/hypervolume.ts'
import { randomStream } from '../../../main/search/random/stream.ts'

const reference = [2, 2]
const front = [
  [-1, 1.2],
  [-0.2, 0.4],
  [0.5, 0.3],
  [1, -1],
]

describe('expected hypervolume improvement', () => {
  it.each([
    [0, 0, 0.5, 0.5],
    [-1.5, -1.5, 0.1, 0.3],
    [1.5, 1.5, 1, 1],
    [0.7, 0.35, 0.2, 0.05],
    [-2, 1.9, 0.3, 0.3],
  ])('equals the mean over draws from a normal distribution around (%d, %d)', (m1, m2, s1, s2) => {
    const random = randomStream(5, 0, 'draws')
    const before = hypervolume(front, reference)
    const count = 20_000
    let [sum, squares] = [0, 0]
    for (let k = 0; k < count; k++) {
      const point = [m1 + s1 * random.normal(), m2 + s2 * random.normal()]
      const gain = hypervolume([...front, point], reference) - before
      sum += gain
      squares += gain * gain
    }
    const error = Math.sqrt((squares / count - (sum / count) ** 2) / count)
    const exact = Math.exp(
      logHypervolumeImprovement(
        stripsOf(front, reference),
        { mean: m1, variance: s1 * s1 },
        { mean: m2, variance: s2 * s2 },
      ),
    )
    expect(Math.abs(exact - sum / count)).toBeLessThan(4 * error + 1e-9)
  })

  it('is the box up to the reference while nothing is known, and ignores points that are dominated or beyond it', () => {
    const strips = stripsOf([], reference)
    expect(strips).toEqual([{ from: -Infinity, to: 2, ceiling: 2 }])
    const extended = [...front, [1.5, 1.5], [3, -4], [-0.2, 0.4]]
    expect(stripsOf(extended, reference)).toEqual(stripsOf(front, reference))
  })

  it('is finite, and lower the farther away, where improvement is all but impossible', () => {
    const at = (mean: number): number =>
      logHypervolumeImprovement(stripsOf(front, reference), { mean, variance: 1e-4 }, { mean, variance: 1e-4 })
    expect([10, 100, 1000].map(at).every(Number.isFinite)).toBe(true)
    expect(at(10)).toBeGreaterThan(at(100))
    expect(at(100)).toBeGreaterThan(at(1000))
  })
})

const random = randomStream(8, 0, 'points')
const size = 3
const n = 12
const x = Float64Array.from({ length: n * size }, random.uniform)
const posteriorOf = (values: (row: number) => number): Posterior =>
  new Posterior(
    { n, size, group: Int32Array.from([0, 1, 2]), x, y: Float64Array.from({ length: n }, (_, row) => values(row)) },
    Float64Array.from([-0.5, 0.2, -1, 0, -2, -5]),
  )
const at = (row: number, k: number): number => x[row * size + k] as number
const first = posteriorOf((row) => Math.sin(5 * at(row, 0)) + at(row, 1))
const second = posteriorOf((row) => Math.cos(4 * at(row, 1)) - at(row, 2))
const success = posteriorOf((row) => (at(row, 0) > 0.7 ? -1 : 1))

describe('criteria', () => {
  const criteria: readonly (readonly [string, Criterion])[] = [
    ['expected improvement', improvementCriterion(first, 0.1)],
    ['expected hypervolume improvement', hypervolumeCriterion([first, second], front, reference)],
    ['the chance of success', feasibleCriterion(improvementCriterion(first, 0.1), success)],
  ]
  it.each(criteria)('%s has the slope that finite differences show', (_, criterion) => {
    const draw = randomStream(9, 0, 'places')
    for (let place = 0; place < 20; place++) {
      const features = Float64Array.from({ length: size }, draw.uniform)
      const slope = new Float64Array(size)
      expect(criterion.valueWithSlope(features, slope)).toBeCloseTo(criterion.value(features), 12)
      for (let k = 0; k < size; k++) {
        const step = 1e-5
        const [up, down] = [features.slice(), features.slice()]
        up[k] = (up[k] as number) + step
        down[k] = (down[k] as number) - step
        const expected = (criterion.value(up) - criterion.value(down)) / (2 * step)
        expect(Math.abs((slope[k] as number) - expected)).toBeLessThan(1e-4 * (1 + Math.abs(expected)))
      }
    }
  })

  it('is lower where trials fail', () => {
    const plain = improvementCriterion(first, 0.1)
    const cautious = feasibleCriterion(plain, success)
    const loss = (u: number): number => {
      const features = Float64Array.from([u, 0.5, 0.5])
      return plain.value(features) - cautious.value(features)
    }
    expect(loss(0.95)).toBeGreaterThan(loss(0.2) + 0.5)
  })
})

describe('scalarised losses', () => {
  it('rank a point that dominates another before it, whatever the weights', () => {
    const losses = fc.array(fc.tuple(fc.integer({ max: 9 }), fc.integer({ max: 9 }), fc.integer({ max: 9 })), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(losses, fc.nat(), (points, seed) => {
        const scalars = scalarised(points, randomStream(seed, 0, 'weights'))
        for (const [i, a] of points.entries())
          for (const [j, b] of points.entries())
            if (dominates(a, b)) expect(scalars[i]).toBeLessThanOrEqual(scalars[j] as number)
      }),
    )
  })

  it('look elsewhere with other draws', () => {
    const points = [
      [0, 1],
      [0.45, 0.45],
      [1, 0],
    ]
    const best = new Set(
      Array.from({ length: 30 }, (_, number) => {
        const scalars = scalarised(points, randomStream(1, number, 'weights'))
        return scalars.indexOf(Math.min(...scalars))
      }),
    )
    expect(best).toEqual(new Set([0, 1, 2]))
  })
})
