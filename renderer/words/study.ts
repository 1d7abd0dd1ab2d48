import type { Budget, ScoredTrial, StudyReport, StudySummary, TrialState } from '../../preload/contract/types.ts'
import { formatDuration } from './durations.ts'
import { halfInterval } from './interval.ts'
import { formatDifference, formatMetric, formatMetricNumber, gain, metricTitle } from './metrics.ts'
import { countOf, formatCount } from './numbers.ts'

export const trialStates: readonly TrialState[] = ['complete', 'pruned', 'failed', 'cancelled', 'running', 'queued']

export const statusWords = {
  new: 'not started',
  running: 'running',
  paused: 'paused',
  stopped: 'stopped',
  finished: 'finished',
} as const

/** The status with its stage where that says more. */
export function statusInWords(study: StudySummary): string {
  if (study.status === 'running' && study.stage === 'confirmation') return 'confirming the best'
  if (study.status === 'running' && study.stage === 'test') return 'scoring on the test set'
  if (study.status === 'running' && study.stage === 'closing') return 'ending the search'
  return statusWords[study.status]
}

const failureWords: Readonly<Record<string, string>> = {
  crash: 'the process crashed',
  hang: 'the process hung',
  'out-of-memory': 'out of memory',
  'time-limit': 'time limit',
  'nan-loss': 'the loss diverged',
  exception: 'an error while training',
  'engine-unavailable': 'no engine could run it',
  'dataset-missing': 'the data is missing',
  'dataset-changed': 'the data has changed',
}

export function failureInWords(code: string): string {
  return failureWords[code] ?? code.replaceAll('-', ' ')
}

/** "60 trials", "3 min", "60 trials or 3 min, whichever comes first". */
export function budgetInWords(budget: Budget): string {
  const limits = [
    ...(budget.trials === undefined ? [] : [countOf(budget.trials, 'trial')]),
    ...(budget.seconds === undefined ? [] : [formatDuration(budget.seconds)]),
    ...(budget.epochs === undefined ? [] : [countOf(budget.epochs, 'epoch')]),
  ]
  return limits.length > 1 ? `${limits.join(' or ')}, whichever comes first` : (limits[0] ?? 'no end')
}

/** How the best stands against the defaults, as far as it is known. Doubt as plain as success. */
export function bestInWords(study: StudyReport): string {
  const { chosen, best, baseline, objective } = study
  if (chosen?.confirmed) return confirmedInWords(study, chosen, chosen.confirmed)
  if (!best) return study.trials === 0 ? 'No trial has ended yet.' : 'No trial has completed yet.'
  const title = metricTitle(objective.metric)
  if (!baseline) return `Validation ${title}, trial ${best.trial}. The defaults have no score yet.`
  if (best.trial === baseline.trial)
    return `Validation ${title} of the defaults, trial 0: nothing tried so far does better.`
  const better = gain(objective, best.value, baseline.value)
  return `Validation ${title}, trial ${best.trial}: ${formatDifference(objective.metric, better)} better than the defaults, as far as the search can see.`
}

type Confirmed = NonNullable<ScoredTrial['confirmed']>

function confirmedInWords(
  { objective, baseline, verdict, definition }: StudyReport,
  chosen: ScoredTrial,
  confirmed: Confirmed,
): string {
  const { metric } = objective
  const half = halfInterval(confirmed.deviation, confirmed.seeds)
  const interval =
    verdict?.interval ?? (half === undefined ? undefined : { low: confirmed.mean - half, high: confirmed.mean + half })
  const sure = !interval
    ? `mean of ${countOf(confirmed.seeds, 'fresh seed')}, too few for an interval`
    : `${formatMetricNumber(metric, interval.low)} to ${formatMetric(metric, interval.high)}, 95 % interval, ${countOf(confirmed.seeds, 'fresh seed')}`
  const nothing = unbeatenInWords(verdict?.unbeaten ?? [], definition.task)
  const said = `${nothing}Validation ${metricTitle(metric)}, trial ${chosen.trial}: ${sure}. The search saw ${formatMetric(metric, chosen.value)}.`
  const reference = baseline?.confirmed
  if (!reference || chosen.trial === baseline.trial) return said
  const better = gain(objective, confirmed.mean, reference.mean)
  return better > 0
    ? `${said} The defaults, confirmed likewise, have ${formatMetric(metric, reference.mean)}: ${formatDifference(metric, better)} less good.`
    : `${said} The defaults, confirmed likewise, are no worse: ${formatMetric(metric, reference.mean)}.`
}

/** "Tuning did not beat the defaults or a linear model beyond noise. ", before anything else; empty where it beat them all. */
export function unbeatenInWords(
  unbeaten: NonNullable<StudyReport['verdict']>['unbeaten'],
  task: StudyReport['definition']['task'],
): string {
  const words = {
    defaults: 'the defaults',
    constant: task === 'classification' ? 'the commonest class' : 'the mean',
    linear: 'a linear model',
  }
  return unbeaten.length === 0
    ? ''
    : `Tuning did not beat ${unbeaten.map((name) => words[name]).join(' or ')} beyond noise. `
}

/** What to expect of a best that was chosen among many and not confirmed; empty when there is nothing to say. */
export function doubtInWords(report: StudyReport): string {
  const ended = report.counts.complete + report.counts.pruned
  if (report.chosen?.confirmed || ended < 2) return ''
  return `The best of ${formatCount(ended)} looks better than it is; fresh seeds would say by how much.`
}

/** "about 24 min left, between 20 min and 29 min", or "estimating". */
export function timeLeftInWords(report: StudyReport): { readonly middle: string; readonly range: string } {
  const left = report.progress.secondsLeft
  if (report.status !== 'running') return { middle: '', range: '' }
  if (!left) return { middle: 'estimating', range: 'after three results' }
  return {
    middle: `about ${formatDuration(left.expected)} left`,
    range: `between ${formatDuration(left.low)} and ${formatDuration(left.high)}`,
  }
}

/** "12 complete, 3 pruned, 1 failed" of states that occur. */
export function countsInWords(counts: Readonly<Record<TrialState, number>>): string {
  const said = trialStates.filter((state) => counts[state] > 0).map((state) => `${formatCount(counts[state])} ${state}`)
  return said.length === 0 ? 'no trials yet' : said.join(', ')
}
