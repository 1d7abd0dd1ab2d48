import type { Explanation, Objective } from '../../preload/contract/types.ts'
import { formatDifference, formatMetric, metricTitle } from './metrics.ts'
import { formatSignificant } from './numbers.ts'

const samplers: Readonly<Record<string, string>> = {
  gp: 'Gaussian process',
  tpe: 'tree-structured Parzen estimator',
  cma: 'CMA-ES',
  ga: 'genetic algorithm',
  nsga2: 'NSGA-II',
  de: 'differential evolution',
  regularisedEvolution: 'regularised evolution',
  random: 'random draw',
  sobol: 'Sobol sequence',
  halton: 'Halton sequence',
  portfolio: 'portfolio of good configurations',
}

export function samplerTitle(name: string): string {
  return samplers[name] ?? name
}

/** Deviations from what was expected that are a surprise: one in twenty trainings is so far off by chance. */
const surprising = 2

/** What a model expected of a trial, beside what came; one line for each objective that it knew. */
export function expectationLines(
  { expected }: Explanation,
  objectives: readonly Objective[],
  measured: readonly (number | null | undefined)[],
): readonly string[] {
  return (expected ?? []).flatMap(({ mean, deviation }, place) => {
    const objective = objectives[place]
    if (!objective) return []
    const { metric } = objective
    const title = objectives.length > 1 ? `${metricTitle(metric)}: ` : ''
    const stated = `${title}expected ${formatMetric(metric, mean)} ± ${formatDifference(metric, deviation)}`
    const value = measured[place]
    if (value === undefined || value === null) return [sentence(stated)]
    const off = deviation > 0 ? (value - mean) / deviation : 0
    const better = objective.direction === 'maximise' ? off > 0 : off < 0
    const surprise =
      Math.abs(off) < surprising ? '' : better ? ': better than the model thought' : ': worse than the model thought'
    return [sentence(`${stated}; measured ${formatMetric(metric, value)}${surprise}`)]
  })
}

/** How much of what was hoped for was hope; undefined where the sampler expects nothing in numbers. */
export function explorationInWords({ exploration, expected }: Explanation): string | undefined {
  if (exploration === undefined) return undefined
  if (exploration > 0.995)
    return expected && expected.length > 1
      ? 'Exploration: what was expected does not push the front; its uncertainty made it worth a try.'
      : 'Exploration: what was expected is no better than the best; its uncertainty made it worth a try.'
  const percent = Math.round(100 * exploration)
  if (percent < 1) return 'Exploitation: the model was sure of an improvement.'
  return `Of the improvement hoped for ${percent}\u00a0% came from uncertainty (exploration), the rest from what the model expects (exploitation).`
}

/** Undefined for samplers that compare no densities. */
export function likelihoodInWords({ likelihoodRatio }: Explanation): string | undefined {
  if (likelihoodRatio === undefined) return undefined
  const times = likelihoodRatio >= 100 ? 'over 100' : formatSignificant(likelihoodRatio, 2)
  return `${times} times as likely among the good trials as among the others.`.replace(/^o/, 'O')
}

/** 0 -> "the same", 0.034 -> "0.03" of the width of the ranges. */
export function distanceInWords(distance: number): string {
  return distance < 0.0005 ? 'the same' : formatSignificant(distance, 2)
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
