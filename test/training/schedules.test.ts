import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Hyperparameters } from '../../main/training/hyperparameters/table.ts'
import { scheduleNames } from '../../main/training/hyperparameters/schedule.ts'
import { learningRates } from '../../main/training/schedules/learning-rates.ts'
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
