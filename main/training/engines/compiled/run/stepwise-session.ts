import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { SessionState, StepSlice, TrainingSession } from '../../engine.ts'
import type { Part } from '../../part.ts'
import { partOf } from '../../part.ts'
import { sizeOf } from '../graph/types.ts'
import { scalarName } from '../step/record-program.ts'
import type { SessionContext } from './compiled-session.ts'
import { pacedSteps } from './compiled-session.ts'
import type { Lease } from './leases.ts'
import type { Carried } from './session-state.ts'
import { fromCarried, initialState, toCarried } from './session-state.ts'
import { StepsBySize } from './steps-by-size.ts'
import type { Transfer } from './transfer.ts'

/** Rows of one call when predicting: few large calls suit a device. */
const predictionRows = 256

interface Context extends SessionContext {
  readonly transfer: Transfer
}

type Feeds = Record<string, Tensor>

/**
 * A model in training by one call a step, for devices whose provider has no loop. Training data and state lie in the device's
 * memory where the runtime can keep them there; what goes over at each step are row numbers and scalars, and the loss back.
 */
export class StepwiseSession implements TrainingSession {
  readonly #context: Context
  readonly #steps: StepsBySize
  #prediction: Promise<Lease<InferenceSession>> | undefined
  /** On the device, for the session's life. */
  #constants: Feeds = {}
  #state: Feeds = {}
  #stepsPerSlice = 1

  private constructor(context: Context, steps: StepsBySize) {
    this.#context = context
    this.#steps = steps
  }

  /** @throws UnsupportedKernel; JobRefused where the device lacks an operator or has no room for the data */
  static async open(context: Context): Promise<StepwiseSession> {
    const session = new StepwiseSession(context, await StepsBySize.open(context))
    try {
      session.#constants = await session.#upload({ ...session.#examples(), ...session.#scalars() })
      await session.restore(initialState(context.program))
    } catch (error) {
      await session.dispose()
      throw error
    }
    return session
  }

  readonly predictionRows = predictionRows

  get stepsPerSlice(): number {
    return this.#stepsPerSlice
  }

  #tensor(type: 'float32' | 'int32', data: Float32Array | Int32Array, shape: readonly number[]): Tensor {
    return new this.#context.executables.target.runtime.Tensor(type, data, [...shape]) as Tensor
  }

  #examples(): Feeds {
    const { inputShape, outputs, task, train } = this.#context.data
    const { inputs, targets, count } = train
    return {
      inputs: this.#tensor('float32', inputs, [count, sizeOf(inputShape)]),
      targets:
        task === 'classification'
          ? this.#tensor('int32', Int32Array.from(targets), [count, targets.length / Math.max(1, count)])
          : this.#tensor('float32', Float32Array.from(targets), [count, outputs]),
    }
  }

  #scalar(name: string, dtype: 'float32' | 'int32', value: number): Feeds {
    const data = dtype === 'int32' ? Int32Array.of(value) : Float32Array.of(value)
    return { [scalarName(name)]: this.#tensor(dtype, data, []) }
  }

  #scalars(): Feeds {
    const { scalars } = this.#context.program
    return Object.assign(
      {},
      ...scalars.map(({ name, dtype, value }) => (value === 'perStep' ? {} : this.#scalar(name, dtype, value))),
    ) as Feeds
  }

  #perStep(step: number, learningRate: number): Feeds {
    const { program } = this.#context
    const values = program.perStep(step, learningRate)
    return Object.assign(
      {},
      ...program.scalars.map(({ name, dtype, value }) =>
        value === 'perStep' ? this.#scalar(name, dtype, values[name]!) : {},
      ),
    ) as Feeds
  }

  async #upload(feeds: Feeds): Promise<Feeds> {
    const uploaded: Feeds = {}
    const { inputNames } = this.#steps.current.session
    for (const [name, tensor] of Object.entries(feeds))
      if (inputNames.includes(name)) uploaded[name] = await this.#context.transfer.up(tensor)
    return uploaded
  }

  async train({ rows, learningRates, firstStep }: StepSlice): Promise<Float32Array> {
    const { now } = this.#context
    const count = learningRates.length
    const losses = new Float32Array(count)
    if (count === 0) return losses
    await this.#steps.of({ rows, learningRates })
    const batchSize = rows.length / count
    const started = now()
    for (let index = 0; index < count; index++) {
      const batch = rows.slice(index * batchSize, (index + 1) * batchSize)
      losses[index] = await this.#step({
        rows: this.#tensor('int32', batch, [batchSize]),
        ...this.#perStep(firstStep + index, learningRates[index]!),
      })
    }
    this.#stepsPerSlice = pacedSteps(count, now() - started)
    return losses
  }

  async #step(own: Feeds): Promise<number> {
    const { session, step } = this.#steps.current
    const feeds = { ...this.#constants, ...this.#state, ...own }
    const results = await session.run(Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]!])))
    const old = this.#state
    this.#state = Object.fromEntries(step.state.map(({ name }, index) => [name, results[session.outputNames[index]!]!]))
    release(old)
    return Number(results[session.outputNames[step.state.length]!]!.data[0])
  }

  async predict(part: Part, from: number, count: number): Promise<Float32Array> {
    const { program, data, executables } = this.#context
    const examples = partOf(data, part, from, count)
    const width = sizeOf(data.inputShape)
    if (count === 0) return new Float32Array(0)
    this.#prediction ??= executables.prediction(program, predictionRows)
    const session = (await this.#prediction).value
    const parts: Float32Array[] = []
    for (let done = 0; done < count; done += predictionRows) {
      const rows = Math.min(predictionRows, count - done)
      const inputs = new Float32Array(predictionRows * width)
      inputs.set(examples.inputs.subarray((from + done) * width, (from + done + rows) * width))
      const feeds: Feeds = { ...this.#state, inputs: this.#tensor('float32', inputs, [predictionRows, width]) }
      const results = await session.run(Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]!])))
      const outputs = results[session.outputNames[0]!]!.data as Float32Array
      parts.push(outputs.slice(0, (outputs.length / predictionRows) * rows))
    }
    return joined(parts)
  }

  async capture(): Promise<SessionState> {
    const { transfer, program } = this.#context
    const carried: Carried = new Map()
    for (const [name, tensor] of Object.entries(this.#state))
      carried.set(name, (await transfer.down(tensor)).data as Float32Array)
    return fromCarried(program, this.#steps.current.step.vectors, carried)
  }

  async restore(state: SessionState): Promise<void> {
    const { program, transfer } = this.#context
    const { vectors, state: places } = this.#steps.current.step
    const carried = toCarried(program, vectors, state)
    const restored: Feeds = {}
    for (const { name, shape } of places)
      restored[name] = await transfer.up(this.#tensor('float32', carried.get(name)!, shape))
    release(this.#state)
    this.#state = restored
  }

  async dispose(): Promise<void> {
    release(this.#constants)
    release(this.#state)
    this.#constants = {}
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

/** Gives the device's memory back at once: the garbage collector sees only the small end of it. */
function release(feeds: Feeds): void {
  for (const tensor of Object.values(feeds)) if (tensor.location === 'gpu-buffer') tensor.dispose()
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
