import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Examples, TrainingData } from '../../../examples.ts'
import type { TrainingProgram } from '../../../program/program.ts'
import { numbersPerExample } from '../../../scored-rows.ts'
import type { SessionState, StepSlice, TrainingSession } from '../../engine.ts'
import type { Part } from '../../part.ts'
import { partOf } from '../../part.ts'
import { sizeOf } from '../graph/types.ts'
import { after, before } from '../onnx/loop.ts'
import { scalarName } from '../step/record-program.ts'
import type { Executable, Executables } from './executables.ts'
import type { Lease } from './leases.ts'
import type { Carried } from './session-state.ts'
import { fromCarried, initialState, toCarried } from './session-state.ts'
import { StepsBySize } from './steps-by-size.ts'

/** Milliseconds, from any origin; time is passed in. */
export type Clock = () => number

const sliceMs = 200

/** Steps that take about 200 ms. At most four times as many as last time: the first slices carry start-up costs. */
export function pacedSteps(count: number, ms: number): number {
  const wanted = Math.round((count * sliceMs) / Math.max(ms, 0.01))
  return Math.max(1, Math.min(wanted, count * 4))
}

/** Rows of one call when predicting; small images and rows of tables fit the cache at this size. */
const predictionRows = 256

export interface SessionContext {
  readonly program: TrainingProgram
  readonly data: TrainingData
  readonly executables: Executables
  readonly now: Clock
}

/** A model in training on ONNX Runtime: its state lies in tensors that each run takes and gives back. */
export class CompiledSession implements TrainingSession {
  readonly #context: SessionContext
  readonly #steps: StepsBySize
  #prediction: Promise<Lease<InferenceSession>> | undefined
  readonly #dataFeeds: InferenceSession.FeedsType
  #state: InferenceSession.FeedsType = {}
  #stepsPerSlice = 1

  private constructor(context: SessionContext, steps: StepsBySize) {
    this.#context = context
    this.#steps = steps
    this.#dataFeeds = { ...this.#examplesFeeds(context.data.train), ...this.#constantFeeds() }
    this.#load(initialState(context.program))
  }

  /** @throws UnsupportedKernel, EngineUnavailable */
  static async open(context: SessionContext): Promise<CompiledSession> {
    return new CompiledSession(context, await StepsBySize.open(context))
  }

  /** The step of this network alone, of the size that it was last trained with. */
  get executable(): Executable {
    return this.#steps.current
  }

  readonly predictionRows = predictionRows

  get stepsPerSlice(): number {
    return this.#stepsPerSlice
  }

  #tensor(type: 'float32' | 'int32', data: Float32Array | Int32Array, shape: readonly number[]): Tensor {
    return new this.#context.executables.target.runtime.Tensor(type, data, [...shape]) as Tensor
  }

  #examplesFeeds({ inputs, targets, count }: Examples): InferenceSession.FeedsType {
    const { inputShape, outputs, task, targetsPerExample = 1 } = this.#context.data
    return {
      inputs: this.#tensor('float32', inputs, [count, sizeOf(inputShape)]),
      targets:
        task === 'classification'
          ? this.#tensor('int32', Int32Array.from(targets), [count, targetsPerExample])
          : this.#tensor('float32', Float32Array.from(targets), [count, outputs]),
    }
  }

  #constantFeeds(): InferenceSession.FeedsType {
    const feeds: Record<string, Tensor> = {}
    for (const { name, dtype, value } of this.#context.program.scalars)
      if (value !== 'perStep')
        feeds[scalarName(name)] = this.#tensor(
          dtype,
          dtype === 'int32' ? Int32Array.of(value) : Float32Array.of(value),
          [],
        )
    return feeds
  }

  #perStepFeeds(slice: StepSlice): InferenceSession.FeedsType {
    const { program } = this.#context
    const count = slice.learningRates.length
    const names = program.scalars.filter(({ value }) => value === 'perStep')
    const columns = names.map(({ dtype }) => (dtype === 'int32' ? new Int32Array(count) : new Float32Array(count)))
    for (let step = 0; step < count; step++) {
      const values = program.perStep(slice.firstStep + step, slice.learningRates[step]!)
      names.forEach(({ name }, index) => (columns[index]![step] = values[name]!))
    }
    return Object.fromEntries(
      names.map(({ name, dtype }, index) => [scalarName(name), this.#tensor(dtype, columns[index]!, [count])]),
    )
  }

  /** Feeds that the graph does not ask for are refused by the runtime. */
  #only(session: InferenceSession, feeds: InferenceSession.FeedsType): InferenceSession.FeedsType {
    return Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]!]))
  }

  async train(slice: StepSlice): Promise<Float32Array> {
    const { now } = this.#context
    const count = slice.learningRates.length
    if (count === 0) return new Float32Array(0)
    const { session } = await this.#steps.of(slice)
    const started = now()
    const results = await session.run(
      this.#only(session, {
        ...this.feedsFor(slice),
        count: new this.#context.executables.target.runtime.Tensor('int64', BigInt64Array.of(BigInt(count)), []),
      }),
    )
    this.take(Object.fromEntries(this.executable.step.state.map(({ name }) => [before(name), results[after(name)]!])))
    this.#stepsPerSlice = pacedSteps(count, now() - started)
    return (results['losses']!.data as Float32Array).slice()
  }

  /** What a run over the slice reads, by the names of the graph's inputs; all but the number of steps. @param slice of whole steps */
  feedsFor(slice: StepSlice): InferenceSession.FeedsType {
    const count = slice.learningRates.length
    const batchSize = slice.rows.length / count
    return {
      ...this.#dataFeeds,
      ...this.#state,
      ...this.#perStepFeeds(slice),
      rows: this.#tensor('int32', slice.rows, [count, batchSize]),
    }
  }

  /** Takes over the state that a run has given, by the names under which the next run reads it. */
  take(state: InferenceSession.FeedsType): void {
    this.#state = state
  }

  async predict(part: Part, from: number, count: number): Promise<Float32Array> {
    const { program, data, executables } = this.#context
    const examples = partOf(data, part, from, count)
    const width = sizeOf(data.inputShape)
    const numbers = numbersPerExample(data)
    const results = new Float32Array(count * numbers)
    this.#prediction ??= executables.prediction(program, predictionRows)
    const session = (await this.#prediction).value
    const weights = Object.fromEntries(
      this.executable.step.state.map(({ name }) => [name, this.#state[before(name)]!] as const),
    )
    for (let done = 0; done < count; done += predictionRows) {
      const rows = Math.min(predictionRows, count - done)
      const start = (from + done) * width
      let inputs = examples.inputs.subarray(start, start + rows * width)
      if (rows < predictionRows) {
        const padded = new Float32Array(predictionRows * width)
        padded.set(inputs)
        inputs = padded
      }
      const feeds = { ...weights, inputs: this.#tensor('float32', inputs, [predictionRows, width]) }
      const output = (await session.run(this.#only(session, feeds)))[session.outputNames[0]!]!
      results.set((output.data as Float32Array).subarray(0, rows * numbers), done * numbers)
    }
    return results
  }

  async capture(): Promise<SessionState> {
    const carried: Carried = new Map(
      this.executable.step.state.map(({ name }) => [name, this.#state[before(name)]!.data as Float32Array]),
    )
    return fromCarried(this.#context.program, this.executable.step.vectors, carried)
  }

  async restore(state: SessionState): Promise<void> {
    this.#load(state)
  }

  #load(state: SessionState): void {
    const carried = toCarried(this.#context.program, this.executable.step.vectors, state)
    this.#state = Object.fromEntries(
      this.executable.step.state.map(({ name, shape }) => [
        before(name),
        this.#tensor('float32', carried.get(name)!, shape),
      ]),
    )
  }

  async dispose(): Promise<void> {
    this.#state = {}
    this.#steps.release()
    const prediction = this.#prediction
    this.#prediction = undefined
    await prediction?.then(
      (lease) => lease.release(),
      () => undefined,
    )
  }
}
