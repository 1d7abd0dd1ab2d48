import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SuggestionQueue } from '../../main/app/search-thread/suggestion-queue.ts'
import type { Suggestion } from '../../main/search/sampler.ts'
import type { SearchTrial } from '../../main/search/trial.ts'
import { asSamplerKnows, suggestionsOnRecord } from '../../main/study/basis.ts'
import { StudyCore } from '../../main/study/core.ts'
import type { AskCommand, StartCommand } from '../../main/study/command.ts'
import type { StudyEvent } from '../../main/study/event.ts'
import type { JournalLine } from '../../main/study/journal-line.ts'
import { StudyRefusal } from '../../main/study/refusal.ts'
import { definition, rules } from '../study/definition.ts'

/** A configuration that gives away everything that it was made from. */
function suggestFrom(history: readonly SearchTrial[], number: number): Suggestion {
  let hash = number + 1
  for (const { configuration, state, values } of history)
    for (const letter of JSON.stringify([configuration, state, values])) hash = (hash * 31 + letter.charCodeAt(0)) % 1e9
  return { kind: 'configuration', configuration: { x: hash / 1e9 }, because: 'Told by its history.' }
}

/** A study whose sampler answers when the test says so, with a clock that says how long that took. */
class Slow {
  readonly study
  core: StudyCore
  queue: SuggestionQueue
  readonly lines: JournalLine[] = []
  inHand: StartCommand[] = []
  /** What the search thread has been asked for and not answered yet. */
  waiting: { readonly number: number; readonly answer: () => void; readonly refuse: () => void }[] = []
  asked: number[] = []
  clock = 0
  #now = 0

  constructor(workers: number, trials = 100) {
    this.study = definition({ workers, budget: { trials } })
    this.core = StudyCore.create(this.study, rules)
    this.queue = this.#queue()
  }

  #queue(): SuggestionQueue {
    const { state } = this.core
    return new SuggestionQueue(
      state,
      (number, assumed) => {
        this.asked.push(number)
        const suggestion = suggestFrom([...state.trials.map(asSamplerKnows), ...assumed], number)
        return new Promise((resolve, reject) => {
          const answer = (): void => resolve(suggestion)
          this.waiting.push({ number, answer, refuse: () => reject(new Error('The thread has gone.')) })
        })
      },
      () => this.clock,
    )
  }

  step(event: StudyEvent): void {
    this.#now += 1000
    try {
      const { lines, commands } = this.core.step({ ...event, now: this.#now })
      this.lines.push(...lines)
      if (lines.length > 0) this.queue.changed()
      for (const command of commands) {
        if (command.type === 'ask') this.#take(command)
        if (command.type === 'start') this.inHand.push(command)
      }
    } catch (error) {
      if (!(error instanceof StudyRefusal)) throw error
    }
  }

  #take({ number }: AskCommand): void {
    const { core, queue } = this
    queue.take(number).then(
      (based) => core === this.core && this.step({ type: 'suggested', number, ...based }),
      () => core === this.core && this.step({ type: 'ask-failed', number, message: 'It has gone.' }),
    )
  }

  /** The search thread answers what it was asked first. */
  async answer(milliseconds = 100): Promise<void> {
    this.clock += milliseconds
    this.waiting.shift()?.answer()
    await this.calm()
  }

  async refuse(): Promise<void> {
    this.waiting.shift()?.refuse()
    await this.calm()
  }

  async calm(): Promise<void> {
    for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve))
  }

  async finish(place: number, value: number): Promise<void> {
    const [start] = this.inHand.splice(place % Math.max(1, this.inHand.length), 1)
    if (!start) return
    const { trial, run, attempt } = start
    const result = { keptEpoch: 5, stoppedEarly: false, validation: { accuracy: value }, train: {}, epochs: 5 }
    const rest = { seconds: 1, parameters: 1, engine: 'compiled', device: 'cpu' }
    this.step({ type: 'finished', trial, run, attempt, result: { ...result, ...rest } })
    await this.calm()
  }

  async fail(place: number): Promise<void> {
    const [start] = this.inHand.splice(place % Math.max(1, this.inHand.length), 1)
    if (!start) return
    const { trial, run, attempt } = start
    this.step({ type: 'failed', trial, run, attempt, reason: 'nan-loss', message: 'It diverged.', log: [] })
    await this.calm()
  }

  /** The program goes and comes back with what its journal holds. */
  async reopen(): Promise<void> {
    this.queue.close()
    this.waiting = []
    this.inHand = []
    this.core = StudyCore.replay(this.study, rules, this.lines)
    this.queue = this.#queue()
    this.step({ type: 'recover' })
    this.step({ type: 'start' })
    await this.calm()
  }
}

/** A study with so many workers, all of them busy, whose sampler is known to be slow. */
async function busy(workers: number): Promise<Slow> {
  const world = new Slow(workers)
  world.step({ type: 'start' })
  await world.calm()
  for (let trial = 1; trial < workers; trial++) await world.answer()
  expect(world.inHand).toHaveLength(workers)
  return world
}

const basisOfTrial = (world: Slow, trial: number): unknown =>
  world.lines.find((line) => line.type === 'trial' && line.trial === trial && line)

describe('suggestions prepared ahead', () => {
  it('wait for the worker that becomes free, which gets one without the thread being asked again', async () => {
    const world = await busy(2)
    expect(world.waiting.map(({ number }) => number)).toEqual([2])
    await world.answer()
    expect(world.waiting).toHaveLength(0)
    await world.finish(0, 0.5)
    expect(world.inHand.map(({ trial }) => trial)).toEqual([1, 2])
    expect(basisOfTrial(world, 2)).toMatchObject({ basis: { results: 0, running: [0, 1] } })
    // At once the next one is prepared, from the new result.
    expect(world.waiting.map(({ number }) => number)).toEqual([3])
    await world.answer()
    await world.finish(0, 0.6)
    expect(basisOfTrial(world, 3)).toMatchObject({ basis: { results: 1, running: [1, 2] } })
  })

  it('are prepared again when a result comes without a worker asking, and the newest is taken', async () => {
    const world = await busy(2)
    await world.answer()
    world.step({ type: 'cancel', trial: 0 })
    await world.calm()
    expect(world.waiting.map(({ number }) => number)).toEqual([2])
    await world.answer()
    const cancelled = world.inHand.shift()!
    world.step({ type: 'broken-off', trial: cancelled.trial, run: cancelled.run, attempt: cancelled.attempt })
    await world.calm()
    expect(basisOfTrial(world, 2)).toMatchObject({ basis: { results: 1, running: [1] } })
  })

  it('serve the older one while a newer is still on its way', async () => {
    const world = await busy(2)
    await world.answer()
    world.step({ type: 'cancel', trial: 0 })
    await world.calm()
    const cancelled = world.inHand.shift()!
    world.step({ type: 'broken-off', trial: cancelled.trial, run: cancelled.run, attempt: cancelled.attempt })
    await world.calm()
    expect(basisOfTrial(world, 2)).toMatchObject({ basis: { results: 0, running: [0, 1] } })
  })

  it('know the one before them, with three workers or more', async () => {
    const world = await busy(3)
    await world.answer()
    await world.answer()
    expect(world.waiting).toHaveLength(0)
    await world.finish(0, 0.5)
    expect(world.waiting.map(({ number }) => number)).toEqual([4])
    await world.finish(0, 0.6)
    expect(basisOfTrial(world, 3)).toMatchObject({ basis: { results: 0, running: [0, 1, 2] } })
    expect(basisOfTrial(world, 4)).toMatchObject({ basis: { results: 0, running: [0, 1, 2, 3] } })
  })

  it('are void once another trial has been queued in their place', async () => {
    const world = await busy(3)
    await world.answer()
    await world.answer()
    world.step({ type: 'enqueue', configuration: { x: 0.75 } })
    await world.calm()
    await world.answer()
    await world.finish(0, 0.5)
    await world.finish(0, 0.5)
    await world.answer()
    const record = suggestionsOnRecord(world.study, world.lines)
    expect(record.map(({ line }) => line.trial)).toEqual([1, 2, 4])
    for (const { line, history } of record)
      expect(suggestFrom(history, line.trial)).toMatchObject({ configuration: line.configuration })
  })

  it('are not made for one worker, whose trials follow from the seed alone', async () => {
    const world = new Slow(1)
    world.step({ type: 'start' })
    await world.finish(0, 0.5)
    await world.answer()
    expect(world.inHand).toHaveLength(1)
    expect(world.waiting).toHaveLength(0)
    await world.finish(0, 0.5)
    expect(world.waiting).toHaveLength(1)
    await world.answer()
    expect(basisOfTrial(world, 2)).toMatchObject({ basis: { results: 2, running: [] } })
  })

  it('are not made while the sampler answers at once: a worker then gets what knows every result', async () => {
    const world = new Slow(2)
    world.step({ type: 'start' })
    await world.calm()
    await world.answer(5)
    expect(world.waiting).toHaveLength(0)
    await world.finish(0, 0.5)
    await world.answer(5)
    expect(basisOfTrial(world, 2)).toMatchObject({ basis: { results: 1, running: [1] } })
  })

  it('are asked for again by the worker when the thread has gone meanwhile', async () => {
    const world = await busy(2)
    await world.refuse()
    await world.finish(0, 0.5)
    expect(world.waiting.map(({ number }) => number)).toEqual([2])
    await world.answer()
    expect(world.inHand.map(({ trial }) => trial)).toEqual([1, 2])
  })

  it('go beyond the budget at no time', async () => {
    const world = new Slow(3, 4)
    world.step({ type: 'start' })
    await world.calm()
    for (let turn = 0; turn < 10; turn++) await world.answer()
    expect(world.inHand).toHaveLength(3)
    expect(Math.max(...world.asked)).toBe(3)
  })
})

const act = fc.tuple(
  fc.constantFrom(
    'answer',
    'answer',
    'quick',
    'finish',
    'finish',
    'fail',
    'retry',
    'cancel',
    'enqueue',
    'refuse',
    'reopen',
  ),
  fc.nat({ max: 20 }),
)

describe('the journal of a study with suggestions prepared ahead', () => {
  it('has a basis for each of them from which it is computed again, whatever happened in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(act, { maxLength: 60 }), async (workers, acts) => {
        const world = new Slow(workers)
        world.step({ type: 'start' })
        await world.calm()
        for (const [name, pick] of acts) {
          if (name === 'answer') await world.answer()
          if (name === 'quick') await world.answer(1)
          if (name === 'finish') await world.finish(pick, pick / 20)
          if (name === 'fail') await world.fail(pick)
          if (name === 'retry') world.step({ type: 'retry', trial: pick })
          if (name === 'cancel') world.step({ type: 'cancel', trial: pick })
          if (name === 'enqueue') world.step({ type: 'enqueue', configuration: { x: pick / 20 } })
          if (name === 'refuse') await world.refuse()
          if (name === 'reopen') await world.reopen()
          if (world.core.state.status === 'paused') world.step({ type: 'start' })
          await world.calm()
        }
        world.queue.close()
        const record = suggestionsOnRecord(world.study, world.lines)
        const suggested = world.lines.filter((line) => line.type === 'trial' && line.origin === 'sampler')
        expect(record).toHaveLength(suggested.length)
        for (const { line, history } of record)
          expect(suggestFrom(history, line.trial)).toMatchObject({ configuration: line.configuration })
      }),
      { numRuns: 150 },
    )
  })
})
