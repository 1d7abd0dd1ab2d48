import type { ReportDocument } from '../../../preload/contract/types.ts'
import { formatDifference, formatMetric, formatMetricNumber } from '../../words/metrics.ts'
import { countOf } from '../../words/numbers.ts'
import type { Fact } from './cost.ts'
import { chanceInWords } from './headline.ts'
import { baselineInWords, capital, listInWords } from './phrases.ts'

/** Optimism, probability of being best, ties, noise, the one-standard-error choice and baselines; empty before confirmation. */
export function certaintyInWords({ study, finalists, gain, noise }: ReportDocument): readonly Fact[] {
  const { verdict, objective, chosen, definition } = study
  if (!verdict || !chosen) return []
  const { metric } = objective
  const percent = (share: number): string =>
    share > 0 && share < 0.01 ? 'under 1\u00a0%' : `${Math.round(100 * share)}\u00a0%`
  const nameOf = (trial: number): string => (trial === 0 ? 'the defaults' : String(trial))
  const own = verdict.standings.find(({ trial }) => trial === verdict.chosen)
  const others = verdict.standings.filter(
    ({ trial, probabilityOfBest = 0 }) => trial !== verdict.chosen && probabilityOfBest >= 0.005,
  )
  const ties = verdict.standings.filter(({ tied }) => tied).map(({ trial }) => nameOf(trial))
  const simplest = finalists.find((finalist) => finalist.simplest)
  const signed = (value: number): string => `${value < 0 ? '\u2212' : ''}${formatDifference(metric, value)}`
  return [
    {
      name: 'Optimism of the search',
      value: signed(verdict.optimism),
      note: `${formatMetricNumber(metric, chosen.value)} seen, ${formatMetric(metric, chosen.confirmed?.mean ?? chosen.value)} confirmed`,
    },
    ...(gain
      ? [
          {
            name: 'Gain over the defaults',
            value: signed(gain.difference),
            note: `95 % interval ${signed(gain.low)} to ${signed(gain.high)}; ${chanceInWords(gain.p)}`,
          },
        ]
      : []),
    ...(own?.probabilityOfBest === undefined
      ? []
      : [
          {
            name: `Chance that ${nameOf(verdict.chosen)} ${verdict.chosen === 0 ? 'are' : 'is'} best`,
            value: percent(own.probabilityOfBest),
            note: others
              .slice(0, 4)
              .map(({ trial, probabilityOfBest = 0 }) => `${nameOf(trial)}: ${percent(probabilityOfBest)}`)
              .join(', '),
          },
        ]),
    {
      name: 'Cannot be told from it',
      value: ties.length === 0 ? 'none' : String(ties.length),
      note: ties.length === 0 ? 'of the finalists' : capital(listInWords(ties)),
    },
    ...(noise
      ? [
          {
            name: 'Noise between seeds',
            value: formatDifference(metric, noise.deviation),
            note: `one deviation, ${countOf(noise.trainings, 'training')}`,
          },
        ]
      : []),
    ...(simplest
      ? [
          {
            name: 'Simplest within 1 SE',
            value: simplest.isDefault ? 'the defaults' : `trial ${simplest.trial}`,
            note: simplest.parameters === undefined ? '' : countOf(simplest.parameters, 'parameter'),
          },
        ]
      : []),
    ...verdict.baselines.map(({ name, mean, gain: by, beaten }) => ({
      name: capital(baselineInWords(name, definition.task)),
      value: formatMetric(metric, mean),
      note: `${beaten ? 'beaten' : 'not beaten beyond noise'}${by ? `, by ${signed(by.difference)} (${signed(by.low)} to ${signed(by.high)})` : ''}`,
    })),
  ]
}
