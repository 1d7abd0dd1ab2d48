import { describe, expect, it } from 'vitest'
import { featureMapOf } from '../../../main/search/gaussian-process/features.ts'
import { fit } from '../../../main/search/gaussian-process/fit.ts'
import { priorOf } from '../../../main/search/gaussian-process/hyperparameters.ts'
import { negativeLogPosterior, type TrainingSet } from '../../../main/search/gaussian-process/likelihood.ts'
import { modelOf } from '../../../main/search/gaussian-process/model.ts'
import { transformed } from '../../../main/search/gaussian-process/output-transform.ts'
import { bent, slopeOfBent, slopesByExponents, warpOf } from '../../../main/search/gaussian-process/warp.ts'
import { randomStream } from '../../../main/search/random/stream.ts'
import { compileSpace } from '../../../main/search/space/compiled.ts'
import { layoutOf } from '../../../main/search/space/layout.ts'

const layout = layoutOf(
  compileSpace({
    parameters: ['rate', 'share'].map((name) => ({
      kind: 'float',
      name,
      low: 0,
      high: 1,
      scale: 'linear',
      default: 0.5,
    })),
    relations: [],
  }),
)
const features = featureMapOf(layout)
const prior = priorOf(layout, true, 'joint')

function dataOf(n: number, f: (a: number, b: number) => number): TrainingSet {
  const { uniform } = randomStream(3, n, 'test')
  const x = Float64Array.from({ length: 2 * n }, uniform)
  const y = transformed(
    Array.from({ length: n }, (_, row) => f(x[2 * row] as number, x[2 * row + 1] as number)),
    'standardise',
  )
  return { n, size: 2, group: features.group, x, y, level: 1 }
}
const warped = (data: TrainingSet) => warpOf(layout, features, data, prior, fit(data, prior, [prior.mean]))

/** Where a rate should have been searched on a logarithmic scale. */
const steep = (a: number, b: number): number => Math.log10(a + 1e-3) ** 2 + 0.5 * (b - 0.4) ** 2

describe('bent axes', () => {
  it('keep their ends and their order, and have the slopes that finite differences have', () => {
    for (const [logA, logB] of [
      [0, 0],
      [0.7, -0.4],
      [-1.2, 0.9],
    ] as const) {
      expect(bent(0, logA, logB)).toBeLessThan(0.2)
      expect(bent(1, logA, logB)).toBeGreaterThan(0.8)
      for (const u of [0.05, 0.3, 0.5, 0.95]) {
        const h = 1e-6
        expect(bent(u + h, logA, logB)).toBeGreaterThan(bent(u, logA, logB))
        expect(slopeOfBent(u, logA, logB)).toBeCloseTo((bent(u + h, logA, logB) - bent(u - h, logA, logB)) / (2 * h), 5)
        const [byA, byB] = slopesByExponents(u, logA, logB)
        expect(byA).toBeCloseTo((bent(u, logA + h, logB) - bent(u, logA - h, logB)) / (2 * h), 5)
        expect(byB).toBeCloseTo((bent(u, logA, logB + h) - bent(u, logA, logB - h)) / (2 * h), 5)
      }
    }
    expect(bent(0.37, 0, 0)).toBeCloseTo(0.37, 12)
  })

  it('have the gradient of the likelihood by features that finite differences have', () => {
    const data = dataOf(15, steep)
    const theta = Float64Array.of(-0.7, 0.2, 0.3, -0.4, -3)
    const byFeature = new Float64Array(30)
    const free = { ...prior, low: new Float64Array(5).fill(-9), mean: new Float64Array(5) }
    negativeLogPosterior(data, free, theta, new Float64Array(5), byFeature)
    for (const at of [0, 7, 18, 29]) {
      const shifted = (h: number): number => {
        const x = data.x.slice()
        x[at] = (x[at] as number) + h
        return negativeLogPosterior({ ...data, x }, free, theta, new Float64Array(5))
      }
      const slope = (shifted(1e-6) - shifted(-1e-6)) / 2e-6
      expect(Math.abs((byFeature[at] as number) - slope)).toBeLessThan(1e-4 * Math.max(1, Math.abs(slope)))
    }
  })

  it('are bent where the data speak for it: steep near 0, so that it is stretched there', () => {
    const found = warped(dataOf(40, steep))
    expect(found).toBeDefined()
    const [logA, logB] = found?.warp.get(0) ?? [0, 0]
    expect(bent(0.1, logA, logB)).toBeGreaterThan(0.2)
  })

  it('stay straight where a function is as rough here as there', () => {
    expect(warped(dataOf(40, (a, b) => Math.sin(9 * a) + Math.cos(7 * b)))).toBeUndefined()
    expect(warped(dataOf(8, steep))).toBeUndefined()
  })

  it('predict better what is steep on one side than a process without them', () => {
    const [known, unknown] = [dataOf(40, steep), dataOf(61, steep)]
    const error = (bend: boolean): number => {
      const model = modelOf(layout, features, known.x, known.y, prior, [], bend)
      const values = [...Array(40).keys()].map((row) =>
        steep(known.x[2 * row] as number, known.x[2 * row + 1] as number),
      )
      const mean = values.reduce((sum, value) => sum + value / 40, 0)
      const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / 40, 0))
      const vector = new Float64Array(2)
      return [...Array(61).keys()].reduce((sum, row) => {
        const point = unknown.x.slice(2 * row, 2 * row + 2)
        model.features.write(point, Uint8Array.of(1, 1), vector, 0)
        const truth = (steep(point[0] as number, point[1] as number) - mean) / deviation
        return sum + (model.posterior.mean(vector) - truth) ** 2
      }, 0)
    }
    expect(error(true)).toBeLessThan(0.7 * error(false))
  })
})
