import { describe, expect, it } from 'vitest'
import type { SearchProblem, Suggestion } from '../../../main/search/sampler.ts'
import { createSampler } from '../../../main/search/samplers/registry.ts'
import type { Configuration } from '../../../main/search/space/types.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

const problem: SearchProblem = {
  space: {
    parameters: [
      { kind: 'float', name: 'rate', low: 1e-4, high: 1, scale: 'log', default: 0.01 },
      { kind: 'int', name: 'units', low: 1, high: 8, scale: 'linear', default: 4 },
    ],
    relations: [],
  },
  directions: ['minimise'],
  changeable: ['rate'],
}

/**
 * A network whose best rate falls as it trains, from 0.1 to 0.001: how far a slice gets depends on how near its rate is, and
 * on where the weights had got before it.
 */
class Training {
  readonly history: SearchTrial[] = []
  readonly reached: number[] = []
  readonly options
  readonly seed: number
  readonly fails: (configuration: Configuration) => boolean
  constructor(seed: number, options = { population: 8, slices: 10 }, fails = (_: Configuration): boolean => false) {
    this.seed = seed
    this.options = options
    this.fails = fails
  }

  ask(): Suggestion {
    const ask = { seed: this.seed, number: this.history.length }
    return createSampler('pbt', this.options).suggest(problem, [...this.history], ask)
  }

  start(suggestion: Extract<Suggestion, { kind: 'configuration' }>): void {
    const { configuration, startFrom, share } = suggestion
    this.history.push({
      number: this.history.length,
      configuration,
      state: 'running',
      intermediate: [],
      ...(startFrom ? { startFrom } : {}),
      ...(share === undefined ? {} : { share }),
    })
  }

  end(number: number): void {
    const trial = this.history[number]!
    const before = trial.startFrom ? this.reached[trial.startFrom.trial]! : 5
    const wanted = -1 - 2 * (trial.share! - 1 / this.options.slices)
    const off = Math.log10(Number(trial.configuration['rate'])) - wanted
    this.reached[number] = before - 0.5 * Math.exp(-2 * off * off)
    this.history[number] = this.fails(trial.configuration)
      ? { ...trial, state: 'failed' }
      : { ...trial, state: 'complete', values: [this.reached[number]] }
  }

  /** @param workers trials at a time; the oldest ends first */
  run(workers = 1): this {
    for (;;) {
      const suggestion = this.ask()
      const running = this.history.filter(({ state }) => state === 'running')
      if (suggestion.kind === 'exhausted') {
        if (!suggestion.forNow) return this
        expect(running.length).toBeGreaterThan(0)
        this.end(running[0]!.number)
        continue
      }
      this.start(suggestion)
      if (running.length + 1 >= workers) this.end((running[0] ?? this.history.at(-1)!).number)
    }
  }

  get best(): number {
    return Math.min(...this.history.flatMap(({ values }) => values ?? []))
  }
}

describe('population-based training', () => {
  it('gets further in the median than its members would, had each gone on alone', () => {
    const gains = [1, 2, 3, 4, 5, 6, 7].map((seed) => {
      const training = new Training(seed, { population: 12, slices: 20 }).run()
      const members = training.history.filter(({ share, startFrom }) => share !== undefined && !startFrom)
      const alone = members.map(({ configuration }) => {
        const log = Math.log10(Number(configuration['rate']))
        const steps = Array.from({ length: 20 }, (__, slice) => 0.5 * Math.exp(-2 * (log + 1 + slice / 10) ** 2))
        return 5 - steps.reduce((sum, step) => sum + step, 0)
      })
      return Math.min(...alone) - training.best
    })
    gains.sort((a, b) => a - b)
    expect(gains[3]!).toBeGreaterThan(0.5)
  })

  it('changes what may change in the middle of a training, and nothing else', () => {
    const { history } = new Training(3).run()
    const children = history.filter(({ startFrom }) => startFrom)
    expect(children.some(({ startFrom }) => startFrom!.insteadOf !== undefined)).toBe(true)
    for (const { configuration, startFrom } of children) {
      const parent = history[startFrom!.trial]!.configuration
      expect(configuration['units']).toBe(parent['units'])
      if (startFrom!.insteadOf === undefined) expect(configuration).toEqual(parent)
      else expect(configuration['rate']).not.toBe(parent['rate'])
    }
  })

  it.each([1, 3, 8, 11])(
    'trains every member to the end with %d workers, and goes on from nothing that has not ended',
    (workers) => {
      const { history } = new Training(2, { population: 6, slices: 4 }).run(workers)
      for (const { startFrom, share } of history)
        if (startFrom) {
          expect(history[startFrom.trial]!.state).toBe('complete')
          expect(share! * 4).toBeCloseTo(history[startFrom.trial]!.share! * 4 + 1, 9)
        }
      expect(history.filter(({ share }) => share === 1)).toHaveLength(6)
    },
  )

  it('puts another in the place of a member that failed', () => {
    const training = new Training(4, { population: 6, slices: 4 }, ({ rate }) => Number(rate) > 0.3).run()
    const failed = training.history.filter(({ state }) => state === 'failed')
    expect(failed.length).toBeGreaterThan(0)
    expect(training.history.filter(({ share, state }) => share === 1 && state === 'complete')).toHaveLength(6)
  })

  it('refuses several objectives', () => {
    const several = { ...problem, directions: ['minimise', 'minimise'] as const }
    expect(() => createSampler('pbt').suggest(several, [], { seed: 1, number: 0 })).toThrow('one objective')
  })
})
