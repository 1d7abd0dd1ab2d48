import type { TrialRow } from '../../../preload/contract/types.ts'

export interface RunningPoint {
  readonly trial: number
  readonly mean: number
  readonly deviation: number
}

/** Mean and sample deviation of the scores of the last `window` complete trials, at each of them from the fifth on. O(n). */
export function runningMean(rows: readonly TrialRow[], window: number): readonly RunningPoint[] {
  const kept: number[] = []
  let [sum, squares] = [0, 0]
  const points: RunningPoint[] = []
  for (const row of rows) {
    if (row.state !== 'complete' || row.value === undefined) continue
    kept.push(row.value)
    sum += row.value
    squares += row.value * row.value
    if (kept.length > window) {
      const gone = kept.shift() as number
      sum -= gone
      squares -= gone * gone
    }
    const n = kept.length
    if (n < 5) continue
    const mean = sum / n
    points.push({ trial: row.number, mean, deviation: Math.sqrt(Math.max(0, (squares - n * mean * mean) / (n - 1))) })
  }
  return points
}
