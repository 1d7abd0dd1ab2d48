import { describe, expect, it } from 'vitest'
import { patiencePruner } from '../../../main/search/pruners/patience.ts'
import { percentilePruner } from '../../../main/search/pruners/percentile.ts'
import { thresholdPruner } from '../../../main/search/pruners/threshold.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

const curve = (values: readonly number[], number = 9, state: SearchTrial['state'] = 'running'): SearchTrial => ({
  number,
  configuration: {},
  state,
  intermediate: values.map((value, index) => [index + 1, value] as const),
})

describe('percentile pruner', () => {
  it('keeps a trial within the best quarter, interpolated, and stops one outside', () => {
    const history = [1, 2, 3, 4, 5].map((value) => curve([value], value, 'complete'))
    const pruner = percentilePruner({ percentile: 25, startupTrials: 1, warmupEpochs: 0, minTrials: 1 })
    expect(pruner.decide(curve([2]), history, 'minimise').stop).toBe(false)
    expect(pruner.decide(curve([2.01]), history, 'minimise')).toEqual({
      stop: true,
      because: 'At epoch 1 its best value, 2.01, was worse than the best 25 % of 5 completed trials, 2.',
    })
    expect(pruner.decide(curve([4]), history, 'maximise').stop).toBe(false)
    expect(pruner.decide(curve([3.99]), history, 'maximise').stop).toBe(true)
  })
})

describe('patience pruner', () => {
  const pruner = patiencePruner({ patience: 3, minDelta: 0.1 })
  it('stops after so many epochs without a gain of more than the least', () => {
    expect(pruner.decide(curve([5, 4, 4, 4]), [], 'minimise').stop).toBe(false)
    expect(pruner.decide(curve([5, 4, 3.95, 3.95, 3.95]), [], 'minimise')).toEqual({
      stop: true,
      because: 'It has not improved on 4 for 3 epochs.',
    })
    expect(pruner.decide(curve([5, 4, 3.8, 4, 4]), [], 'minimise').stop).toBe(false)
    expect(pruner.decide(curve([1, 2, 2, 2, 2]), [], 'maximise').stop).toBe(true)
  })
  it('stops a trial that reports nothing but NaN for that long', () => {
    const nothing = [Number.NaN, Number.NaN, Number.NaN]
    expect(pruner.decide(curve(nothing.slice(1)), [], 'minimise').stop).toBe(false)
    expect(pruner.decide(curve(nothing), [], 'minimise')).toMatchObject({
      because: 'It never reported a number for 3 epochs.',
    })
  })
})

describe('threshold pruner', () => {
  const pruner = thresholdPruner({ lower: 0, upper: 10, warmupEpochs: 1 })
  it('stops when the newest value leaves the limits or is no number, after the warm-up', () => {
    expect(pruner.decide(curve([99]), [], 'minimise').stop).toBe(false)
    expect(pruner.decide(curve([99, 10]), [], 'minimise').stop).toBe(false)
    expect(pruner.decide(curve([1, 11]), [], 'minimise')).toMatchObject({
      because: 'At epoch 2 its value, 11, was above 10.',
    })
    expect(pruner.decide(curve([1, -1]), [], 'minimise').stop).toBe(true)
    expect(pruner.decide(curve([1, Number.NaN]), [], 'minimise').stop).toBe(true)
  })
})
