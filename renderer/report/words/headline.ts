import type { ReportDocument } from '../../../preload/contract/types.ts'
import { formatDifference, formatMetric, gain, metricTitle } from '../../words/metrics.ts'
import { countOf, formatCount } from '../../words/numbers.ts'
import { intervalInWords } from './interval.ts'
import { baselineInWords, listInWords, lower, numberInWords } from './phrases.ts'

/** Where a report stands: what it says is a draft, not confirmed, or as sure as fresh seeds make it. */
export type Standing = 'nothing' | 'unconfirmed' | 'not-better' | 'better' | 'untested'

export function standingOf({ study }: ReportDocument): Standing {
  if (study.counts.complete === 0 || !study.best) return 'nothing'
  if (!study.verdict) return 'unconfirmed'
  if (study.verdict.againstDefault === 'untested') return 'untested'
  return study.verdict.againstDefault === 'beyond-noise' ? 'better' : 'not-better'
}

/** Whether the study is over: what goes on may change every figure. */
export const isDraft = ({ study }: ReportDocument): boolean => study.status !== 'finished' && study.status !== 'stopped'

/** "What was asked", as a question. */
export function questionInWords({ study, data, template }: ReportDocument): string {
  const { metric, direction } = study.objective
  const goal = direction === 'maximise' ? 'highest' : 'lowest'
  return `Which settings of a ${lower(template.title)} give the ${goal} ${metricTitle(metric)} on ${data.title}?`
}

/** The verdict in one or two sentences; where tuning gained nothing beyond noise they say so. */
export function headlineOf(document: ReportDocument): string {
  const { study } = document
  const { metric } = study.objective
  switch (standingOf(document)) {
    case 'nothing':
      return 'No trial completed: there is no configuration to recommend.'
    case 'unconfirmed':
      return unconfirmed(document)
    case 'untested': {
      const { chosen } = study
      return `Trial ${chosen?.trial ?? study.verdict?.chosen} has ${formatMetric(metric, chosen?.confirmed?.mean ?? 0)}; whether it beats the defaults was not tested.`
    }
    case 'not-better':
      return `${notBetter(document)}${butBaselines(document)}`
    case 'better':
      return `${better(document)}${butBaselines(document)}`
  }
}

function unconfirmed({ study }: ReportDocument): string {
  const { best, baseline, objective } = study
  if (!best) return ''
  const title = metricTitle(objective.metric)
  if (!baseline || baseline.trial === best.trial)
    return `Not confirmed: trial ${best.trial} has a validation ${title} of ${formatMetric(objective.metric, best.value)}.`
  const difference = formatDifference(objective.metric, gain(objective, best.value, baseline.value))
  return `Not confirmed: trial ${best.trial} looks ${difference} better than the defaults, as far as the search can see.`
}

function notBetter({ study }: ReportDocument): string {
  const { verdict, objective } = study
  const of = (trial: number) => verdict?.standings.find((standing) => standing.trial === trial)?.mean
  const [leader, own] = [verdict && of(verdict.leader), verdict && of(verdict.chosen)]
  if (!verdict || verdict.leader === verdict.chosen || leader === undefined || own === undefined)
    return `Tuning did not help: of ${countOf(verdict?.standings.length ?? 0, 'finalist')} the defaults are the best. Use the defaults.`
  const difference = formatDifference(objective.metric, leader - own)
  return `Tuning did not help: ${difference}, no more than chance between seeds would give. Use the defaults.`
}

function better({ study, gain: measured }: ReportDocument): string {
  const { verdict, chosen, baseline, objective } = study
  const { metric, direction } = objective
  const [own, beside] = [chosen?.confirmed?.mean, baseline?.confirmed?.mean]
  const ties = verdict?.standings.filter(({ tied }) => tied).length ?? 0
  const shared = ties === 0 ? '' : `, and ${numberInWords(ties + 1)} configurations share first place`
  if (own === undefined || beside === undefined) return `Yes: tuning beats the defaults beyond noise${shared}.`
  const by = formatDifference(metric, measured?.difference ?? gain(objective, own, beside))
  const verb = direction === 'maximise' ? 'raises' : 'lowers'
  const figures = `from ${formatMetric(metric, beside)} with the defaults to ${formatMetric(metric, own)}`
  // The finalists' test and the chosen one's second set need not agree: the plainer of the two is said.
  if (measured && measured.low <= 0)
    return `Probably, by ${by}: tuning ${verb} ${metricTitle(metric)} ${figures}, but a second set of seeds cannot tell this from chance.`
  return `Yes, by ${by}. Tuning ${verb} ${metricTitle(metric)} ${figures}${shared}.`
}

/** A simple predictor that does as well is part of the verdict. */
function butBaselines({ study }: ReportDocument): string {
  const names = (study.verdict?.unbeaten ?? []).filter((name) => name !== 'defaults')
  if (names.length === 0) return ''
  return ` It does not beat ${listInWords(
    names.map((name) => baselineInWords(name, study.definition.task)),
    'or',
  )} beyond noise.`
}

/** What the figures of the headline rest on, and their doubt. */
export function leadOf(document: ReportDocument): string[] {
  const { study, gain: measured } = document
  const { verdict, chosen, objective, best } = study
  const { metric } = objective
  const lines: string[] = []
  if (isDraft(document))
    lines.push(
      `Draft: the study is ${draftWord(study.status)}, with ${countOf(study.trials, 'trial')} so far; every figure may change.`,
    )
  if (!verdict) {
    if (best)
      lines.push(
        `One training each, on the rows that the search chose by. The best of ${formatCount(study.counts.complete + study.counts.pruned)} looks better than it is; fresh seeds would say by how much.`,
      )
    return lines
  }
  const seeds = chosen?.confirmed?.seeds ?? 0
  lines.push(
    `${countOf(seeds, 'fresh seed')} on validation rows, not the search, gave the figure of trial ${verdict.chosen}.`,
  )
  if (verdict.interval) lines.push(`Its 95 % interval runs from ${intervalInWords(metric, verdict.interval)}.`)
  if (measured) lines.push(gainInWords(metric, measured))
  return lines
}

const draftWord = (status: string): string => (status === 'new' ? 'not started' : status)

/** "The difference is 0.87 points, 95 % interval 0.55 to 1.19; p < 0.001 (Welch's t test)." */
export function gainInWords(metric: string, { difference, low, high, p }: NonNullable<ReportDocument['gain']>): string {
  const shown = (value: number): string => `${value < 0 ? '\u2212' : ''}${formatDifference(metric, value)}`
  return `The difference to the defaults is ${shown(difference)}, 95 % interval ${shown(low)} to ${shown(high)}; ${chanceInWords(p)} (Welch's t test).`
}

/** "p < 0.001", "p = 0.03" */
export const chanceInWords = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toPrecision(2)}`)
