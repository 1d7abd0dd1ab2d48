import { confirmationSeconds } from './budget.ts'
import type { StudyState } from './state.ts'
import { hasEnded } from './trial.ts'
import type { Trial } from './trial.ts'

/** How far a study is and how long it may still take. */
export interface Progress {
  /** 0 to 1, by the limit of the budget that is nearest to being spent; confirmation included when it runs. */
  readonly fraction: number
  /** Trials ended per minute of running, over the last ten; absent before the third. */
  readonly trialsPerMinute?: number
  /** Seconds left: the middle and the 80 % interval; absent while it cannot be told ("estimating"). */
  readonly secondsLeft?: { readonly expected: number; readonly low: number; readonly high: number }
}

/** Fewer trials than this say nothing about how long others take. */
const enough = 3
/** The rate is that of the last so many trials. */
const window = 10
/** Standard normal quantile that leaves 10 % above. */
const z80 = 1.2816

/**
 * Progress after `seconds` of running. The time left is the smallest of what each limit of the budget allows; its interval
 * comes from the spread of the last trials' durations: the sum of n more has a standard deviation of sqrt(n) times theirs, plus
 * what is not known about their mean.
 */
export function progressOf(state: StudyState, seconds: number): Progress {
  if (state.stage === 'done') return { fraction: 1 }
  const recent = state.trials.filter((trial) => hasEnded(trial.state) && trial.startedAt !== undefined)
  recent.sort((a, b) => a.endedAt! - b.endedAt!)
  const last = recent.slice(-window)
  const rate = last.length >= enough ? trialsPerMinute(last, recent.at(-1 - window)) : undefined
  const left = secondsLeft(state, seconds, last)
  return {
    fraction: fraction(state, seconds),
    ...(rate === undefined ? {} : { trialsPerMinute: rate }),
    ...(left ? { secondsLeft: left } : {}),
  }
}

function fraction(state: StudyState, seconds: number): number {
  if (state.stage === 'confirmation') return confirmationFraction(state)
  const { budget } = state
  const parts = [0]
  if (budget.trials !== undefined) parts.push(state.ended / budget.trials)
  if (budget.epochs !== undefined) parts.push(state.epochs / budget.epochs)
  if (budget.seconds !== undefined) parts.push(seconds / budget.seconds)
  return Math.min(1, Math.max(...parts))
}

/** While finalists are confirmed: the search counts for nine tenths. */
function confirmationFraction(state: StudyState): number {
  const { seeds, winner = 0 } = state.definition.protocol.confirm
  const wanted = state.finalists.length * seeds + winner
  let done = 0
  for (const finalist of state.finalists)
    for (const { plan, state: reached } of state.trials[finalist]!.runs) {
      const counts = plan.purpose === 'confirmation' || (plan.purpose === 'verification' && finalist === state.winner)
      if (counts && (reached === 'done' || reached === 'failed')) done++
    }
  return 0.9 + (wanted === 0 ? 0.1 : (0.1 * done) / wanted)
}

function trialsPerMinute(last: readonly Trial[], before: Trial | undefined): number | undefined {
  const from = before?.endedAt ?? Math.min(...last.map((trial) => trial.startedAt!))
  const span = last.at(-1)!.endedAt! - from
  return span > 0 ? (60 * last.length) / span : undefined
}

function secondsLeft(state: StudyState, seconds: number, last: readonly Trial[]): Progress['secondsLeft'] {
  const confirm = confirmationSeconds(state)
  if (state.stage === 'confirmation')
    return spread(Math.max(0, Math.min(confirm / 1.1, state.confirmUntil - seconds)), confirm * 0.25)
  if (state.stage !== 'search') return undefined
  const estimates: { expected: number; deviation: number }[] = []
  const { budget } = state
  if (budget.seconds !== undefined) estimates.push({ expected: Math.max(0, budget.seconds - seconds), deviation: 0 })
  const times = last.map((trial) => trial.endedAt! - trial.startedAt!)
  if (times.length >= enough) {
    const { workers } = state.definition
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length
    const deviation = Math.sqrt(times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (times.length - 1))
    const forTrials = (count: number) => ({
      expected: (count * mean) / workers + confirm,
      deviation: (deviation * Math.sqrt(count + (count * count) / times.length)) / workers,
    })
    if (budget.trials !== undefined) estimates.push(forTrials(Math.max(0, budget.trials - state.ended)))
    if (budget.epochs !== undefined && state.epochs > 0 && state.ended > 0)
      estimates.push(forTrials((Math.max(0, budget.epochs - state.epochs) * state.ended) / state.epochs))
  }
  // A limit in seconds alone is certain; beside it, others cannot be told before a few trials have ended.
  const limits = Object.values(budget).filter((limit) => limit !== undefined).length
  if (estimates.length === 0 || (estimates.length < limits && budget.seconds === undefined)) return undefined
  const nearest = estimates.reduce((a, b) => (b.expected < a.expected ? b : a))
  return spread(nearest.expected, nearest.deviation)
}

function spread(expected: number, deviation: number): Progress['secondsLeft'] {
  return {
    expected,
    low: Math.max(0, expected - z80 * deviation),
    high: expected + z80 * deviation,
  }
}
