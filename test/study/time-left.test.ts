import { describe, expect, it } from 'vitest'
import { randomStream } from '../../main/search/random/stream.ts'
import { apply } from '../../main/study/apply.ts'
import { progressOf } from '../../main/study/progress.ts'
import { newState } from '../../main/study/state.ts'
import type { StudyState } from '../../main/study/state.ts'
import type { StudyDefinition } from '../../main/study/study.ts'
import { definition } from './definition.ts'

const space: StudyDefinition['space'] = {
  parameters: [{ name: 'x', kind: 'float', low: 1, high: 100, scale: 'log', default: 10 }],
  relations: [],
}

/** A study that is underway, and what its trials will take. */
class World {
  readonly state: StudyState
  now = 0
  readonly random
  constructor(overrides: Partial<StudyDefinition>, seed: number) {
    this.state = newState(definition({ space, ...overrides }))
    this.random = randomStream(seed, 0, 'time left')
    apply(this.state, { type: 'stage', stage: 'search', because: '', at: 0, time: 0 })
  }

  queue(x = 100 ** this.random.uniform()): number {
    const trial = this.state.trials.length
    apply(this.state, {
      type: 'trial',
      trial,
      configuration: { x },
      origin: 'user',
      because: '',
      at: this.now,
      time: 0,
    })
    return trial
  }

  start(trial: number): void {
    apply(this.state, { type: 'start', trial, run: 'search/0', attempt: 1, seed: 1, from: 0, at: this.now })
  }

  complete(trial: number): void {
    apply(this.state, { type: 'complete', trial, values: [0.5], at: this.now, time: 0 })
  }

  /** Seconds: 2 times x, give or take a fifth. */
  duration(trial: number): number {
    return 2 * Number(this.state.trials[trial]!.configuration['x']) * Math.exp(0.2 * this.random.normal())
  }

  /** One trial after the other, until `count` have ended. */
  run(count: number): this {
    while (this.state.ended < count) {
      const trial = this.state.queue[0] ?? this.queue()
      this.start(trial)
      this.now += this.duration(trial)
      this.complete(trial)
    }
    return this
  }
}

const leftOf = ({ state, now }: World) => progressOf(state, now).secondsLeft

describe('the time left', () => {
  it('holds what came to be the time left in most studies, and not in all', () => {
    const held = Array.from({ length: 60 }, (_, seed) => {
      const world = new World({ budget: { trials: 40 } }, seed).run(15)
      const left = leftOf(world)!
      const then = world.now
      world.run(40)
      const was = world.now - then
      return left.low <= was && was <= left.high
    })
    const share = held.filter(Boolean).length / held.length
    expect(share).toBeGreaterThan(0.65)
    expect(share).toBeLessThan(0.95)
  })

  it('knows that queued trials are long or short, of which it has seen the like', () => {
    const leftWith = (x: number): number => {
      const world = new World({ budget: { trials: 22 } }, 3).run(20)
      world.queue(x)
      world.queue(x)
      return leftOf(world)!.expected
    }
    expect(leftWith(90)).toBeGreaterThan(20 * leftWith(2))
    expect(leftWith(90)).toBeGreaterThan(360 * 0.7)
    expect(leftWith(90)).toBeLessThan(360 * 1.4)
  })

  it('falls while a trial runs, and never to nothing before it has ended', () => {
    const world = new World({ budget: { trials: 21 } }, 4).run(20)
    world.start(world.queue(50))
    const left = [0, 30, 60, 90, 120, 200, 400].map((after) => progressOf(world.state, world.now + after).secondsLeft!)
    expect(left[0]!.expected).toBeGreaterThan(60)
    expect(left[3]!.expected).toBeLessThan(left[0]!.expected / 2)
    expect(left.every(({ expected }) => expected > 0)).toBe(true)
  })

  it('is divided by what works at a time', () => {
    const world = new World({ budget: { trials: 60 }, workers: 2 }, 5)
    const alone = new World({ budget: { trials: 60 } }, 5).run(20)
    while (world.state.ended < 20) {
      const pair = [world.queue(10), world.queue(10)]
      for (const trial of pair) world.start(trial)
      world.now += 20
      for (const trial of pair) world.complete(trial)
    }
    expect(leftOf(world)!.expected).toBeCloseTo(40 * 10, -1)
    expect(leftOf(alone)!.expected).toBeGreaterThan(40 * 10)
  })

  it('cannot be told before the third trial, is certain of a limit in time, and is the shorter of two', () => {
    expect(leftOf(new World({ budget: { trials: 40 } }, 6).run(2))).toBeUndefined()
    const timed = new World({ budget: { seconds: 5000 } }, 6).run(5)
    expect(leftOf(timed)).toEqual({ expected: 5000 - timed.now, low: 5000 - timed.now, high: 5000 - timed.now })
    const both = new World({ budget: { seconds: 100_000, trials: 40 } }, 6).run(10)
    expect(leftOf(both)!.expected).toBeLessThan(50_000)
  })

  it('goes down with the epochs that are left', () => {
    const world = new World({ budget: { epochs: 1000 } }, 7).run(10)
    const epochs = (count: number) => {
      world.state.epochs = count
      return leftOf(world)!.expected
    }
    expect(epochs(500) / epochs(750)).toBeCloseTo(3, 5)
  })
})
