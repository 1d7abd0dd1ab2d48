import { describe, expect, it } from 'vitest'
import type { Explanation } from '../../../main/search/explanation.ts'
import { stripsOf, explorationOfFront } from '../../../main/search/gaussian-process/hypervolume-improvement.ts'
import { explorationShare } from '../../../main/search/gaussian-process/log-expected-improvement.ts'
import { inverseYeoJohnson, transformOf, yeoJohnson } from '../../../main/search/gaussian-process/output-transform.ts'
import { randomStream } from '../../../main/search/random/stream.ts'
import type { SearchProblem } from '../../../main/search/sampler.ts'
import { createSampler, samplers } from '../../../main/search/samplers/registry.ts'
import type { Configuration } from '../../../main/search/space/types.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

const problem: SearchProblem = {
  space: {
    parameters: [
      { name: 'x', kind: 'float', low: 0, high: 1, scale: 'linear', default: 0.5 },
      { name: 'y', kind: 'float', low: 0, high: 1, scale: 'linear', default: 0.5 },
    ],
    relations: [],
  },
  directions: ['maximise'],
}

/** Best, 0.95, at (0.3, 0.6); noise of 0.01. */
function score({ x, y }: Configuration, number: number): number {
  const noise = 0.01 * randomStream(3, number, 'noise').normal()
  return 0.95 - 0.6 * ((Number(x) - 0.3) ** 2 + (Number(y) - 0.6) ** 2) + noise
}

interface Told {
  readonly explanation: Explanation
  readonly configuration: Configuration
  readonly measured: number
}

function play(name: string, trials: number, seed = 1): { told: Told[]; history: SearchTrial[] } {
  const sampler = createSampler(name)
  const history: SearchTrial[] = []
  const told: Told[] = []
  for (let number = 0; number < trials; number++) {
    const suggestion = sampler.suggest(problem, history, { seed, number })
    if (suggestion.kind === 'exhausted') break
    const { configuration, explanation } = suggestion
    if (!explanation) throw new Error(`${name} does not explain itself.`)
    const measured = score(configuration, 1000 * seed + number)
    told.push({ explanation, configuration, measured })
    history.push({ number, configuration, state: 'complete', values: [measured], intermediate: [] })
  }
  return { told, history }
}

const delegating: ReadonlySet<string> = new Set(['auto', 'bohb', 'grow', 'pbt', 'populationBased'])

describe('what a suggestion says of its reasons', () => {
  it('is who made it, of every sampler, and the trials that come nearest, nearest first', () => {
    for (const name of Object.keys(samplers).filter((each) => each !== 'auto')) {
      const { told } = play(name, 14)
      for (const [number, { explanation, configuration }] of told.entries()) {
        // Some leave the suggesting to another, which is named then.
        if (delegating.has(name)) expect(Object.keys(samplers)).toContain(explanation.sampler)
        else expect(explanation.sampler).toBe(name)
        const nearest = explanation.nearest ?? []
        expect(nearest).toHaveLength(Math.min(3, number))
        const distances = told.slice(0, number).map((other) => {
          const [dx, dy] = ['x', 'y'].map((axis) => Number(configuration[axis]) - Number(other.configuration[axis]))
          return Math.sqrt((dx! ** 2 + dy! ** 2) / 2)
        })
        for (const { trial, distance } of nearest) expect(distance).toBeCloseTo(distances[trial]!, 3)
        expect(Math.min(Infinity, ...distances)).toBeCloseTo(nearest[0]?.distance ?? Infinity, 3)
      }
    }
  })

  it('is, of a Gaussian process, what a training will give, to within what it says', () => {
    const surprises: number[] = []
    for (let seed = 1; seed <= 4; seed++)
      for (const { explanation, measured } of play('gp', 30, seed).told.slice(12)) {
        const [expected] = explanation.expected!
        surprises.push((measured - expected!.mean) / expected!.deviation)
      }
    // 72 of them: two in three within one deviation if it is right, nearly all within two.
    const within = (deviations: number): number =>
      surprises.filter((each) => Math.abs(each) <= deviations).length / surprises.length
    expect(within(1)).toBeGreaterThan(0.5)
    expect(within(1)).toBeLessThan(0.95)
    expect(within(2)).toBeGreaterThan(0.85)
  })

  it('names the sampler that automatic chose, with its numbers', () => {
    const { told } = play('auto', 14)
    expect(told.at(-1)!.explanation).toMatchObject({ sampler: 'gp', exploration: expect.any(Number) as number })
  })

  it('has no model where there is none', () => {
    for (const name of ['random', 'sobol', 'halton'])
      expect(Object.keys(play(name, 12).told.at(-1)!.explanation).sort()).toEqual(['nearest', 'sampler'])
  })

  it('is, of the tree-structured Parzen estimator, how much likelier it is among the good', () => {
    const { told } = play('tpe', 40)
    const ratios = told.slice(15).map(({ explanation }) => explanation.likelihoodRatio!)
    expect(ratios.every((ratio) => ratio > 0)).toBe(true)
    expect(ratios.filter((ratio) => ratio > 1).length / ratios.length).toBeGreaterThan(0.9)
  })

  it('is, of evolution, the parents: trials that came before, and better ones than most', () => {
    for (const [name, most] of [
      ['ga', 2],
      ['de', 4],
      ['regularisedEvolution', 1],
      ['cma', 4],
    ] as const) {
      const { told } = play(name, 60)
      let ranks = 0
      const children = told.slice(40)
      for (const [place, { explanation }] of children.entries()) {
        const before = told.slice(0, 40 + place)
        const parents = explanation.parents ?? []
        expect(parents.length).toBeGreaterThan(0)
        expect(parents.length).toBeLessThanOrEqual(most)
        for (const parent of parents) {
          expect(parent).toBeLessThan(before.length)
          const better = before.filter(({ measured }) => measured > before[parent]!.measured).length
          ranks += better / before.length / parents.length / children.length
        }
      }
      expect(ranks, name).toBeLessThan(0.5)
    }
  })
})

describe('the part of an expected improvement that is exploration', () => {
  /** By the definition: what the mean alone would bring is taken off the average over what may come. */
  function byIntegration(mean: number, deviation: number, best: number): number {
    let expected = 0
    const step = 1e-3
    for (let z = -8; z <= 8; z += step)
      expected += Math.max(0, best - (mean + deviation * z)) * Math.exp(-0.5 * z * z) * (step / Math.sqrt(2 * Math.PI))
    return 1 - Math.max(0, best - mean) / expected
  }

  it('is what is lost were the mean certain', () => {
    for (const [mean, deviation] of [
      [0.5, 1],
      [-0.5, 1],
      [-1, 0.4],
      [-0.2, 0.1],
    ] as const)
      expect(explorationShare(mean, deviation ** 2, 0)).toBeCloseTo(byIntegration(mean, deviation, 0), 3)
    expect(explorationShare(-5, 1e-4, 0)).toBeCloseTo(0, 6)
    expect(explorationShare(3, 1, 0)).toBe(1)
  })

  it('is none of a front that is surely pushed, and all where the means lie behind it', () => {
    const strips = stripsOf(
      [
        [0, 1],
        [1, 0],
      ],
      [2, 2],
    )
    const at = (mean: number, deviation: number) => ({ mean, variance: deviation ** 2 })
    expect(explorationOfFront(strips, at(-1, 1e-3), at(-1, 1e-3))).toBeLessThan(0.01)
    expect(explorationOfFront(strips, at(1.5, 0.5), at(1.5, 0.5))).toBe(1)
    const between = explorationOfFront(strips, at(0.5, 0.5), at(0.5, 0.5))
    expect(between).toBeGreaterThan(0.05)
    expect(between).toBeLessThan(0.95)
  })
})

describe('the way back from a transformed loss', () => {
  it('leads to where it came from, whatever the power', () => {
    for (const power of [-3, -0.5, 0, 0.7, 2, 4])
      for (const value of [-2.5, -0.3, 0, 0.4, 3])
        expect(inverseYeoJohnson(yeoJohnson(value, power), power)).toBeCloseTo(value, 9)
    const losses = [3, 1, 4, 1.5, 9, 2.6, 50]
    for (const transform of ['standardise', 'yeo-johnson'] as const) {
      const { y, back } = transformOf(losses, transform)
      for (const [place, value] of y.entries()) expect(back(value)).toBeCloseTo(losses[place]!, 6)
      expect(Number.isFinite(back(40))).toBe(true)
    }
  })
})
