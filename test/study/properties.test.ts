import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AskCommand, Command, StartCommand } from '../../main/study/command.ts'
import { StudyCore } from '../../main/study/core.ts'
import type { StudyEvent } from '../../main/study/event.ts'
import { lineProblem } from '../../main/study/journal-check.ts'
import type { JournalLine } from '../../main/study/journal-line.ts'
import { StudyRefusal } from '../../main/study/refusal.ts'
import type { StudyDefinition } from '../../main/study/study.ts'
import { definition, rulesFor } from './definition.ts'

/** Plays the world for a core: workers, sampler, user and crashes, in any order; checks every step. */
class World {
  core: StudyCore
  readonly study: StudyDefinition
  readonly lines: JournalLine[] = []
  now = 0
  /** Trainings that a worker still has in hand, and old ones that may yet report. */
  inHand: StartCommand[] = []
  readonly old: StartCommand[] = []
  asks: AskCommand[] = []
  epochs = new Map<string, number>()
  trialsAllowed: number

  constructor(study: StudyDefinition) {
    this.study = study
    this.core = StudyCore.create(study, rulesFor(study))
    this.trialsAllowed = study.budget.trials ?? Infinity
  }

  step(event: StudyEvent): void {
    this.now += 700
    const before = JSON.stringify(this.core.state)
    try {
      const { lines, commands } = this.core.step({ ...event, now: this.now })
      for (const line of lines) expect(lineProblem(JSON.parse(JSON.stringify(line)))).toBeUndefined()
      this.lines.push(...lines)
      for (const command of commands) this.obey(command)
    } catch (error) {
      if (!(error instanceof StudyRefusal)) throw error
      expect(JSON.stringify(this.core.state)).toBe(before)
    }
    expect(this.inHand.length).toBeLessThanOrEqual(this.study.workers)
    expect(this.core.inHand.length).toBe(this.inHand.length)
  }

  obey(command: Command): void {
    if (command.type === 'ask') this.asks.push(command)
    if (command.type === 'cancel')
      expect(this.inHand.some((start) => start.trial === command.trial && start.attempt === command.attempt)).toBe(true)
    if (command.type !== 'start') return
    const trial = this.core.state.trials[command.trial]!
    const { purpose } = command.plan
    if (purpose === 'constant' || purpose === 'linear') expect(command.trial).toBe(0)
    else expect(trial.state).toBe(purpose === 'search' ? 'running' : 'complete')
    expect(this.inHand.some((start) => start.trial === command.trial && start.run === command.run)).toBe(false)
    this.inHand.push(command)
  }

  release(start: StartCommand): void {
    this.inHand = this.inHand.filter((other) => other !== start)
    this.old.push(start)
  }

  finish(start: StartCommand, value: number): void {
    this.inHand = this.inHand.filter((other) => other !== start)
    const { trial, run, attempt } = start
    const validation: Record<string, number> = value < 0 ? {} : { accuracy: value }
    this.step({
      type: 'finished',
      trial,
      run,
      attempt,
      result: {
        keptEpoch: 5,
        stoppedEarly: false,
        validation,
        train: {},
        epochs: 5,
        seconds: 1,
        parameters: 1,
        engine: 'compiled',
        device: 'cpu',
      },
    })
  }

  suggest(kind: 'configuration' | 'exhausted'): void {
    const ask = this.asks.shift()
    if (!ask) return
    this.step({
      type: 'suggested',
      number: ask.number,
      basis: ask.basis,
      suggestion:
        kind === 'exhausted' ? { kind, because: 'None.' } : { kind, configuration: { x: 0.25 }, because: 'Drawn.' },
    })
  }

  reopen(): void {
    this.old.push(...this.inHand)
    this.inHand = []
    this.asks = []
    this.core = StudyCore.replay(this.study, rulesFor(this.study), this.lines)
    this.step({ type: 'recover' })
    expect(this.core.state.status).not.toBe('running')
    expect(this.core.state.trials.flatMap((trial) => trial.runs).some((run) => run.state === 'running')).toBe(false)
  }

  /** Lets everything go well from here on; a study must come to its end. */
  settle(): void {
    if (this.core.state.status !== 'running') this.step({ type: 'start' })
    for (let turn = 0; turn < 500; turn++) {
      if (this.core.state.status === 'finished' || this.core.state.status === 'stopped') break
      const start = this.inHand[0]
      if (start) this.finish(start, 0.5)
      else if (this.asks.length > 0) this.suggest('configuration')
      else this.step({ type: 'tick' })
    }
  }
}

type Act = (world: World, pick: number, value: number) => void
const acts: Record<string, Act> = {
  start: (world) => world.step({ type: 'start' }),
  pause: (world) => world.step({ type: 'pause' }),
  stop: (world, pick) => world.step({ type: 'stop', confirm: pick % 2 === 0 }),
  extend: (world, pick) => {
    world.step({ type: 'extend', budget: { trials: 3 + (pick % 4) } })
    world.trialsAllowed = Math.max(world.trialsAllowed, 3 + (pick % 4))
  },
  enqueue: (world) => {
    const before = world.core.state.trials.length
    world.step({ type: 'enqueue', configuration: { x: 0.75 } })
    world.trialsAllowed += world.core.state.trials.length > before ? 1 : 0
  },
  retry: (world, pick) => world.step({ type: 'retry', trial: pick % 6 }),
  cancel: (world, pick) => world.step({ type: 'cancel', trial: pick % 6 }),
  openTest: (world) => world.step({ type: 'open-test' }),
  suggest: (world, pick) => world.suggest(pick === 0 ? 'exhausted' : 'configuration'),
  suggestAgain: (world) => world.suggest('configuration'),
  epoch: (world, pick, value) => {
    const start = world.inHand[pick % world.inHand.length]
    if (!start) return
    const key = `${start.trial} ${start.run} ${start.attempt}`
    const epoch = (world.epochs.get(key) ?? start.from) + 1
    world.epochs.set(key, epoch)
    const { trial, run, attempt } = start
    const metrics = {
      epoch,
      train: {},
      validation: { accuracy: value },
      learningRate: 1,
      seconds: 1,
      samplesPerSecond: 1,
    }
    world.step({ type: 'epoch', trial, run, attempt, metrics })
  },
  checkpoint: (world, pick) => {
    const start = world.inHand[pick % world.inHand.length]
    if (!start) return
    const epoch = world.epochs.get(`${start.trial} ${start.run} ${start.attempt}`)
    if (epoch) world.step({ type: 'checkpointed', trial: start.trial, run: start.run, attempt: start.attempt, epoch })
  },
  finish: (world, pick, value) => {
    const start = world.inHand[pick % world.inHand.length]
    if (start) world.finish(start, value)
  },
  diverge: (world, pick) => {
    const start = world.inHand[pick % world.inHand.length]
    if (start) world.finish(start, -1)
  },
  fail: (world, pick) => {
    const start = world.inHand[pick % world.inHand.length]
    if (!start) return
    world.release(start)
    const reason = (['crash', 'hang', 'nan-loss', 'dataset-missing'] as const)[pick % 4]!
    const { trial, run, attempt } = start
    world.step({ type: 'failed', trial, run, attempt, reason, message: 'It went.', log: [] })
  },
  letGo: (world, pick) => {
    const start = world.inHand[pick % world.inHand.length]
    if (!start) return
    world.release(start)
    world.step({ type: 'broken-off', trial: start.trial, run: start.run, attempt: start.attempt })
  },
  late: (world, pick, value) => {
    const start = world.old[pick % world.old.length]
    // Its attempt is over for the core, unless the attempt is in hand again under the same count.
    if (
      start &&
      !world.inHand.some(
        (other) => other.trial === start.trial && other.run === start.run && other.attempt === start.attempt,
      )
    )
      world.finish(start, value)
  },
  reopen: (world) => world.reopen(),
  tick: (world) => world.step({ type: 'tick' }),
}

const often = ['suggestAgain', 'epoch', 'epoch', 'finish', 'finish', 'checkpoint']
const steps = fc.array(
  fc.tuple(
    fc.constantFrom(...Object.keys(acts), ...often),
    fc.nat({ max: 50 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ),
  { maxLength: 80 },
)
const studies = fc.record({
  workers: fc.integer({ min: 1, max: 3 }),
  folds: fc.integer({ min: 1, max: 3 }),
  top: fc.integer({ min: 0, max: 2 }),
  trials: fc.integer({ min: 1, max: 6 }),
  full: fc.boolean(),
  pruner: fc.constantFrom('none', 'asha', 'successiveHalving', 'wilcoxon'),
  fidelity: fc.constantFrom('epochs', 'folds'),
})

/** What follows the search by default, in small. */
const full = { defaults: true, winner: 2, splits: 'fresh', baselines: ['constant', 'linear'] } as const

function worldOf({
  workers,
  folds,
  top,
  trials,
  full: inFull,
  pruner,
  fidelity,
}: typeof studies extends fc.Arbitrary<infer Shape> ? Shape : never): World {
  const { protocol } = definition()
  return new World(
    definition({
      workers,
      budget: { trials },
      // The first rung is after two epochs, or one fold.
      pruner: {
        name: pruner,
        options: pruner === 'asha' ? { minEpochs: fidelity === 'epochs' ? 2 : 1, reduction: 2 } : {},
      },
      protocol: {
        ...protocol,
        ...(fidelity === 'folds' && folds > 1 ? { fidelity } : {}),
        ...(folds > 1 ? { kind: 'kfold' as const, folds } : {}),
        confirm: { top, seeds: 2, ...(inFull ? full : {}) },
      },
    }),
  )
}

describe('any sequence of events', () => {
  it('keeps a study lawful: one result per run, one end per trial, the budget, and a journal that tells the same state', () => {
    fc.assert(
      fc.property(studies, steps, (shape, sequence) => {
        const world = worldOf(shape)
        world.step({ type: 'start' })
        for (const [act, pick, value] of sequence) acts[act]!(world, pick, value)
        const results = world.lines.flatMap((line) => (line.type === 'result' ? [`${line.trial} ${line.run}`] : []))
        expect(new Set(results).size).toBe(results.length)
        const completed = world.lines.flatMap((line) => (line.type === 'complete' ? [line.trial] : []))
        expect(new Set(completed).size).toBe(completed.length)
        const opened = world.lines.filter((line) => line.type === 'test-opened')
        expect(opened.length).toBeLessThanOrEqual(1)
        expect(world.core.state.trials.length).toBeLessThanOrEqual(Math.max(1, world.trialsAllowed))
        expect(world.core.state.ended).toBe(
          world.core.state.trials.filter((trial) => !['queued', 'running'].includes(trial.state)).length,
        )
        const saved = JSON.parse(JSON.stringify(world.lines)) as JournalLine[]
        expect(StudyCore.replay(world.study, rulesFor(world.study), saved).state).toEqual(world.core.state)
      }),
      { numRuns: 400 },
    )
  })

  it('leaves a study that comes to its end once things go well', () => {
    fc.assert(
      fc.property(studies, steps, (shape, sequence) => {
        const world = worldOf(shape)
        world.step({ type: 'start' })
        for (const [act, pick, value] of sequence) acts[act]!(world, pick, value)
        world.settle()
        expect(world.core.state.stage).toBe('done')
        expect(world.inHand).toEqual([])
        expect(world.core.state.trials.some(({ state }) => state === 'running')).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it('can be cut after any line: what is read back goes on to the end', () => {
    fc.assert(
      fc.property(studies, steps, fc.nat(), (shape, sequence, cut) => {
        const world = worldOf(shape)
        world.step({ type: 'start' })
        for (const [act, pick, value] of sequence) acts[act]!(world, pick, value)
        const complete = world.lines.filter((line) => line.type === 'complete').length
        world.lines.length = Math.min(world.lines.length, cut % (world.lines.length + 1))
        const kept = world.lines.filter((line) => line.type === 'complete').length
        world.reopen()
        expect(world.core.state.completed).toBeGreaterThanOrEqual(kept)
        expect(kept).toBeLessThanOrEqual(complete)
        world.settle()
        expect(['finished', 'stopped']).toContain(world.core.state.status)
        expect(world.core.state.trials.some(({ state }) => state === 'running')).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})
