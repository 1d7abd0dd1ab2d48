import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Hyperparameters } from '../../main/training/hyperparameters/table.ts'
import { scheduleNames } from '../../main/training/hyperparameters/schedule.ts'
import { learningRates } from '../../main/training/schedules/learning-rates.ts'
import { reductions } from '../../main/training/schedules/plateau.ts'
import { plain } from './small-jobs.ts'

const settings = (changes: Partial<Hyperparameters>): Hyperparameters => ({
  ...plain,
  learningRate: 1,
  epochs: 4,
  ...changes,
})

const rates = (changes: Partial<Hyperparameters>, stepsPerEpoch: number, count: number): number[] =>
  [...learningRates(settings(changes), stepsPerEpoch, 0, count)].map((rate) => Math.round(rate * 1e5) / 1e5)

describe('learning rate schedules', () => {
  test('constant keeps the rate', () => {
    expect(rates({ schedule: 'constant' }, 2, 4)).toEqual([1, 1, 1, 1])
  })

  test('step multiplies it by the factor after every so many epochs', () => {
    expect(rates({ schedule: 'step', decayFactor: 0.1, decayEpochs: 2 }, 2, 8)).toEqual([
      1, 1, 1, 1, 0.1, 0.1, 0.1, 0.1,
    ])
  })

  test('exponential falls by the factor per so many epochs, smoothly', () => {
    expect(rates({ schedule: 'exponential', decayFactor: 0.25, decayEpochs: 2 }, 2, 5)).toEqual([
      1, 0.70711, 0.5, 0.35355, 0.25,
    ])
  })

  test('cosine starts full, is half way down in the middle and ends near zero', () => {
    const values = rates({ schedule: 'cosine' }, 2, 8)
    expect(values[0]).toBe(1)
    expect(values[2]).toBe(0.85355)
    expect(values[4]).toBe(0.5)
    expect(values[7]).toBe(0.03806)
  })

  test('warm-up rises linearly to the rate, then the schedule runs over what is left', () => {
    expect(rates({ warmupEpochs: 2 }, 2, 6)).toEqual([0.25, 0.5, 0.75, 1, 1, 1])
    const cosine = rates({ warmupEpochs: 2, schedule: 'cosine' }, 2, 8)
    expect(cosine.slice(3)).toEqual([1, 1, 0.85355, 0.5, 0.14645])
    expect(rates({ warmupEpochs: 0.5 }, 4, 3)).toEqual([0.5, 1, 1])
  })

  test('training that is all warm-up never leaves the ramp', () => {
    expect(rates({ warmupEpochs: 8, schedule: 'cosine' }, 1, 4)).toEqual([0.125, 0.25, 0.375, 0.5])
  })

  test('any slice of steps has the rates that the whole has', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...scheduleNames),
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 10 }),
        (schedule, warmupEpochs, stepsPerEpoch, from, count) => {
          const h = settings({ schedule, warmupEpochs })
          const whole = learningRates(h, stepsPerEpoch, 0, from + count)
          expect(learningRates(h, stepsPerEpoch, from, count)).toEqual(whole.slice(from))
          for (const rate of whole) expect(rate >= 0 && rate <= 1).toBe(true)
        },
      ),
    )
  })
})

describe('schedules that come back, rise or look', () => {
  test('warm restarts run cosines one behind the other, each longer by the factor', () => {
    const values = rates({ schedule: 'warmRestarts', restartEpochs: 1, restartGrowth: 2 }, 2, 8)
    expect(values).toEqual([1, 0.5, 1, 0.85355, 0.5, 0.14645, 1, 0.96194])
    expect(rates({ schedule: 'warmRestarts', restartEpochs: 1, restartGrowth: 1 }, 2, 6)).toEqual([
      1, 0.5, 1, 0.5, 1, 0.5,
    ])
  })

  test('one cycle starts at its fraction, peaks after its share, and ends at the lowest rate', () => {
    const settings = { schedule: 'oneCycle', riseShare: 0.5, startDivisor: 10, minimumRate: 0.2 } as const
    const values = rates(settings, 2, 9)
    expect([values[0], values[2], values[4], values[6], values[8]]).toEqual([0.1, 0.55, 1, 0.6, 0.2])
    expect(rates({ ...settings, riseShare: 0 }, 1, 1)).toEqual([1])
    expect(rates({ ...settings, riseShare: 1 }, 1, 5)[4]).toBe(1)
  })

  test('polynomial falls by the power of what is left', () => {
    expect(rates({ schedule: 'polynomial' }, 1, 5)).toEqual([1, 0.75, 0.5, 0.25, 0])
    expect(rates({ schedule: 'polynomial', decayPower: 2, minimumRate: 0.2 }, 1, 4)).toEqual([1, 0.65, 0.4, 0.25])
  })

  test('no decaying schedule goes below the lowest rate', () => {
    const low = { decayFactor: 0.1, decayEpochs: 1, minimumRate: 0.05 }
    expect(rates({ schedule: 'step', ...low }, 1, 4)).toEqual([1, 0.1, 0.05, 0.05])
    expect(rates({ schedule: 'exponential', ...low }, 1, 4)).toEqual([1, 0.1, 0.05, 0.05])
    expect(rates({ schedule: 'cosine', minimumRate: 0.5 }, 1, 5)).toEqual([1, 0.92678, 0.75, 0.57322, 0.5])
  })

  test('plateau waits for so many epochs without gain, reduces, rests, and forgets values of the warm-up', () => {
    const counted = { patience: 2, cooldown: 0, minDelta: 0 }
    expect(reductions([3, 2, 2], counted)).toBe(0)
    expect(reductions([3, 2, 2, 2], counted)).toBe(1)
    expect(reductions([3, 2, 2, 2, 2, 2], counted)).toBe(2)
    expect(reductions([3, 2, 2, 2, 2, 2], { ...counted, cooldown: 2 })).toBe(1)
    expect(reductions([3, 2, 1.95, 1.92], { ...counted, minDelta: 0.1 })).toBe(1)
    expect(reductions([NaN, undefined], counted)).toBe(1)
    const h = settings({ schedule: 'plateau', decayFactor: 0.1, plateauPatience: 1, warmupEpochs: 2 })
    expect([...learningRates(h, 1, 4, 1, [1, 1, 1, 1])].map((rate) => Math.round(rate * 100) / 100)).toEqual([0.1])
  })
})
