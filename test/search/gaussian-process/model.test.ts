import { describe, expect, it } from 'vitest'
import { negativeLogPosterior, type TrainingSet } from '../../../main/search/gaussian-process/likelihood.ts'
import { Posterior } from '../../../main/search/gaussian-process/posterior.ts'
import type { Prior } from '../../../main/search/gaussian-process/hyperparameters.ts'
import { cholesky, solveLower, solveLowerTransposed } from '../../../main/search/numerics/cholesky.ts'
import { Kernel } from '../../../main/search/gaussian-process/kernel.ts'
import { randomStream } from '../../../main/search/random/stream.ts'

const small: TrainingSet = {
  n: 5,
  size: 2,
  group: Int32Array.of(0, 1),
  x: Float64Array.of(0.1, 0.2, 0.4, 0.9, 0.8, 0.3, 0.5, 0.5, 0.95, 0.05),
  y: Float64Array.of(0.3, -1.2, 0.8, 0.1, 1.5),
}
/** Nearly no single effects: then the kernel is the plain Matern one that scikit-learn has. */
const theta = Float64Array.of(Math.log(0.3), Math.log(0.6), Math.log(1.7), -60, Math.log(0.01))
const flat: Prior = {
  mean: new Float64Array(5),
  deviation: new Float64Array(5).fill(1e9),
  low: new Float64Array(5).fill(-9),
  high: new Float64Array(5).fill(9),
}

/** Random points with a categorical group of three features that share a lengthscale. */
function large(n: number, seed: number): TrainingSet {
  const random = randomStream(seed, n, 'test')
  const x = new Float64Array(n * 5)
  for (let i = 0; i < n; i++) {
    x[i * 5] = random.uniform()
    x[i * 5 + 1] = random.uniform()
    x[i * 5 + 2 + random.integer(3)] = Math.SQRT1_2
  }
  return { n, size: 5, group: Int32Array.of(0, 1, 2, 2, 2), x, y: Float64Array.from({ length: n }, random.normal) }
}
const theta5 = Float64Array.of(-0.7, 0.2, -0.1, 0.3, -0.4, -3)
const prior5: Prior = {
  mean: Float64Array.of(-0.5, 0, 0, 0, 0, -5),
  deviation: Float64Array.of(1, 1, 1, 1, 1, 1.5),
  low: new Float64Array(6).fill(-9),
  high: new Float64Array(6).fill(9),
}

describe('Gaussian process', () => {
  it('predicts as scikit-learn does with the same kernel (Matern 5/2, scale 1.7, lengthscales 0.3 and 0.6, noise 0.01)', () => {
    const posterior = new Posterior(small, theta)
    const points = [Float64Array.of(0.3, 0.4), Float64Array.of(0.9, 0.9), Float64Array.of(0.1, 0.2)]
    const means = [0.034632987496307166, 0.0913963661567444, 0.29740717148357937]
    const variances = [0.41331848888279005, 1.2536999225843242, 0.00993435069063109]
    for (const [index, point] of points.entries()) {
      const { mean, variance } = posterior.predict(point)
      expect(mean).toBeCloseTo(means[index] as number, 12)
      expect(variance).toBeCloseTo(variances[index] as number, 12)
      expect(posterior.mean(point)).toBeCloseTo(mean, 12)
    }
  })

  it('has the log marginal likelihood that scikit-learn has', () => {
    const value = negativeLogPosterior(small, flat, theta, new Float64Array(5))
    expect(-value - 2.5 * Math.log(2 * Math.PI)).toBeCloseTo(-6.581645353465389, 10)
  })

  it('has the gradient by its hyperparameters that finite differences have', () => {
    const data = large(25, 1)
    const gradient = new Float64Array(6)
    negativeLogPosterior(data, prior5, theta5, gradient)
    for (let k = 0; k < 6; k++) {
      const at = (shift: number): number => {
        const moved = theta5.slice()
        moved[k] = (moved[k] as number) + shift
        return negativeLogPosterior(data, prior5, moved, new Float64Array(6))
      }
      const slope = (at(1e-5) - at(-1e-5)) / 2e-5
      expect(Math.abs((gradient[k] as number) - slope)).toBeLessThan(1e-5 * Math.max(1, Math.abs(slope)))
    }
  })

  it('has the gradients of mean and variance that finite differences have', () => {
    const posterior = new Posterior(large(25, 2), theta5)
    const point = Float64Array.of(0.3, 0.6, Math.SQRT1_2, 0, 0)
    const [byMean, byVariance] = [new Float64Array(5), new Float64Array(5)]
    posterior.predictWithGradient(point, byMean, byVariance)
    for (let f = 0; f < 5; f++) {
      const at = (shift: number) => {
        const moved = point.slice()
        moved[f] = (moved[f] as number) + shift
        return posterior.predict(moved)
      }
      const [up, down] = [at(1e-5), at(-1e-5)]
      expect(byMean[f]).toBeCloseTo((up.mean - down.mean) / 2e-5, 6)
      expect(byVariance[f]).toBeCloseTo((up.variance - down.variance) / 2e-5, 6)
    }
  })

  it('has the posterior that a direct solve of the full system gives, single effects included', () => {
    const data = large(20, 5)
    const kernel = new Kernel(theta5, data.group)
    const l = Float64Array.from({ length: 400 }, (_, at) => {
      const [i, j] = [Math.floor(at / 20), at % 20]
      return kernel.value(data.x, i, data.x, j) + (i === j ? Math.exp(-3) : 0)
    })
    expect(cholesky(l, 20)).toBe(true)
    const point = Float64Array.of(0.3, 0.6, 0, 0, Math.SQRT1_2)
    const k = Float64Array.from({ length: 20 }, (_, i) => kernel.value(point, 0, data.x, i))
    const weight = k.slice()
    solveLower(l, 20, weight)
    solveLowerTransposed(l, 20, weight)
    const dot = (a: Float64Array, b: Float64Array): number =>
      a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)
    const { mean, variance } = new Posterior(data, theta5).predict(point)
    expect(mean).toBeCloseTo(dot(weight, data.y), 10)
    expect(variance).toBeCloseTo(Math.exp(0.3) + Math.exp(-0.4) - dot(weight, k), 10)
  })

  it('has single effects that add up: far along one axis, the others are still known', () => {
    const sums = new Kernel(Float64Array.of(-3, -3, -60, 0, -9), Int32Array.of(0, 1))
    const [here, there] = [Float64Array.of(0, 0), Float64Array.of(0, 1)]
    expect(sums.value(here, 0, here, 0)).toBeCloseTo(1, 12)
    expect(sums.value(here, 0, there, 0)).toBeCloseTo(0.5, 12)
  })

  it('appends points one at a time to the same result as all at once', () => {
    const all = large(30, 3)
    const grown = new Posterior({ ...all, n: 20 }, theta5, 10)
    for (let i = 20; i < 30; i++) grown.append(all.x.slice(i * 5, i * 5 + 5), all.y[i] as number)
    const whole = new Posterior(all, theta5)
    const point = Float64Array.of(0.2, 0.9, 0, Math.SQRT1_2, 0)
    expect(grown.predict(point).mean).toBeCloseTo(whole.predict(point).mean, 9)
    expect(grown.predict(point).variance).toBeCloseTo(whole.predict(point).variance, 9)
    expect(() => grown.append(point, 0)).toThrow(RangeError)
  })

  it('interpolates when there is next to no noise, and survives points that coincide', () => {
    const data = large(15, 4)
    const sharp = Float64Array.of(-0.7, 0.2, -0.1, 0.3, -0.4, Math.log(1e-10))
    const posterior = new Posterior(data, sharp)
    for (let i = 0; i < 15; i++) expect(posterior.mean(data.x, i)).toBeCloseTo(data.y[i] as number, 5)
    const twice = { ...data, n: 30, x: Float64Array.of(...data.x, ...data.x), y: Float64Array.of(...data.y, ...data.y) }
    const noiseless = Float64Array.of(-0.7, 0.2, -0.1, 0.3, -0.4, Math.log(1e-18))
    expect(Number.isFinite(new Posterior(twice, noiseless).predict(data.x).mean)).toBe(true)
  })
})
