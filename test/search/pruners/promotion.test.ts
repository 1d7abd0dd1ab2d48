import { describe, expect, it } from 'vitest'
import { createPruner } from '../../../main/search/pruners/registry.ts'
import type { Pruner, Resource } from '../../../main/search/pruner.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'

type Mutable = { -readonly [Field in keyof SearchTrial]: SearchTrial[Field] }

/** Trials that report the same value at every epoch, trained by so many workers in step. */
class Play {
  readonly trials: Mutable[] = []
  /** Every epoch that was trained, as often as it was. */
  trained = 0
  readonly #running: number[] = []
  readonly #pruner: Pruner
  readonly #values: readonly number[]
  readonly #full: number

  constructor(pruner: Pruner, values: readonly number[], full: number) {
    this.#pruner = pruner
    this.#values = values
    this.#full = full
  }

  /** Until everybody is at rest. */
  run(workers: number): this {
    for (;;) {
      while (this.#running.length < workers && this.#startOne());
      if (this.#running.length === 0) return this
      for (const number of [...this.#running]) this.#step(number)
    }
  }

  #startOne(): boolean {
    const last = this.trials.length === this.#values.length
    const promoted = this.#pruner.promote?.(this.trials, ['minimise'], last)
    if (promoted) {
      const trial = this.trials[promoted.trial] as Mutable
      expect(trial.state).toBe('pruned')
      expect(trial.rung).toBe(trial.intermediate.length)
      delete trial.rung
      trial.state = 'running'
      this.#running.push(promoted.trial)
      return true
    }
    if (last) return false
    const number = this.trials.length
    this.trials.push({ number, configuration: {}, state: 'running', intermediate: [] })
    this.#running.push(number)
    return true
  }

  #step(number: number): void {
    const trial = this.trials[number] as Mutable
    trial.intermediate = [...trial.intermediate, [trial.intermediate.length + 1, this.#values[number] as number]]
    this.trained++
    if (trial.intermediate.length === this.#full) trial.state = 'complete'
    else {
      const others = this.trials.filter((other) => other !== trial)
      const decision = this.#pruner.decide(trial, others, 'minimise')
      if (!decision.stop) return
      trial.state = 'pruned'
      if (decision.rung !== undefined) trial.rung = decision.rung
    }
    this.#running.splice(this.#running.indexOf(number), 1)
  }

  get reached(): number[] {
    return this.trials.map(({ intermediate }) => intermediate.length)
  }
}

const epochs = (full: number): Resource => ({ full, unit: 'epochs' })
/** The default, and nine trials of which higher numbers are better: each that comes takes a place from those before. */
const improving = [100, ...Array.from({ length: 9 }, (_, index) => 9 - index)]
const counts = (reached: readonly number[]): Record<number, number> => {
  const found: Record<number, number> = {}
  for (const amount of reached) found[amount] = (found[amount] ?? 0) + 1
  return found
}

describe('ASHA with promotion', () => {
  const asha = createPruner('asha', { minEpochs: 1, reduction: 3 }, epochs(9))

  it('leaves nine trials at epochs 1, 3 and 9 as the paper has it, whoever comes first, and trains no epoch twice', () => {
    // Li et al. 2020, section 3.1: of 9 configurations at rung 0 three go to rung 1 and one to rung 2.
    const worstLast = new Play(asha, [100, 1, 2, 3, 4, 5, 6, 7, 8, 9], 9).run(1)
    expect(counts(worstLast.reached.slice(1))).toEqual({ 1: 6, 3: 2, 9: 1 })
    expect(worstLast.reached[1]).toBe(9)
    expect(worstLast.trained).toBe(worstLast.reached.reduce((sum, amount) => sum + amount, 0))
  })

  it('promotes whoever was right to wait for the numbers: the best one gets to the end although it came last', () => {
    const play = new Play(asha, improving, 9).run(1)
    expect(play.reached.at(-1)).toBe(9)
    expect(play.reached[0]).toBe(9)
  })

  it('promotes from the highest rung first', () => {
    const trial = (number: number, reached: number, value: number, waits = true): SearchTrial => ({
      number,
      configuration: {},
      state: waits ? 'pruned' : 'running',
      intermediate: Array.from({ length: reached }, (_, index) => [index + 1, value] as const),
      ...(waits ? { rung: reached } : {}),
    })
    const history = [trial(1, 1, 1), trial(2, 1, 2), trial(3, 1, 3), trial(4, 3, 4), trial(5, 3, 5), trial(6, 3, 6)]
    expect(asha.promote?.(history, ['minimise'], false)?.trial).toBe(4)
    expect(asha.promote?.(history, ['maximise'], false)?.trial).toBe(6)
  })

  it('never promotes one that reported no number', () => {
    const play = new Play(asha, [0, NaN, NaN, NaN, NaN], 9).run(2)
    expect(play.reached.slice(1)).toEqual([1, 1, 1, 1])
    expect(play.trials.slice(1).every(({ rung }) => rung === undefined)).toBe(true)
  })

  it('without promotion ends whoever it stops', () => {
    const stopping = createPruner('asha', { minEpochs: 1, reduction: 3, promote: false }, epochs(9))
    expect(stopping.promote).toBeUndefined()
    expect(new Play(stopping, [9, 1, 2, 3, 4, 5], 9).run(1).trials.some(({ rung }) => rung !== undefined)).toBe(false)
  })
})

describe('brackets that wait', () => {
  it('halve as successive halving does: of nine trials, the best three and the best one, however they come', () => {
    const halving = createPruner('successiveHalving', { minEpochs: 1, reduction: 3 }, epochs(9))
    const shuffled = [100, 5, 1, 9, 4, 8, 2, 7, 3, 6]
    for (const workers of [1, 2, 4]) {
      const play = new Play(halving, shuffled, 9).run(workers)
      const reached = new Map(shuffled.map((value, number) => [value, play.reached[number]]))
      expect([1, 2, 3, 4, 9].map((value) => reached.get(value))).toEqual([9, 3, 3, 1, 1])
      expect(play.trained).toBe(9 + 9 + 2 * 3 + 6)
    }
  })

  it("are those of Hyperband's table, one after another", () => {
    // Li et al. 2018, algorithm 1 with R 9 and eta 3: 9 from 1 epoch, 5 from 3, 3 from 9.
    const hyperband = createPruner('hyperband', { minEpochs: 1, reduction: 3 }, epochs(9))
    const play = new Play(hyperband, [100, ...Array.from({ length: 17 }, (_, index) => index)], 9).run(1)
    expect(counts(play.reached.slice(1, 10))).toEqual({ 1: 6, 3: 2, 9: 1 })
    expect(counts(play.reached.slice(10, 15))).toEqual({ 3: 4, 9: 1 })
    expect(play.reached.slice(15)).toEqual([9, 9, 9])
  })

  it('that are not filled are played with those there are', () => {
    const halving = createPruner('successiveHalving', { minEpochs: 1, reduction: 3 }, epochs(9))
    const play = new Play(halving, [100, 3, 2, 1], 9).run(2)
    expect(play.reached).toEqual([9, 1, 1, 9])
  })
})
