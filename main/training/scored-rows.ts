import type { Examples, TrainingData } from './examples.ts'

/** Rows that are predicted at once, and numbers: a network that predicts at each step gives thousands a row. */
const mostRows = 1024
const mostNumbers = 2 ** 20

/** Numbers that training rows are scored by, at most: 64 MB of them. Validation and test rows are always scored whole. */
const mostTrainingNumbers = 2 ** 24

/** Numbers that a network gives for an example: `outputs` for each of its targets. */
export const numbersPerExample = ({ outputs, targetsPerExample = 1 }: TrainingData): number =>
  outputs * targetsPerExample

/** A run of rows to predict. */
export interface Run {
  readonly from: number
  readonly count: number
}

/**
 * The runs of rows by which a part is scored: all of it, but of training rows with very many outputs an even choice.
 * @param most rows of a run, where the caller wants fewer
 */
export function scoredRuns(data: TrainingData, part: 'train' | 'validation' | 'test', most = mostRows): Run[] {
  const { count = 0 } = data[part] ?? {}
  const width = numbersPerExample(data)
  const rows = Math.max(1, Math.min(most, mostRows, Math.floor(mostNumbers / width)))
  const runs = Array.from({ length: Math.ceil(count / rows) }, (_, index) => ({
    from: index * rows,
    count: Math.min(rows, count - index * rows),
  }))
  const every = part === 'train' ? Math.ceil((count * width) / mostTrainingNumbers) : 1
  return every <= 1 ? runs : runs.filter((_, index) => index % every === 0)
}

/** What is known of the examples of some runs: their number, targets and what these are counted from. */
export function targetsOfRuns(
  { targets, base, count }: Examples,
  runs: readonly Run[],
): Pick<Examples, 'count' | 'targets' | 'base'> {
  const chosen = runs.reduce((sum, run) => sum + run.count, 0)
  if (chosen === count) return { count, targets, ...(base && { base }) }
  const each = targets.length / count
  const parts = runs.map((run) => targets.subarray(run.from * each, (run.from + run.count) * each))
  const all = targets instanceof Int32Array ? new Int32Array(chosen * each) : new Float32Array(chosen * each)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  const chosenBase =
    base && Float64Array.from(runs.flatMap((run) => [...base.subarray(run.from * each, (run.from + run.count) * each)]))
  return { count: chosen, targets: all, ...(chosenBase && { base: chosenBase }) }
}
