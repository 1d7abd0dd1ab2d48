import type { Front, ScoredTrial, StudyReport } from '../../../preload/contract/types.ts'
import { metricInWords, valueInWords } from '../terminal/metric.ts'
import { formatNumber } from '../terminal/numbers.ts'
import { baselineInWords } from './baseline-words.ts'

type Verdict = NonNullable<Front['verdict']>
type Member = Verdict['members'][number]

/** A study with several objectives in a few sentences: the front, and how each trial of it fares with fresh seeds. */
export function frontText(report: StudyReport, front: Front): string[] {
  const lines = [headlineOf(report, front)]
  if (front.verdict) {
    for (const member of front.verdict.members) lines.push(`    ${memberText(report, member)}`)
    for (const { name, values } of front.verdict.baselines)
      lines.push(
        `Beside it, ${baselineInWords(name, report)}: ${metricsOf(report)
          .flatMap((metric, k) => (values[k] ? [metricInWords(metric, values[k].mean)] : []))
          .join(', ')}.`,
      )
  } else for (const trial of front.shown) lines.push(`    ${shownText(report, trial)}`)
  const volume = front.hypervolume?.steps.at(-1)?.[1]
  if (volume !== undefined)
    lines.push(
      `Hypervolume ${formatNumber(volume)}: the share of the room between the best values and ${metricsOf(report)
        .map((metric, k) => metricInWords(metric, front.hypervolume!.reference[k]!))
        .join(', ')} that these trials dominate.`,
    )
  const tested = front.shown.filter(({ test }) => test)
  if (tested.length > 0)
    lines.push(
      `On the sealed test set, opened once after ${report.test?.afterTrials ?? report.trials} trials: ${tested
        .map(({ trial, test }) => `trial ${trial} ${testText(report, test!)}`)
        .join('; ')}.`,
    )
  return lines
}

const metricsOf = ({ objective, furtherObjectives = [] }: StudyReport): string[] =>
  [objective, ...furtherObjectives].map(({ metric }) => metric)

const namesOf = (report: StudyReport): string => metricsOf(report).join(' and ')

/** The front, not a winner: how many compromises there are, how many of them stay, and whether any beats the defaults. */
export function headlineOf(report: StudyReport, front: Front): string {
  const { verdict } = front
  const count = front.trials.length
  if (!verdict)
    return count === 1
      ? `Trial ${front.trials[0]} is best in ${namesOf(report)} alike, as the search saw it; not confirmed.`
      : `${count} trials that no other one beats in ${namesOf(report)} alike, as the search saw them; not confirmed:`
  const { members } = verdict
  const seen = members.filter(({ trial }) => front.trials.includes(trial))
  const staying = seen.filter(({ dominatedBy }) => dominatedBy === undefined).length
  const better = members.filter(({ againstDefault }) => againstDefault === 'better').length
  const traded = members.filter(({ againstDefault }) => againstDefault === 'trade-off').length
  const unbeaten = verdict.unbeaten.map((name) => baselineInWords(name, report))
  return [
    `The front of ${namesOf(report)} has ${count === 1 ? 'one trial' : `${count} trials`}, as the search saw ${count === 1 ? 'it' : 'them'}.`,
    `Of ${seen.length} that trained again with fresh seeds ${staying} ${staying === 1 ? 'stays' : 'stay'} on it.`,
    ...(better > 0
      ? [`${better} ${better === 1 ? 'is' : 'are'} better than the defaults beyond noise, and worse in nothing.`]
      : []),
    ...(traded > 0
      ? [
          `${traded} ${traded === 1 ? 'is' : 'are'} better than the defaults beyond noise in one objective, and worse in another.`,
        ]
      : []),
    ...(unbeaten.length > 0 ? [`Nothing on it beats ${unbeaten.join(' or ')} beyond noise.`] : []),
  ].join(' ')
}

function memberText(report: StudyReport, { trial, values, dominatedBy, againstDefault }: Member): string {
  const said = metricsOf(report).flatMap((metric, k) => {
    const value = values[k]
    if (!value) return []
    const { mean, low, high } = value
    return low === undefined || high === undefined || low === high
      ? [metricInWords(metric, mean)]
      : [`${metricInWords(metric, mean)} (${valueInWords(metric, low)} to ${valueInWords(metric, high)})`]
  })
  const standing = {
    better: ', better than the defaults',
    'trade-off': ', better than the defaults in one, worse in another',
    'not-better': ', in nothing better than the defaults beyond noise',
    untested: '',
  }[againstDefault]
  const left = dominatedBy === undefined ? '' : `, off the front: trial ${dominatedBy} is better`
  return `${trial === 0 ? 'The defaults (trial 0)' : `Trial ${trial}`}: ${said.join(', ')}${standing}${left}`
}

function shownText(report: StudyReport, { trial, values = [] }: ScoredTrial): string {
  const said = metricsOf(report).map((metric, k) => metricInWords(metric, values[k] ?? Number.NaN))
  return `${trial === 0 ? 'The defaults (trial 0)' : `Trial ${trial}`}: ${said.join(', ')}`
}

function testText(report: StudyReport, test: Readonly<Record<string, number>>): string {
  const said = metricsOf(report).flatMap((metric) =>
    test[metric] === undefined ? [] : [metricInWords(metric, test[metric])],
  )
  return said.join(', ')
}
