import type { EngineName } from '../../training/engines/engine.ts'

/** The networks that engines are probed with. */
export type ProbeNetwork = 'mlp' | 'cnn' | 'lstm' | 'mlp-large'

/** What one engine did with a small real training job. */
export interface EngineProbe {
  readonly engine: EngineName
  readonly network: ProbeNetwork
  readonly works: boolean
  readonly device?: string
  /** In the fastest epoch. */
  readonly stepsPerSecond?: number
  /** Largest relative difference of an epoch's training loss from the reference engine's (tfjs-cpu); absent for itself. */
  readonly error?: number
  /** Multiply-adds of a step's forward pass: what speeds at two sizes are told apart by. */
  readonly work?: number
  /** Why it does not work, a sentence. */
  readonly because?: string
  /** It could not start at all: no network will run on it. */
  readonly unavailable?: boolean
}

/** What all others are compared with: tfjs in plain JavaScript. */
export const referenceEngine: EngineName = 'tfjs-cpu'

/** A loss that differs more is another computation, not another order of sums. */
export const largestError = 1e-3

/** Whether an engine ran a network as the reference did. */
export const agrees = ({ works, error }: EngineProbe): boolean =>
  works && (error === undefined || error <= largestError)

/** Where an engine means to compute, as its name says; what it really did is in a probe. */
export function intendedDevice(engine: EngineName): string {
  const [, device] = /-(cuda|directml|coreml|webgpu|node-gpu)$/.exec(engine) ?? []
  return device === 'node-gpu' ? 'cuda' : (device ?? 'cpu')
}
