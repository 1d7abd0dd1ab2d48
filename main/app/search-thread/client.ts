import { Worker } from 'node:worker_threads'
import type { DatasetPreview, TrialDiagnosis } from '../../../preload/contract/types.ts'
import type { PreprocessingOptions } from '../../data/preprocess/options.ts'
import type { DatasetReference, SplitSelection } from '../../data/reference.ts'
import type { Suggestion } from '../../search/sampler.ts'
import type { Insights } from '../../search/explain/insights.ts'
import type { WhatIf } from '../../search/explain/what-if.ts'
import type { Configuration } from '../../search/space/types.ts'
import type { StoppingAdvice } from '../../search/stopping/advice.ts'
import type { StoppingRule } from '../../search/stopping/rules.ts'
import type { SearchTrial } from '../../search/trial.ts'
import type { StudyDefinition } from '../../study/study.ts'
import { asSamplerKnows } from '../../study/basis.ts'
import { hasEnded } from '../../study/trial.ts'
import type { Trial } from '../../study/trial.ts'
import { AppError } from '../app-error.ts'
import { importanceGroups } from '../importance-groups.ts'
import type { DiagnosisQuestion } from './question.ts'
import type { DataShape, FromSearchThread, ToSearchThread } from './messages.ts'
import { problemOf } from './problem.ts'

/** Trials in one message. */
const mostAtOnce = 1_000

/** Stands for the revision of a trial that has not ended. */
const underWayVersion = -1

interface Waiting {
  readonly resolve: (answer: FromSearchThread) => void
  readonly reject: (error: Error) => void
}

/**
 * The main side of the search thread: samplers run there, and datasets are looked at there, never on the event loop that
 * serves the window. The thread is started by the first call; when it dies, what was asked is refused, and the next call
 * starts another one.
 */
export class SearchThread {
  readonly #entry: string
  /** By study and trial number: the revision that the thread has seen. */
  readonly #seen = new Map<string, number[]>()
  readonly #waiting = new Map<number, Waiting>()
  /** Resolves once everything that was to be posted before is. */
  #telling: Promise<void> = Promise.resolve()
  #worker: Worker | undefined
  #calls = 0
  #closed = false

  /** @param entry path of dist/main/search-thread.js */
  constructor(entry: string) {
    this.#entry = entry
  }

  /**
   * Has the study's sampler suggest trial `number` from the trials as they are now. Rejects with the sampler's error.
   * @param assumed trials that will follow, suggested but not queued yet
   * @param seconds that the search may take in all, where it ends by time
   */
  async ask(
    definition: StudyDefinition,
    trials: readonly Trial[],
    number: number,
    assumed: readonly SearchTrial[] = [],
    seconds?: number,
  ): Promise<Suggestion> {
    const answer = await this.#about(definition, trials, (call) => ({
      type: 'ask',
      call,
      study: definition.id,
      number,
      assumed,
      ...(seconds === undefined ? {} : { seconds }),
    }))
    if (answer.type !== 'suggested') throw new Error('The search thread answered something else than a suggestion.')
    return answer.suggestion
  }

  /** @param noise deviation of a score between trainings of one configuration, where it is known */
  async explain(definition: StudyDefinition, trials: readonly Trial[], noise: number | undefined): Promise<Insights> {
    const answer = await this.#about(definition, trials, (call) => ({
      type: 'explain',
      call,
      study: definition.id,
      noise,
      groups: importanceGroups(definition),
    }))
    if (answer.type !== 'explained') throw new Error('The search thread answered something else than insights.')
    return answer.insights
  }

  /** What stopping criteria say of the trials as they are now. */
  async advise(
    definition: StudyDefinition,
    trials: readonly Trial[],
    rules: readonly StoppingRule[],
  ): Promise<readonly StoppingAdvice[]> {
    const answer = await this.#about(definition, trials, (call) => ({
      type: 'advise',
      call,
      study: definition.id,
      rules,
    }))
    if (answer.type !== 'advised') throw new Error('The search thread answered something else than advice.')
    return answer.advice
  }

  /** @throws AppError too-few-trials */
  async whatIf(
    definition: StudyDefinition,
    trials: readonly Trial[],
    configuration: Configuration,
    others: readonly Configuration[] = [],
  ): Promise<WhatIf> {
    const answer = await this.#about(definition, trials, (call) => ({
      type: 'whatIf',
      call,
      study: definition.id,
      configuration,
      others,
    }))
    if (answer.type !== 'expected') throw new Error('The search thread answered something else than an estimate.')
    return answer.whatIf
  }

  /**
   * Tells the thread of what is new in a study since it was last asked about it, and asks. What it is told is what is known
   * at the call; messages are posted in the order of the calls.
   */
  async #about(
    definition: StudyDefinition,
    trials: readonly Trial[],
    message: (call: number) => ToSearchThread,
  ): Promise<FromSearchThread> {
    const worker = this.#start()
    const seen = this.#seen.get(definition.id) ?? this.#open(definition)
    const changed: SearchTrial[] = []
    for (const trial of trials) {
      // Whatever happens to a trial before its end is nothing that the thread is told.
      const version = hasEnded(trial.state) ? trial.revision : underWayVersion
      if (seen[trial.number] === version) continue
      seen[trial.number] = version
      changed.push(asSamplerKnows(trial))
    }
    const before = this.#telling
    const told = before
      .then(() => this.#tell(worker, definition.id, changed))
      .then(() => ({ answer: this.#call(message) }))
    this.#telling = told.then(
      () => undefined,
      () => undefined,
    )
    return (await told).answer
  }

  /** @throws AppError with the code and sentence of the DataError */
  async inspect(
    dataset: DatasetReference,
    split: SplitSelection,
    preprocessing: PreprocessingOptions | undefined,
  ): Promise<DataShape> {
    const answer = await this.#call((call) => ({ type: 'inspect', call, dataset, split, preprocessing }))
    if (answer.type !== 'inspected') throw new Error('The search thread answered something else than a shape.')
    return answer.shape
  }

  /** @throws AppError with the code and sentence of the DataError */
  async preview(folder: string): Promise<DatasetPreview> {
    const answer = await this.#call((call) => ({ type: 'preview', call, folder }))
    if (answer.type !== 'previewed') throw new Error('The search thread answered something else than a preview.')
    return answer.preview
  }

  /** @throws AppError with the code and sentence of the DataError; no-diagnosis */
  async diagnose(question: DiagnosisQuestion): Promise<TrialDiagnosis> {
    const answer = await this.#call((call) => ({ type: 'diagnose', call, ...question }))
    if (answer.type !== 'diagnosed') throw new Error('The search thread answered something else than a diagnosis.')
    return answer.diagnosis
  }

  forget(study: string): void {
    if (this.#seen.delete(study)) this.#worker?.postMessage({ type: 'close', study } satisfies ToSearchThread)
  }

  /** What was asked is refused. Safe to call twice. */
  async close(): Promise<void> {
    this.#closed = true
    const worker = this.#worker
    if (!worker) return
    this.#died(worker, 'it was closed')
    await worker.terminate()
  }

  /** In parts, since copying ten thousand trials at once would hold the window up for a quarter of a second. */
  async #tell(worker: Worker, study: string, changed: readonly SearchTrial[]): Promise<void> {
    for (let from = 0; from === 0 || from < changed.length; from += mostAtOnce) {
      if (from > 0) await new Promise((resolve) => setImmediate(resolve))
      if (this.#worker !== worker) throw new AppError('search-failed', 'The search thread has gone.')
      const part = changed.slice(from, from + mostAtOnce)
      if (part.length > 0) worker.postMessage({ type: 'know', study, changed: part } satisfies ToSearchThread)
    }
  }

  #call(message: (call: number) => ToSearchThread): Promise<FromSearchThread> {
    const worker = this.#start()
    const call = ++this.#calls
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject })
      worker.postMessage(message(call))
    })
  }

  #open(definition: StudyDefinition): number[] {
    const { id, sampler, seed } = definition
    const seen: number[] = []
    this.#seen.set(id, seen)
    const problem = problemOf(definition)
    this.#start().postMessage({ type: 'open', study: id, problem, sampler, seed } satisfies ToSearchThread)
    return seen
  }

  #start(): Worker {
    if (this.#closed) throw new AppError('search-failed', 'The application has been closed.')
    if (this.#worker) return this.#worker
    const worker = new Worker(this.#entry, { name: 'search' })
    this.#worker = worker
    worker.on('message', (message: FromSearchThread) => this.#receive(message))
    worker.on('error', (error) => this.#died(worker, error.message))
    worker.on('exit', () => this.#died(worker, 'it ended'))
    return worker
  }

  #receive(message: FromSearchThread): void {
    const waiting = this.#waiting.get(message.call)
    this.#waiting.delete(message.call)
    if (message.type === 'failed') waiting?.reject(new AppError(message.code ?? 'search-failed', message.message))
    else waiting?.resolve(message)
  }

  #died(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    this.#seen.clear()
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const { reject } of waiting)
      reject(
        new AppError('search-failed', `The search thread has gone: ${reason}. What it was asked can be asked again.`),
      )
  }
}
