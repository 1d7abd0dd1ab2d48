import type { Assignment, Checkpoint, SavedModel } from '../../main/pool/protocol.ts'
import { StudyRunner } from '../../main/app/study-runner.ts'
import type { StudyFiles } from '../../main/app/study-files.ts'
import { basisOf } from '../../main/study/basis.ts'
import { StudyCore } from '../../main/study/core.ts'
import type { StartCommand } from '../../main/study/command.ts'
import type { JournalLine } from '../../main/study/journal-line.ts'
import type { StudyDefinition } from '../../main/study/study.ts'
import { definition, rules } from '../study/definition.ts'

/** A runner whose disk, pool and sampler are played by the test. */
export class FakeWorld {
  readonly study: StudyDefinition
  readonly saved: JournalLine[] = []
  readonly notices: string[] = []
  readonly checkpoints = new Map<string, Checkpoint>()
  readonly models = new Set<number>()
  /** Trainings that the pool holds, by id. */
  readonly held = new Map<string, { readonly checkpoint: Checkpoint | undefined; readonly command: StartCommand }>()
  readonly cancelled: string[] = []
  freeBytes = Infinity
  /** Thrown by every append while set. */
  diskFault: Error | undefined
  runner: StudyRunner

  constructor(overrides: Partial<StudyDefinition> = {}) {
    this.study = definition(overrides)
    this.runner = this.#start(StudyCore.create(this.study, rules))
  }

  /** The program goes and comes back: nothing is left but what was saved. */
  async restart(): Promise<void> {
    this.held.clear()
    this.runner = this.#start(StudyCore.replay(this.study, rules, this.saved))
    await this.runner.submit({ type: 'recover' })
  }

  /** Lets everything that is on its way arrive. */
  async calm(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
  }

  finish(id: string, value: number): void {
    this.held.delete(id)
    this.runner.hear({
      type: 'finished',
      id,
      model: { json: '{}', weights: { tensors: [] }, preprocessing: '{}' } satisfies SavedModel,
      result: {
        keptEpoch: 5,
        stoppedEarly: false,
        validation: { accuracy: value },
        train: {},
        epochs: 5,
        seconds: 1,
        parameters: 1,
        engine: 'compiled',
        device: 'cpu',
      },
    })
  }

  epoch(id: string, epoch: number, value = 0.5): void {
    this.runner.hear({ type: 'epoch', id, metrics: metrics(epoch, value) })
  }

  #start(core: StudyCore): StudyRunner {
    const commands = new Map<string, StartCommand>()
    const runner: StudyRunner = new StudyRunner({
      core,
      files: this.#files(),
      clock: { now: () => 0 },
      pool: {
        dispatch: ({ id, checkpoint }) => void this.held.set(id, { checkpoint, command: commands.get(id)! }),
        cancel: (id) => {
          this.cancelled.push(id)
          if (this.held.delete(id)) runner.hear({ type: 'cancelled', id, epoch: 0 })
        },
      },
      suggest: (number) =>
        Promise.resolve({
          suggestion: { kind: 'configuration', configuration: { x: number / 100 }, because: 'Drawn.' },
          basis: basisOf(core.state),
        }),
      assign: (command, checkpoint) => {
        const id = runner.idOf(command)
        commands.set(id, command)
        return Promise.resolve({ id, ...(checkpoint ? { checkpoint } : {}) } as Assignment)
      },
      minimumFreeBytes: 100,
      onLines: () => undefined,
      onNotice: (_level, text) => void this.notices.push(text),
    })
    return runner
  }

  #files(): StudyFiles {
    const key = (trial: number, run: string): string => `${trial} ${run}`
    return {
      append: (lines) => {
        if (this.diskFault) return Promise.reject(this.diskFault)
        this.saved.push(...(JSON.parse(JSON.stringify(lines)) as JournalLine[]))
        return Promise.resolve()
      },
      saveCheckpoint: (trial, run, checkpoint) => {
        this.checkpoints.set(key(trial, run), checkpoint)
        return Promise.resolve()
      },
      loadCheckpoint: (trial, run) => {
        const checkpoint = this.checkpoints.get(key(trial, run))
        return Promise.resolve(checkpoint ? { checkpoint } : {})
      },
      dropCheckpoint: (trial, run) => {
        this.checkpoints.delete(key(trial, run))
        return Promise.resolve()
      },
      saveModel: (trial) => {
        this.models.add(trial)
        return Promise.resolve()
      },
      loadModel: () => Promise.resolve(undefined),
      keepModels: (trials) => {
        for (const trial of this.models) if (!trials.includes(trial)) this.models.delete(trial)
        return Promise.resolve()
      },
      freeBytes: () => Promise.resolve(this.freeBytes),
    }
  }
}

export function metrics(epoch: number, value: number): Checkpoint['epochs'][number] {
  return {
    epoch,
    train: { loss: 1 },
    validation: { accuracy: value },
    learningRate: 1,
    seconds: 1,
    samplesPerSecond: 1,
  }
}

export function checkpointAt(epoch: number): Checkpoint {
  return {
    epoch,
    state: { tensors: [] },
    epochs: Array.from({ length: epoch }, (_, index) => metrics(index + 1, 0.5)),
  }
}
