import type { Front, StudyReport } from '../../preload/contract/types.ts'
import { formatMetric, metricTitle } from './metrics.ts'
import { countOf } from './numbers.ts'
import { objectivesInWords, objectivesOf } from './objectives.ts'
import { unbeatenInWords } from './study.ts'

/** Several objectives: how many compromises there are, how many of them stay with fresh seeds, and what they beat. */
export function frontInWords(report: StudyReport, front: Front): string {
  const names = objectivesInWords(objectivesOf(report))
  const { verdict } = front
  if (!verdict)
    return `${countOf(front.trials.length, 'trial')} that no other one beats in ${names} alike, as the search saw them. Fresh seeds would say which of them are there by chance.`
  const seen = verdict.members.filter(({ trial }) => front.trials.includes(trial))
  const staying = seen.filter(({ dominatedBy }) => dominatedBy === undefined).length
  const better = verdict.members.filter(({ againstDefault }) => againstDefault === 'better').length
  const traded = verdict.members.filter(({ againstDefault }) => againstDefault === 'trade-off').length
  return [
    unbeatenInWords(verdict.unbeaten, report.definition.task).trim(),
    `Of ${seen.length} trials on the front of ${names} that trained again with fresh seeds, ${staying} ${staying === 1 ? 'stays' : 'stay'} on it.`,
    ...(better > 0
      ? [`${better} ${better === 1 ? 'is' : 'are'} better than the defaults beyond noise, and worse in nothing.`]
      : []),
    ...(traded > 0
      ? [`${traded} ${traded === 1 ? 'is' : 'are'} better than the defaults in one objective, and worse in another.`]
      : []),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

/** "98.12 %, 3250 parameters": a trial's value of each objective; fresh seeds' with its interval. */
export function memberInWords(
  report: StudyReport,
  values: readonly (number | null | { mean: number; low?: number; high?: number } | undefined)[],
): string {
  return objectivesOf(report)
    .flatMap(({ metric }, place) => {
      const value = values[place]
      if (value === null || value === undefined) return []
      if (typeof value === 'number') return [withName(metric, value)]
      const { mean, low, high } = value
      return low === undefined || high === undefined || low === high
        ? [withName(metric, mean)]
        : [`${formatMetric(metric, low)} to ${withName(metric, high)}`]
    })
    .join(', ')
}

/** A count of parameters does not say what it counts. */
const withName = (metric: string, value: number): string =>
  metric === 'parameters' ? `${formatMetric(metric, value)} ${metricTitle(metric)}` : formatMetric(metric, value)
