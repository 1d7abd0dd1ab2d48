import type { PoolEvent } from '../pool/pool.ts'
import type { Assignment, Checkpoint } from '../pool/protocol.ts'
import type { TrialLimits } from '../pool/limits.ts'
import type { Command, StartCommand } from '../study/command.ts'
import type { StudyCore } from '../study/core.ts'
import type { AdvisedEvent, StudyEvent, TimedEvent, UserEvent } from '../study/event.ts'
import { mustBeDurable } from '../study/journal-line.ts'
import type { JournalLine } from '../study/journal-line.ts'
import { objectivesOf } from '../study/objectives.ts'
import { wouldKeep } from '../study/selection.ts'
import type { RunName } from '../study/protocol.ts'
import { findRun } from '../study/trial.ts'
import { resultValue } from '../training/result.ts'
import type { Clock } from './clock.ts'
import type { BasedSuggestion } from './search-thread/suggestion-queue.ts'
import type { StudyFiles } from './study-files.ts'

/** What a runner needs of the world, each as narrow as it can be. */
export interface RunnerOptions {
  readonly core: StudyCore
  readonly files: StudyFiles
  readonly clock: Clock
  readonly pool: {
    dispatch(assignment: Assignment, limits: TrialLimits): void
    cancel(id: string): void
  }
  /** Has the study's sampler suggest trial `number`; it says what that was based on. */
  readonly suggest: (number: number) => Promise<BasedSuggestion>
  /** What a worker is given to carry out a start. */
  readonly assign: (
    command: StartCommand,
    checkpoint: Checkpoint | undefined,
    parentState: Checkpoint | undefined,
  ) => Promise<Assignment>
  /** No trial is started while less than this is free on the project's disk. */
  readonly minimumFreeBytes: number
  /** Called with lines once they are saved. */
  readonly onLines: (lines: readonly JournalLine[]) => void
  readonly onNotice: (level: 'info' | 'warning' | 'error', text: string) => void
}

interface Queued {
  readonly event: TimedEvent
  readonly done?: () => void
  readonly refused?: (error: unknown) => void
}

/**
 * Carries out what a study's core orders: saves its lines, then starts and breaks off trainings, asks the sampler, keeps
 * checkpoints and networks; and tells the core what came of it. Events are taken in their order; those that arrive while
 * lines are being saved share the next write.
 */
export class StudyRunner {
  readonly core: StudyCore
  readonly #options: RunnerOptions
  #queue: Queued[] = []
  #working: Promise<void> | undefined
  /** Lines that could not be saved; nothing goes on before they are. */
  #unsaved: JournalLine[] = []
  /** Starts on their way to the pool, by id; true once they are to be broken off. */
  readonly #preparing = new Map<string, boolean>()
  readonly #commands = new Map<string, StartCommand>()
  /** Writes of checkpoints and networks, one after the other. */
  #writes: Promise<void> = Promise.resolve()
  #idle: (() => void)[] = []

  constructor(options: RunnerOptions) {
    this.#options = options
    this.core = options.core
  }

  /**
   * Has the core take a user's event; resolves when its lines are saved and its commands are on their way.
   * @throws StudyRefusal; StoreError if the lines could not be saved, in which case the study has paused
   */
  submit(event: UserEvent | { readonly type: 'recover' }): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ event: { ...event, now: this.#options.clock.now() }, done: resolve, refused: reject })
      this.#work()
    })
  }

  /** Has the core take note of something that nothing hangs on. */
  note(event: Extract<StudyEvent, { type: 'computer' | 'energy' }>): void {
    this.#tell(event)
  }

  /** A stopping criterion of the study has found that going on is unlikely to help. */
  advised(event: AdvisedEvent): void {
    this.#tell(event)
  }

  tick(): void {
    this.#tell({ type: 'tick' })
  }

  /** Whether trainings are in hand or lines are on their way to the disk. */
  get busy(): boolean {
    return this.#working !== undefined || this.core.inHand.length > 0
  }

  /** Resolves when the study neither runs nor has anything in hand, and everything is on disk. */
  async settled(): Promise<void> {
    while (this.busy || (this.core.state.status === 'running' && this.#unsaved.length === 0))
      await new Promise<void>((resolve) => void this.#idle.push(resolve))
    await this.#writes
  }

  /** What the pool says of one of this study's trainings. */
  hear(event: Extract<PoolEvent, { id: string }>): void {
    const command = this.#commands.get(event.id)
    if (!command) return
    const { trial, run, attempt } = command
    const reference = { trial, run, attempt }
    switch (event.type) {
      case 'began':
        return this.#tell({
          type: 'began',
          ...reference,
          engine: event.engine,
          device: event.device,
          ...(event.size ? { size: event.size } : {}),
        })
      case 'epoch':
        return this.#tell({ type: 'epoch', ...reference, metrics: event.metrics })
      case 'note':
        return this.#tell({ type: 'note', ...reference, text: event.text })
      case 'checkpoint':
        return this.#keepCheckpoint(command, event.checkpoint)
      case 'finished':
        this.#commands.delete(event.id)
        this.#write(async () => {
          const { state } = this.core
          const values = objectivesOf(state.definition).map(({ metric }) => resultValue(event.result, metric) ?? NaN)
          if (event.model && values.every(Number.isFinite) && wouldKeep(state, trial, values))
            await this.#options.files.saveModel(trial, event.model)
        })
        // The network is on disk before the journal says that its trial is complete.
        void this.#writes.then(() => this.#tell({ type: 'finished', ...reference, result: event.result }))
        return
      case 'cancelled':
        this.#commands.delete(event.id)
        void this.#writes.then(() => this.#tell({ type: 'broken-off', ...reference }))
        return
      case 'failed':
        this.#commands.delete(event.id)
        this.#tell({ type: 'failed', ...reference, reason: event.reason, message: event.message, log: event.log })
    }
  }

  #tell(event: StudyEvent): void {
    this.#queue.push({ event: { ...event, now: this.#options.clock.now() } })
    this.#work()
  }

  #work(): void {
    this.#working ??= this.#drain().finally(() => {
      this.#working = undefined
      if (this.#queue.length > 0) return this.#work()
      const idle = this.#idle
      this.#idle = []
      for (const resolve of idle) resolve()
    })
  }

  async #drain(): Promise<void> {
    // Let everything that happens in this turn join.
    await Promise.resolve()
    while (this.#queue.length > 0) {
      const taken = this.#queue
      this.#queue = []
      const commands: Command[] = []
      const accepted: Queued[] = []
      for (const queued of taken) {
        try {
          const step = this.core.step(queued.event)
          this.#unsaved.push(...step.lines)
          commands.push(...step.commands)
          accepted.push(queued)
        } catch (error) {
          if (queued.refused) queued.refused(error)
          else this.#options.onNotice('error', `Sweetspot met a defect: ${messageOf(error)}`)
        }
      }
      try {
        await this.#save()
      } catch (error) {
        for (const { refused } of accepted) refused?.(error)
        this.#hold(error, commands)
        continue
      }
      for (const command of commands) this.#carryOut(command)
      for (const { done } of accepted) done?.()
    }
  }

  async #save(): Promise<void> {
    if (this.#unsaved.length === 0) return
    const lines = this.#unsaved
    await this.#options.files.append(lines, { durable: lines.some(mustBeDurable) })
    this.#unsaved = []
    this.#options.onLines(lines)
  }

  /** The journal cannot be written: what runs is broken off; the lines wait for the next event, e.g. the user's resume. */
  #hold(error: unknown, commands: readonly Command[]): void {
    const message = messageOf(error)
    const now = this.#options.clock.now()
    if (this.core.state.status === 'running') {
      this.#options.onNotice('error', message)
      this.#queue.push({ event: { type: 'trouble', message, now } })
    }
    for (const command of commands) {
      const { type } = command
      if (type === 'cancel') this.#carryOut(command)
      if (type === 'ask') this.#queue.push({ event: { type: 'ask-failed', number: command.number, message, now } })
      if (type !== 'start') continue
      const { trial, run, attempt } = command
      this.#queue.push({ event: { type: 'broken-off', trial, run, attempt, now } })
    }
  }

  #carryOut(command: Command): void {
    const { files } = this.#options
    switch (command.type) {
      case 'ask':
        void this.#ask(command.number)
        return
      case 'start':
        void this.#start(command)
        return
      case 'cancel': {
        const id = this.idOf(command)
        if (this.#preparing.has(id)) this.#preparing.set(id, true)
        else this.#options.pool.cancel(id)
        return
      }
      case 'drop-checkpoint':
        return this.#write(() => files.dropCheckpoint(command.trial, command.run))
      case 'keep-models':
        return this.#write(() => files.keepModels(command.trials))
    }
  }

  async #ask(number: number): Promise<void> {
    try {
      const { suggestion, basis } = await this.#options.suggest(number)
      this.#tell({ type: 'suggested', number, suggestion, basis })
    } catch (error) {
      this.#tell({ type: 'ask-failed', number, message: messageOf(error) })
    }
  }

  async #start(command: StartCommand): Promise<void> {
    const id = this.idOf(command)
    const { trial, run, attempt } = command
    this.#preparing.set(id, false)
    this.#commands.set(id, command)
    try {
      const free = await this.#options.files.freeBytes()
      if (free < this.#options.minimumFreeBytes) this.#tell({ type: 'trouble', message: diskLow(free) })
      const checkpoint = await this.#checkpointFor(command)
      const parentState = checkpoint ? undefined : await this.#parentStateFor(command)
      const assignment = await this.#options.assign(command, checkpoint, parentState)
      if (this.#preparing.get(id) || free < this.#options.minimumFreeBytes) {
        this.#commands.delete(id)
        this.#tell({ type: 'broken-off', trial, run, attempt })
      } else {
        const { trialSeconds, memoryBytes } = this.core.state.definition.limits
        this.#options.pool.dispatch(assignment, {
          ...(trialSeconds === undefined ? {} : { timeMs: trialSeconds * 1000 }),
          ...(memoryBytes === undefined ? {} : { memoryBytes }),
        })
      }
    } catch (error) {
      this.#commands.delete(id)
      this.#tell({ type: 'trouble', message: messageOf(error) })
      this.#tell({ type: 'broken-off', trial, run, attempt })
    } finally {
      this.#preparing.delete(id)
    }
  }

  /**
   * The checkpoint to go on from. It may be ahead of the journal, whose newest lines a power cut can take: then the epochs
   * that the journal lacks are told again from the checkpoint's own memory.
   */
  async #checkpointFor(command: StartCommand): Promise<Checkpoint | undefined> {
    const { trial, run, attempt, plan } = command
    if (plan.purpose === 'test') return undefined
    const { checkpoint, notice } = await this.#options.files.loadCheckpoint(trial, run)
    if (notice) this.#tell({ type: 'note', trial, run, attempt, text: notice })
    if (!checkpoint) return undefined
    // What it went on from has been told of already, as another trial's.
    const { as, ancestors } = command.lineage ?? {}
    const before = as === 'continued' ? this.#epochsOf(ancestors!.at(-1)!.trial, run) : 0
    const known = Math.max(before, this.#epochsOf(trial, run))
    for (const metrics of checkpoint.epochs)
      if (metrics.epoch > known) this.#tell({ type: 'epoch', trial, run, attempt, metrics })
    return checkpoint
  }

  #epochsOf(trial: number, run: RunName): number {
    return findRun(this.core.state.trials[trial]!, run)?.curve.length ?? 0
  }

  /** In which the trial ended that a search run goes on from; undefined where it is to be trained again. */
  async #parentStateFor({ lineage, plan, run }: StartCommand): Promise<Checkpoint | undefined> {
    const parent = lineage?.ancestors.at(-1)
    if (!parent || plan.purpose !== 'search') return undefined
    const { checkpoint } = await this.#options.files.loadCheckpoint(parent.trial, run)
    // One that is older than the end of its training, of which the power may have taken the rest, is not what was continued.
    return checkpoint && checkpoint.epoch >= this.#epochsOf(parent.trial, run) ? checkpoint : undefined
  }

  #keepCheckpoint(command: StartCommand, checkpoint: Checkpoint): void {
    const { trial, run, attempt } = command
    this.#write(async () => {
      await this.#options.files.saveCheckpoint(trial, run, checkpoint)
      this.#tell({ type: 'checkpointed', trial, run, attempt, epoch: checkpoint.epoch })
    })
  }

  /** A checkpoint or network that cannot be written costs time or a file, not the study: it is said, and the study goes on. */
  #write(work: () => Promise<void>): void {
    this.#writes = this.#writes.then(work).catch((error: unknown) => {
      this.#options.onNotice('warning', messageOf(error))
    })
  }

  /** Names a training in the pool. */
  idOf({ trial, run, attempt }: { trial: number; run: string; attempt: number }): string {
    return `${this.core.state.definition.id} ${trial} ${run} ${attempt}`
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function diskLow(freeBytes: number): string {
  const megabytes = Math.round(freeBytes / 1e6)
  return `${megabytes} MB are left on the disk of the project: too little to go on. Free some space, then resume the study.`
}
