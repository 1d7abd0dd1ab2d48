import { confirmationSeconds } from './budget.ts'
import type { StudyState } from './state.ts'
import { searchTimesLeft } from './time-left.ts'
import type { Estimate } from './time-left.ts'
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
 * Progress after `seconds` of running. The time left is the smallest of what each limit of the budget allows (time-left.ts),
 * and what confirming the best takes.
 */
export function progressOf(state: StudyState, seconds: number): Progress {
  if (state.stage === 'done') return { fraction: 1 }
  const recent = state.trials.filter((trial) => hasEnded(trial.state) && trial.startedAt !== undefined)
  recent.sort((a, b) => a.endedAt! - b.endedAt!)
  const last = recent.slice(-window)
  const rate = last.length >= enough ? trialsPerMinute(last, recent.at(-1 - window)) : undefined
  const left = secondsLeft(state, seconds)
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
      const counts =
        (plan.purpose === 'confirmation' && plan.index < seeds) ||
        (plan.purpose === 'verification' && finalist === state.winner)
      if (counts && (reached === 'done' || reached === 'failed')) done++
    }
  return 0.9 + (wanted === 0 ? 0.1 : (0.1 * done) / wanted)
}

function trialsPerMinute(last: readonly Trial[], before: Trial | undefined): number | undefined {
  const from = before?.endedAt ?? Math.min(...last.map((trial) => trial.startedAt!))
  const span = last.at(-1)!.endedAt! - from
  return span > 0 ? (60 * last.length) / span : undefined
}

function secondsLeft(state: StudyState, seconds: number): Progress['secondsLeft'] {
  const confirm = confirmationSeconds(state)
  if (state.stage === 'confirmation') {
    const left = Math.max(0, Math.min(confirm / 1.1, state.confirmUntil - seconds))
    return interval({ expected: left, deviation: left * 0.25 })
  }
  if (state.stage !== 'search') return undefined
  const { budget } = state
  const searching = searchTimesLeft(state, seconds)
  // A limit in seconds alone is certain; beside it, others cannot be told before a few trials have ended.
  const limits = [budget.trials, budget.epochs].filter((limit) => limit !== undefined).length
  if (searching.length < limits && budget.seconds === undefined) return undefined
  const all = [
    ...searching.map(({ expected, deviation }) => ({ expected: expected + confirm, deviation })),
    ...(budget.seconds === undefined ? [] : [{ expected: Math.max(0, budget.seconds - seconds), deviation: 0 }]),
  ]
  return interval(all.reduce((a, b) => (b.expected < a.expected ? b : a)))
}

/** The middle and the 80 % interval of a log-normal time: it may take twice as long, but not less than nothing. */
function interval({ expected, deviation }: Estimate): NonNullable<Progress['secondsLeft']> {
  if (expected <= 0) return { expected: 0, low: 0, high: 0 }
  const variance = Math.log1p((deviation / expected) ** 2)
  const at = (z: number): number => expected * Math.exp(z * Math.sqrt(variance) - variance / 2)
  return { expected, low: Math.min(expected, at(-z80)), high: Math.max(expected, at(z80)) }
}
