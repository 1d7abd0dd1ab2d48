import type { Clock } from './clock.ts'
import type { TrainingSession } from './engines/engine.ts'
import type { TrainingData } from './examples.ts'
import type { TrainingResult } from './result.ts'
import { scoredRuns } from './scored-rows.ts'

const mostPredictions = 5
/** Networks that take long are measured fewer times. */
const mostMs = 300

/**
 * Milliseconds to predict a row: the median of a few predictions of `rows` rows. The caller has predicted before, so that
 * nothing is loaded or compiled meanwhile.
 */
export async function measureLatency(clock: Clock, rows: number, predict: () => Promise<unknown>): Promise<number> {
  const taken: number[] = []
  const started = clock()
  do {
    const before = clock()
    await predict()
    taken.push(clock() - before)
  } while (taken.length < mostPredictions && clock() - started < mostMs)
  taken.sort((a, b) => a - b)
  return taken[Math.floor(taken.length / 2)]! / rows
}

/** Rows that are predicted at once to see how long one takes. */
export const timedRows = 256

/** The latency of a session's network on rows of validation, or of training where none validate. */
export async function latencyOf(
  data: TrainingData,
  session: Pick<TrainingSession, 'predict' | 'predictionRows'>,
  clock: Clock,
): Promise<Pick<TrainingResult, 'latency'>> {
  const part = data.validation.count > 0 ? 'validation' : 'train'
  const rows = scoredRuns(data, part, timedRows)[0]?.count ?? 0
  if (rows === 0) return {}
  // A graph of fixed size computes rows of padding, too: of less data than that, they must not be blamed on the network.
  const computed = Math.max(rows, session.predictionRows ?? rows)
  return { latency: await measureLatency(clock, computed, () => session.predict(part, 0, rows)) }
}
