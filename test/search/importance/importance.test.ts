import { describe, expect, it } from 'vitest'
import { fanova } from '../../../main/search/importance/fanova.ts'
import { pedAnova } from '../../../main/search/importance/ped-anova.ts'
import { rankCorrelation } from '../../../main/search/importance/rank-correlation.ts'
import type { Leaf } from '../../../main/search/importance/tree.ts'
import { mainVariance, moments, pairVariance } from '../../../main/search/importance/variance.ts'
import { createSampler } from '../../../main/search/samplers/registry.ts'
import type { Configuration, SearchSpace } from '../../../main/search/space/types.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'
import { historyOf } from '../arbitraries.ts'
import { mixedSpace } from '../sampler-contract.ts'

const cube: SearchSpace = {
  parameters: ['a', 'b', 'c', 'dummy'].map((name) => ({
    kind: 'float',
    name,
    low: 0,
    high: 1,
    scale: 'linear',
    default: 0,
  })),
  relations: [],
}

function sampled(space: SearchSpace, count: number, f: (configuration: Configuration) => number): SearchTrial[] {
  const sampler = createSampler('sobol')
  return Array.from({ length: count }, (_, number): SearchTrial => {
    const suggestion = sampler.suggest({ space, directions: ['minimise'] }, [], { seed: 5, number })
    if (suggestion.kind === 'exhausted') throw new Error(suggestion.because)
    const { configuration } = suggestion
    return { number, configuration, state: 'complete', values: [f(configuration)], intermediate: [] }
  })
}
const at = (configuration: Configuration, name: string): number => Number(configuration[name])

describe('fANOVA', () => {
  it('gives the shares that can be computed by hand for a tree of three leaves', () => {
    const leaf = (low: number[], high: number[], value: number): Leaf => ({
      low: Float64Array.from(low),
      high: Float64Array.from(high),
      value,
    })
    // 0 for x < 1/2; right of it 1 below y = 1/2 and 3 above.
    const leaves = [leaf([0, 0], [0.5, 1], 0), leaf([0.5, 0], [1, 0.5], 1), leaf([0.5, 0.5], [1, 1], 3)]
    const { mean, variance } = moments(leaves)
    expect([mean, variance]).toEqual([1, 1.5])
    expect(mainVariance(leaves, mean, 0)).toBeCloseTo(1, 12)
    expect(mainVariance(leaves, mean, 1)).toBeCloseTo(0.25, 12)
    expect(pairVariance(leaves, mean, 0, 1)).toBeCloseTo(1.5, 12)
  })

  it('finds the variance shares of a sum within 0.05, and next to nothing for a dummy', () => {
    // Variances 9/12, 4/12 and 1/12: shares 9/14, 4/14, 1/14.
    const history = sampled(cube, 400, (c) => 3 * at(c, 'a') + 2 * at(c, 'b') + at(c, 'c'))
    const { mains, reliability } = fanova(cube, history, 'minimise', { trees: 24, capAtMedian: false })
    const share = (name: string): number => mains.find(({ parameters }) => parameters[0] === name)?.share as number
    expect(mains.map(({ parameters }) => parameters[0])).toEqual(['a', 'b', 'c', 'dummy'])
    expect(Math.abs(share('a') - 9 / 14)).toBeLessThan(0.05)
    expect(Math.abs(share('b') - 4 / 14)).toBeLessThan(0.05)
    expect(Math.abs(share('c') - 1 / 14)).toBeLessThan(0.05)
    expect(share('dummy')).toBeLessThan(0.02)
    expect(reliability).toBeGreaterThan(0.9)
  })

  it('finds an interaction where neither parameter does anything by itself', () => {
    const history = sampled(cube, 300, (c) => (at(c, 'a') - 0.5) * (at(c, 'b') - 0.5))
    const { pairs, mains } = fanova(cube, history, 'minimise', { trees: 16, capAtMedian: false })
    expect([...(pairs[0]?.parameters ?? [])].sort()).toEqual(['a', 'b'])
    expect(pairs[0]?.share).toBeGreaterThan(0.5)
    expect(mains[0]?.share).toBeLessThan(0.2)
  })

  it('sums main effects by group, with the spread of the sum, and leaves out what belongs to none', () => {
    const history = sampled(cube, 200, (c) => 3 * at(c, 'a') + 2 * at(c, 'b') + at(c, 'c'))
    const groups = { a: 'one', c: 'one', b: 'two' }
    const { mains, groups: found } = fanova(cube, history, 'minimise', { trees: 24, capAtMedian: false, groups })
    const share = (name: string): number => mains.find(({ parameters }) => parameters[0] === name)?.share as number
    expect(found.map(({ group, parameters }) => [group, parameters])).toEqual([
      ['one', ['a', 'c']],
      ['two', ['b']],
    ])
    expect(found[0]!.share).toBeCloseTo(share('a') + share('c'), 12)
    expect(found[1]).toMatchObject({ share: share('b'), spread: mains[1]!.spread })
    expect(fanova(cube, history, 'minimise', { trees: 4 }).groups).toEqual([])
  })

  it('looks at every pair of up to eight parameters', () => {
    const wide: SearchSpace = {
      ...cube,
      parameters: [...'abcdefghij'].map((name) => ({ ...cube.parameters[0]!, name }) as never),
    }
    const history = sampled(wide, 60, (c) => at(c, 'a') * at(c, 'b') + 0.1 * at(c, 'c'))
    const { pairs } = fanova(wide, history, 'minimise', { trees: 8, capAtMedian: false })
    expect(pairs).toHaveLength(28)
    expect(pairs[0]!.parameters.toSorted()).toEqual(['a', 'b'])
  })

  it('does not depend on the direction, is the same each time, and says when there is no evidence', () => {
    const history = sampled(cube, 60, (c) => at(c, 'a') ** 2)
    const upwards = history.map((trial) => ({ ...trial, values: (trial.values ?? []).map((value) => -value) }))
    expect(fanova(cube, upwards, 'maximise', { trees: 8 })).toEqual(fanova(cube, history, 'minimise', { trees: 8 }))
    const noise = sampled(cube, 60, (c) => (Math.sin(1e6 * at(c, 'a')) * 1e4) % 1)
    expect(fanova(cube, noise, 'minimise', { trees: 24 }).reliability).toBeLessThan(0.3)
    expect(fanova(cube, history.slice(0, 3), 'minimise').mains).toEqual([])
  })

  it('survives any history of a conditional space', () => {
    for (const seed of [1, 2, 3]) {
      const { mains } = fanova(mixedSpace, historyOf(mixedSpace, 40, seed), 'minimise', { trees: 8 })
      for (const { share } of mains) expect(share).toBeGreaterThanOrEqual(0)
      expect(mains.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9)
    }
  })
})

describe('PED-ANOVA', () => {
  it('ranks by what distinguishes the best trials, a dummy last, shares summing to 1', () => {
    const history = sampled(cube, 400, (c) => (at(c, 'a') - 0.3) ** 2 + 0.2 * (at(c, 'b') - 0.6) ** 2)
    const shares = pedAnova(cube, history, 'minimise')
    expect(shares.map(({ parameter }) => parameter).slice(0, 2)).toEqual(['a', 'b'])
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
    expect(shares.find(({ parameter }) => parameter === 'dummy')?.share).toBeLessThan(0.1)
  })

  it('is local when asked: a parameter that decides between good and bad matters less among the good', () => {
    const history = sampled(cube, 1000, (c) => (at(c, 'a') > 0.5 ? 10 : 0) + (at(c, 'b') - 0.5) ** 2)
    const of = (region: number): number =>
      pedAnova(cube, history, 'minimise', { region }).find(({ parameter }) => parameter === 'a')?.share as number
    expect(of(1)).toBeGreaterThan(4 * of(0.4))
  })

  it('says nothing with fewer than five top trials, and survives any history', () => {
    expect(
      pedAnova(
        cube,
        sampled(cube, 40, (c) => at(c, 'a')),
        'minimise',
      ),
    ).toEqual([])
    for (const seed of [1, 2])
      for (const { share } of pedAnova(mixedSpace, historyOf(mixedSpace, 200, seed), 'maximise'))
        expect(share).toBeGreaterThanOrEqual(0)
  })
})

describe('rank correlation', () => {
  it('is 1 for any rising function, -1 for a falling one, and takes ties at their mean rank', () => {
    expect(rankCorrelation([1, 2, 3, 4], [1, 10, 100, 1000])).toBeCloseTo(1, 12)
    expect(rankCorrelation([1, 2, 3], [0, -1, -5])).toBeCloseTo(-1, 12)
    // scipy.stats.spearmanr([1, 2, 2, 4], [1, 3, 2, 4])
    expect(rankCorrelation([1, 2, 2, 4], [1, 3, 2, 4])).toBeCloseTo(0.9486832980505138, 12)
    expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNaN()
  })
})
