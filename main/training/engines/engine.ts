import type { TrainingData } from '../examples.ts'
import type { TrainingJob } from '../job.ts'

/** An executor on a device. `compiled` alone computes on the processor. */
export type EngineName = CompiledEngineName | TfjsEngineName

export type CompiledEngineName =
  'compiled' | 'compiled-cuda' | 'compiled-directml' | 'compiled-coreml' | 'compiled-webgpu' | 'compiled-wasm'

export type TfjsEngineName = 'tfjs-node-gpu' | 'tfjs-node' | 'tfjs-webgpu' | 'tfjs-wasm' | 'tfjs-cpu'

/** Executes training jobs. One engine lives in one worker process; it may keep caches between sessions. */
export interface Engine {
  readonly name: EngineName
  /** Where it computes: cpu, webgpu, cuda, directml, coreml. */
  readonly device: string
  /**
   * Builds the model with its seeded initial weights, ready to train.
   * @throws UnsupportedKernel naming the kernel when the engine cannot run the job
   */
  open(job: TrainingJob, data: TrainingData): Promise<TrainingSession>
  /**
   * As `open`, for a training that runs beside others in this process: sessions of one structure, which differ in rates,
   * seeds or rows, may train together in one graph where that is faster. A slice of such a session waits until every other
   * member of its stack has asked for one as well: each must be driven by a loop of its own, and disposed of when it ends.
   * Results equal those of sessions by themselves up to float order. Absent where the engine has no such form.
   */
  openMember?(job: TrainingJob, data: TrainingData): Promise<TrainingSession>
  dispose(): Promise<void>
}

/** Steps [from, from + count) of an epoch: row numbers of each batch and the learning rate of each step. */
export interface StepSlice {
  /** count * batchSize row numbers into the training part. */
  readonly rows: Int32Array
  /** One per step. */
  readonly learningRates: Float32Array
  /** Number of the first step since the start of training: the counter of in-graph randomness. */
  readonly firstStep: number
}

/** One model in training. Not re-entrant. Blocks its thread for a slice at a time, about 200 ms or less. */
export interface TrainingSession {
  /** Steps that take about 200 ms, as measured so far; at least 1. */
  readonly stepsPerSlice: number
  /** As many rows are computed, at least, whenever some are predicted; absent: no more than asked for. */
  readonly predictionRows?: number
  /** Trains on the slice and returns the data loss of each step (penalties not included). */
  train(slice: StepSlice): Promise<Float32Array>
  /** Network outputs (probabilities for classification, values for regression), rows x outputs, without dropout. */
  predict(part: 'train' | 'validation' | 'test', from: number, count: number): Promise<Float32Array>
  /** Everything that training has changed: weights, statistics, optimizer slots. A copy. */
  capture(): Promise<SessionState>
  restore(state: SessionState): Promise<void>
  dispose(): Promise<void>
}

/** Named tensors, engine-independent: a state captured on one engine restores on another. */
export interface SessionState {
  readonly tensors: readonly {
    readonly name: string
    readonly shape: readonly number[]
    readonly values: Float32Array
  }[]
}

/** The job uses a tfjs kernel that this engine has no way to run; the job falls back to another engine, visibly. */
export class UnsupportedKernel extends Error {
  override readonly name = 'UnsupportedKernel'
  readonly kernel: string
  readonly engine: EngineName
  constructor(kernel: string, engine: EngineName) {
    super(`The ${engine} engine has no form of the tfjs kernel ${kernel}.`)
    this.kernel = kernel
    this.engine = engine
  }
}

/** The engine cannot run on this machine at all: no binary, no device. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable'
  readonly code = 'engine-unavailable'
  readonly engine: EngineName
  constructor(engine: EngineName, reason: string, options?: ErrorOptions) {
    super(`The ${engine} engine is not available on this machine: ${reason}`, options)
    this.engine = engine
  }
}

/** The engine's device lacks an operator of this job, or has no room for it; the job falls back to another engine, visibly. */
export class JobRefused extends Error {
  override readonly name = 'JobRefused'
  readonly engine: EngineName
  constructor(engine: EngineName, reason: string, options?: ErrorOptions) {
    super(`The ${engine} engine cannot run this network: ${reason}`, options)
    this.engine = engine
  }
}
