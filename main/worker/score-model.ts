import type { SavedModel } from '../pool/protocol.ts'
import type { TrainingData } from '../training/examples.ts'
import type { TfjsEngineName } from '../training/engines/engine.ts'
import type { LoadedModel } from '../training/saved-model.ts'
import { measureLatency, timedRows } from '../training/latency.ts'
import { classesOf } from '../training/loop.ts'
import type { ClassResults } from '../training/metrics/by-class.ts'
import { evaluate, evaluateClasses } from '../training/metrics/evaluate.ts'
import type { networkSize } from '../training/network-size.ts'
import type { Metrics, TrainingResult } from '../training/result.ts'
import { numbersPerExample, scoredRuns, targetsOfRuns } from '../training/scored-rows.ts'

type Part = 'train' | 'validation' | 'test'

/** Rows that are predicted at once. */
const predictedRows = 256

/** The quickest first; where it has no kernel for a layer, the next one. */
const engines: readonly TfjsEngineName[] = ['tfjs-wasm', 'tfjs-cpu']

export interface Scoring {
  readonly model: SavedModel
  readonly data: TrainingData
  readonly size: ReturnType<typeof networkSize>
  /** That a regression was asked for. */
  readonly quantile: number
  /** Milliseconds, never falling. */
  readonly clock: () => number
  readonly breathe: () => Promise<void>
}

/**
 * Scores a network that was trained earlier on all rows there are, the sealed ones if they are open. Nothing is trained: the
 * result tells of 0 epochs. Predictions are those of training up to float order.
 *
 * @throws UnreadableModel, EngineUnavailable
 */
export async function scoreModel(scoring: Scoring): Promise<TrainingResult> {
  const failures: unknown[] = []
  for (const engine of engines)
    try {
      return await scoreOn(engine, scoring)
    } catch (error) {
      failures.push(error)
    }
  throw failures[0]
}

async function scoreOn(engine: TfjsEngineName, scoring: Scoring): Promise<TrainingResult> {
  const { model, data, size, clock } = scoring
  const started = clock()
  // Loaded when first needed: it brings a tfjs backend along.
  const { loadSavedModel } = await import('../training/saved-model.ts')
  const network = await loadSavedModel(model, engine)
  try {
    const score = (part: Part) => scorePart(network, scoring, part)
    const validation = await score('validation')
    const train = await score('train')
    const test = data.test && (await score('test'))
    const seconds = (clock() - started) / 1000
    return {
      keptEpoch: 0,
      stoppedEarly: false,
      validation: validation.metrics,
      train: train.metrics,
      ...(test && { test: test.metrics }),
      ...classesOf(validation.classes, test?.classes),
      epochs: 0,
      seconds,
      ...size,
      ...(await latencyOf(network, data, clock)),
      engine,
      device: 'cpu',
    }
  } finally {
    network.dispose()
  }
}

async function latencyOf(network: LoadedModel, data: TrainingData, clock: () => number) {
  const { inputs, count } = data.validation.count > 0 ? data.validation : data.train
  const rows = Math.min(count, timedRows)
  if (rows === 0) return {}
  const timed = inputs.subarray(0, (inputs.length / count) * rows)
  return { latency: await measureLatency(clock, rows, () => network.predict(timed, rows)) }
}

async function scorePart(
  network: LoadedModel,
  { data, breathe, quantile }: Scoring,
  part: Part,
): Promise<{ readonly metrics: Metrics; readonly classes?: ClassResults }> {
  const examples = data[part]
  if (examples === undefined || examples.count === 0) return { metrics: {} }
  const width = examples.inputs.length / examples.count
  const runs = scoredRuns(data, part, predictedRows)
  const known = targetsOfRuns(examples, runs)
  const predicted = new Float32Array(known.count * numbersPerExample(data))
  let at = 0
  for (const { from, count } of runs) {
    await breathe()
    const outputs = await network.predict(examples.inputs.subarray(from * width, (from + count) * width), count)
    predicted.set(outputs, at)
    at += outputs.length
  }
  const classes = part === 'train' ? undefined : evaluateClasses(data, known, predicted)
  return { metrics: evaluate(data, known, predicted, undefined, quantile), ...(classes && { classes }) }
}
