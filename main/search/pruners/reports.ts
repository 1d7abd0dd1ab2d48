import type { Direction, SearchTrial } from '../trial.ts'

/** Whether `a` is better than `b`; numbers are better than NaN. */
export function isBetter(a: number, b: number, direction: Direction): boolean {
  if (Number.isNaN(a)) return false
  if (Number.isNaN(b)) return true
  return direction === 'minimise' ? a < b : a > b
}

/** Best value that a trial reported up to an epoch; NaN when it reported nothing but NaN, undefined when nothing at all. */
export function bestUpTo(trial: SearchTrial, epoch: number, direction: Direction): number | undefined {
  let best: number | undefined
  for (const [at, value] of trial.intermediate) {
    if (at > epoch) break
    if (best === undefined || isBetter(value, best, direction)) best = value
  }
  return best
}

/** The last epoch that a trial reported; 0 when it reported none. */
export function lastEpoch(trial: SearchTrial): number {
  return trial.intermediate.at(-1)?.[0] ?? 0
}

/** The epoch before the last one that a trial reported; 0 when there is none. */
export function epochBefore(trial: SearchTrial): number {
  return trial.intermediate.at(-2)?.[0] ?? 0
}

/** Whether a trial's newest report brought it to an epoch, or past it. */
export function hasJustReached(trial: SearchTrial, epoch: number): boolean {
  return epochBefore(trial) < epoch && epoch <= lastEpoch(trial)
}

/** The most epochs that a completed trial trained: what a full training is, as far as known; 0 before the first. */
export function longestTraining(history: readonly SearchTrial[]): number {
  return history.reduce((most, trial) => (trial.state === 'complete' ? Math.max(most, lastEpoch(trial)) : most), 0)
}

/** Up to four digits, for sentences. */
export function short(value: number): string {
  return String(Number(value.toPrecision(4)))
}
