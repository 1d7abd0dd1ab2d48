import { describe, expect, it } from 'vitest'
import { medianPruner } from '../../../main/search/pruners/median.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

const curve = (number: number, values: readonly number[], state: SearchTrial['state'] = 'complete'): SearchTrial => ({
  number,
  configuration: {},
  state,
  intermediate: values.map((value, index) => [index + 1, value] as const),
})
const eager = { startupTrials: 1, warmupEpochs: 0, minTrials: 1 }
const completed = [curve(0, [1, 1]), curve(1, [2, 2]), curve(2, [3, 3]), curve(3, [10, 10])]

describe('median pruner', () => {
  it('stops a trial whose best value is worse than the median of the same epoch, 2.5 here, and says so', () => {
    const decision = medianPruner(eager).decide(curve(9, [9, 2.6], 'running'), completed, 'minimise')
    expect(decision).toEqual({
      stop: true,
      because: 'At epoch 2 its best value, 2.6, was worse than the median of 4 completed trials, 2.5.',
    })
    expect(medianPruner(eager).decide(curve(9, [2.4, 99], 'running'), completed, 'minimise').stop).toBe(false)
  })

  it('does not stop at a tie', () => {
    expect(medianPruner(eager).decide(curve(9, [2.5], 'running'), completed, 'minimise').stop).toBe(false)
    expect(medianPruner(eager).decide(curve(9, [2.5], 'running'), completed, 'maximise').stop).toBe(false)
  })

  it('waits for start-up trials, for warm-up epochs and for enough trials at the same epoch', () => {
    const bad = curve(9, [99, 99], 'running')
    expect(medianPruner({ ...eager, startupTrials: 5 }).decide(bad, completed, 'minimise').stop).toBe(false)
    expect(medianPruner({ ...eager, warmupEpochs: 2 }).decide(bad, completed, 'minimise').stop).toBe(false)
    expect(medianPruner({ ...eager, minTrials: 5 }).decide(bad, completed, 'minimise').stop).toBe(false)
    expect(medianPruner({ ...eager, warmupEpochs: 1, minTrials: 4 }).decide(bad, completed, 'minimise').stop).toBe(true)
  })

  it('counts neither pruned nor running trials, nor NaN, nor other epochs', () => {
    const history = [
      curve(0, [5, 5]),
      curve(1, [0, 0], 'pruned'),
      curve(2, [0, 0], 'running'),
      curve(3, [0, Number.NaN]),
      curve(4, [0]),
    ]
    expect(medianPruner(eager).decide(curve(9, [4, 4], 'running'), history, 'minimise').stop).toBe(false)
  })

  it('stops a trial that has reported nothing but NaN', () => {
    const decision = medianPruner(eager).decide(curve(9, [Number.NaN], 'running'), completed, 'minimise')
    expect(decision).toMatchObject({ stop: true, because: expect.stringContaining('no numbers') as string })
  })
})
