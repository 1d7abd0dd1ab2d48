import type { Cost, TrialState } from '../search/trial.ts'

/** What of a trial says when workers had it in hand. */
interface Worked {
  readonly state: TrialState
  workedSeconds?: number
  runningSince?: number
  endedAt?: number
}

/**
 * Takes note of how long a trial has been in the hands of workers. To be called after each line about it.
 * @param before its state before the line
 * @param at study time of the line (s of running)
 */
export function noteTime(trial: Worked, before: TrialState, at: number): void {
  const [was, is] = [before === 'running', trial.state === 'running']
  if (!was && is) trial.runningSince = at
  if (!was || is) return
  trial.workedSeconds = secondsWorked(trial, at)
  delete trial.runningSince
}

/** Seconds that a trial has been in the hands of workers by `at`; waiting in between is not counted. */
export function secondsWorked({ workedSeconds = 0, runningSince }: Worked, at: number): number {
  return workedSeconds + (runningSince === undefined ? 0 : Math.max(0, at - runningSince))
}

/** What a trial that has ended took; undefined for one that never ran. */
export function costOf({ workedSeconds, endedAt }: Worked): Cost | undefined {
  return workedSeconds === undefined || endedAt === undefined ? undefined : { seconds: workedSeconds, until: endedAt }
}
