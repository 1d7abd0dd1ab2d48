import { timeModelOf, type Duration, type TimeModel } from '../search/cost/time-model.ts'
import { normalCdf } from '../search/numerics/normal.ts'
import { compileSpace } from '../search/space/compiled.ts'
import { layoutOf, type Layout } from '../search/space/layout.ts'
import type { StudyState } from './state.ts'
import { asSearchTrial, hasEnded } from './trial.ts'
import type { Trial } from './trial.ts'
import { secondsWorked } from './trial-time.ts'

/** Seconds, and the standard deviation of what is not known about them. */
export interface Estimate {
  readonly expected: number
  readonly deviation: number
}

/** Fewer trials than this say nothing about how long others take. */
const enough = 3
/** Trials to come are like the last so many. */
const window = 20

/**
 * What the rest of the search takes, by each limit of the budget that is not time: what is in hand as the model of training
 * time has learnt it (search/cost), longer the longer it runs already; what nobody has suggested yet like the newest trials.
 *
 * @param seconds of running so far
 * @returns as many estimates as there are limits of trials and epochs; none before the third trial has ended
 */
export function searchTimesLeft(state: StudyState, seconds: number): readonly Estimate[] {
  const ended = state.trials.filter((trial) => hasEnded(trial.state) && trial.workedSeconds !== undefined)
  if (ended.length < enough) return []
  const newest = ended.sort((a, b) => a.endedAt! - b.endedAt!).slice(-window)
  const took = newest.map((trial) => trial.workedSeconds!)
  const usual = momentsOf(took)
  const lanes = concurrencyOf(newest)
  const { budget } = state
  const estimates: Estimate[] = []
  if (budget.trials !== undefined) {
    const inHand = state.trials
      .filter((trial) => !hasEnded(trial.state))
      .map((trial) => restOf(state, trial, newest, usual, seconds))
    const rest = sumOf([...inHand, together(usual, Math.max(0, budget.trials - state.trials.length), newest.length)])
    // The last trial has the machine to itself, and nothing makes it shorter.
    const longest = Math.max(0, ...inHand.map(({ expected }) => expected))
    estimates.push({ expected: Math.max(rest.expected / lanes, longest), deviation: rest.deviation / lanes })
  }
  if (budget.epochs !== undefined && state.epochs > 0) {
    const count = (Math.max(0, budget.epochs - state.epochs) * state.ended) / state.epochs
    const rest = together(usual, count, newest.length)
    estimates.push({ expected: rest.expected / lanes, deviation: rest.deviation / lanes })
  }
  return estimates
}

function momentsOf(values: readonly number[]): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1)
  return { expected: mean, deviation: Math.sqrt(variance) }
}

/** The sum of `count` like those seen, whose mean is known from `known` of them. */
function together({ expected, deviation }: Estimate, count: number, known: number): Estimate {
  return { expected: count * expected, deviation: deviation * Math.sqrt(count + (count * count) / known) }
}

function sumOf(parts: readonly Estimate[]): Estimate {
  return {
    expected: parts.reduce((sum, { expected }) => sum + expected, 0),
    deviation: Math.hypot(...parts.map(({ deviation }) => deviation)),
  }
}

/** Trials that are in the hands of workers at a time, as measured: stacks and idle workers included. */
function concurrencyOf(newest: readonly Trial[]): number {
  const from = Math.min(...newest.map((trial) => trial.endedAt! - trial.workedSeconds!))
  const span = newest.at(-1)!.endedAt! - from
  const worked = newest.reduce((sum, trial) => sum + trial.workedSeconds!, 0)
  return span > 0 ? Math.max(1, worked / span) : 1
}

/** What a trial that has not ended still takes. */
function restOf(state: StudyState, trial: Trial, newest: readonly Trial[], usual: Estimate, seconds: number): Estimate {
  const known = modelOf(state)
  const elapsed = secondsWorked(trial, seconds)
  if (!known) return beyond(logNormal(usual), elapsed)
  const { model, share } = known
  const { mean, deviation } = model.of(trial.configuration)
  return beyond({ mean: mean + Math.log(share(newest)), deviation }, elapsed)
}

/** The log-normal distribution of these moments. */
function logNormal({ expected, deviation }: Estimate): Duration {
  const mean = Math.max(1e-3, expected)
  const variance = Math.log1p((deviation / mean) ** 2)
  return { mean: Math.log(mean) - variance / 2, deviation: Math.sqrt(Math.max(1e-4, variance)) }
}

/** What is left of a log-normal time of which so many seconds are over. */
function beyond({ mean, deviation }: Duration, elapsed: number): Estimate {
  const moment = (power: number): number => {
    const whole = Math.exp(power * mean + (power * deviation) ** 2 / 2)
    if (elapsed <= 0) return whole
    const at = (mean - Math.log(elapsed)) / deviation
    return (whole * normalCdf(at + power * deviation)) / Math.max(1e-12, normalCdf(at))
  }
  // Far beyond what was to be expected it may end at any moment, or take as long again.
  const first = Math.max(moment(1), 1.05 * elapsed)
  const variance = Math.max(moment(2) - first * first, (0.1 * (first - elapsed)) ** 2)
  return { expected: first - elapsed, deviation: Math.sqrt(variance) }
}

interface Known {
  readonly model: TimeModel
  /** Ends that it has seen. */
  readonly ended: number
  /** What trials take of what they would if nothing stopped them. */
  share(newest: readonly Trial[]): number
}

const layouts = new WeakMap<StudyState, Layout>()
const models = new WeakMap<StudyState, Known>()

/** Fitted again when a tenth more trials have ended: one fit takes up to some tens of milliseconds. */
function modelOf(state: StudyState): Known | undefined {
  const kept = models.get(state)
  if (kept && state.ended >= kept.ended && state.ended < 1.1 * kept.ended + 1) return kept
  const layout = layouts.get(state) ?? layoutOf(compileSpace(state.definition.space))
  layouts.set(state, layout)
  const model = timeModelOf(layout, state.trials.map(asSearchTrial))
  if (!model) return undefined
  const known: Known = {
    model,
    ended: state.ended,
    share(newest) {
      const whole = newest.reduce((sum, { configuration }) => sum + Math.exp(model.of(configuration).mean), 0)
      return newest.reduce((sum, trial) => sum + trial.workedSeconds!, 0) / whole
    },
  }
  models.set(state, known)
  return known
}
