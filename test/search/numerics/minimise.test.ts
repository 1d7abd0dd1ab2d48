import { describe, expect, it } from 'vitest'
import { minimise } from '../../../main/search/numerics/minimise.ts'

const options = { iterations: 200, gradientTolerance: 1e-8, valueTolerance: 1e-15 }

/** Rosenbrock in d dimensions, with its gradient. */
const rosenbrock = (x: Float64Array, gradient: Float64Array): number => {
  gradient.fill(0)
  let value = 0
  for (let i = 0; i + 1 < x.length; i++) {
    const [here, next] = [x[i] as number, x[i + 1] as number]
    const bend = next - here * here
    value += 100 * bend * bend + (1 - here) ** 2
    gradient[i] = (gradient[i] as number) - 400 * here * bend - 2 * (1 - here)
    gradient[i + 1] = (gradient[i + 1] as number) + 200 * bend
  }
  return value
}

describe('minimise', () => {
  it('finds the bottom of a curved valley inside of the box', () => {
    const found = minimise(rosenbrock, [-1.2, 1, -1, 1], [-5, -5, -5, -5], [5, 5, 5, 5], options)
    expect(found.value).toBeLessThan(1e-10)
    for (const x of found.x) expect(x).toBeCloseTo(1, 4)
  })

  it('stops at the bound where the minimum of the box lies', () => {
    const found = minimise(rosenbrock, [0, 0], [-5, -5], [0.5, 5], options)
    expect([...found.x]).toEqual([0.5, expect.closeTo(0.25, 6)])
  })

  it('never ends higher than it began, even where the function is not finite or the gradient lies', () => {
    const cliff = (x: Float64Array, gradient: Float64Array): number => {
      gradient[0] = -1
      return (x[0] as number) > 0.3 ? Number.NaN : -(x[0] as number)
    }
    const found = minimise(cliff, [0], [-1], [1], options)
    expect(found.value).toBeLessThanOrEqual(0)
    expect(found.x[0]).toBeLessThanOrEqual(0.3)
    const liar = (x: Float64Array, gradient: Float64Array): number => {
      gradient[0] = -2 * (x[0] as number)
      return (x[0] as number) ** 2
    }
    expect(minimise(liar, [0.5], [-1], [1], options).value).toBe(0.25)
  })

  it('clips a start outside of the box', () => {
    const found = minimise(rosenbrock, [9, 9], [-2, -2], [2, 2], options)
    expect(found.value).toBeLessThan(1e-10)
  })
})
