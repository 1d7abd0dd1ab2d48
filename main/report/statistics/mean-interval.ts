import { tQuantile } from '../../study/statistics/student-t.ts'

export interface MeanInterval {
  readonly n: number
  readonly mean: number
  /** Sample standard deviation; absent for one value. */
  readonly deviation?: number
  /** Half the width of the interval; absent for one value. */
  readonly margin?: number
}

/**
 * The mean of independent values and its t interval: mean plus and minus t(n - 1) * s / sqrt(n).
 * @returns undefined for no values
 */
export function meanInterval(values: readonly number[], confidence = 0.95): MeanInterval | undefined {
  const n = values.length
  if (n === 0) return undefined
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  if (n === 1) return { n, mean }
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1))
  return { n, mean, deviation, margin: (tQuantile(0.5 + confidence / 2, n - 1) * deviation) / Math.sqrt(n) }
}
