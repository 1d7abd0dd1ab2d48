import { describe, expect, it } from 'vitest'
import { wilcoxonPruner } from '../../../main/search/pruners/wilcoxon.ts'
import { randomStream } from '../../../main/search/random/stream.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

const trial = (number: number, folds: readonly number[], complete = false): SearchTrial => ({
  number,
  configuration: {},
  state: complete ? 'complete' : 'running',
  intermediate: [],
  folds,
  ...(complete ? { values: [folds.reduce((sum, value) => sum + value / folds.length, 0)] } : {}),
})

const pruner = wilcoxonPruner()
const best = trial(1, [0.9, 0.8, 0.7, 0.9, 0.8], true)
const worse = trial(2, [0.5, 0.5, 0.5, 0.5, 0.5], true)
const decide = (folds: readonly number[], history = [worse, best]) =>
  pruner.decideByFolds?.(trial(3, folds), history, ['maximise']).stop

describe('racing over folds', () => {
  it('stops a trial that is worse than the best in each of four folds, and none after three', () => {
    expect(decide([0.89, 0.79, 0.69])).toBe(false)
    expect(decide([0.89, 0.79, 0.69, 0.89])).toBe(true)
  })

  it('compares the same folds, whatever order they end in, and leaves out those without a value', () => {
    expect(decide([NaN, 0.79, 0.69, 0.89, 0.79])).toBe(true)
    expect(decide([NaN, 0.79, 0.69, 0.89])).toBe(false)
  })

  it('lets one go on whose mean is better, whatever the ranks say', () => {
    expect(decide([0.89, 0.79, 0.69, 0.99])).toBe(false)
  })

  it('stops nobody while no trial is complete, nor the baseline', () => {
    expect(decide([0.1, 0.1, 0.1, 0.1], [trial(1, [0.9, 0.9])])).toBe(false)
    expect(pruner.decideByFolds?.(trial(0, [0, 0, 0, 0]), [best], ['maximise']).stop).toBe(false)
  })

  it('stops a trial that is as good as the best at most as often as its level says, over all looks', () => {
    const random = randomStream(1, 0, 'test')
    const studies = 2000
    let stopped = 0
    for (let study = 0; study < studies; study++) {
      const level = Array.from({ length: 10 }, () => random.normal())
      const leader = trial(
        1,
        level.map((fold) => fold + 0.1 * random.normal()),
        true,
      )
      const twin = level.map((fold) => fold + 0.1 * random.normal())
      const looks = Array.from({ length: 9 }, (_, index) => twin.slice(0, index + 1))
      if (looks.some((folds) => pruner.decideByFolds?.(trial(2, folds), [leader], ['maximise']).stop)) stopped++
    }
    expect(stopped / studies).toBeLessThan(0.1)
    expect(stopped / studies).toBeGreaterThan(0.01)
  })
})
