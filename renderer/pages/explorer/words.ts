import type { Objective, TrialRow } from '../../../preload/contract/types.ts'
import type { ParallelAxis } from '../../charts/parallel/axis.ts'
import { brushInWords } from '../../charts/parallel/brushes.ts'
import type { Filter } from '../../state/brush.ts'
import { formatDifference, formatMetric, gain, isBetter } from '../../words/metrics.ts'
import { countOf, formatCount } from '../../words/numbers.ts'

/** Number of the best complete trial that the mask has; undefined without one. */
export function bestOf(rows: readonly TrialRow[], objective: Objective, mask: Uint8Array): number | undefined {
  let best: TrialRow | undefined
  for (const row of rows)
    if (row.state === 'complete' && row.value !== undefined && mask[row.number] === 1)
      if (best?.value === undefined || isBetter(objective, row.value, best.value)) best = row
  return best?.number
}

/** "learning rate 3.8e−4 to 3.3e−3, 125 of 400 trials, best 91.43 %" */
export function selectionInWords(
  axes: readonly ParallelAxis[],
  filter: Filter,
  counts: { readonly selected: number; readonly all: number },
  metric: string,
  best: number | undefined,
): string {
  const brushes = Object.entries(filter.brushes).flatMap(([key, each]) => {
    const axis = axes.find((candidate) => candidate.key === key)
    return axis ? [`${axis.title} ${each.map((brush) => brushInWords(axis, brush)).join(' or ')}`] : []
  })
  return [
    ...brushes,
    ...(filter.top === undefined ? [] : [`best ${shareInPercent(filter.top)}`]),
    `${formatCount(counts.selected)} of ${countOf(counts.all, 'trial')}`,
    ...(best === undefined ? [] : [`best ${formatMetric(metric, best)}`]),
  ].join(', ')
}

/** 0.125 -> "12.5 %" */
export const shareInPercent = (share: number): string => `${Number((100 * share).toPrecision(3))}\u00a0%`

/** "trial 165: 91.23 %, 0.20 points below trial 322" */
export function trialTip(row: TrialRow, objective: Objective, best: TrialRow | undefined): string {
  if (row.value === undefined) return `trial ${row.number}, ${row.state}, no score`
  const score = `trial ${row.number}${row.state === 'complete' ? '' : `, ${row.state}`}: ${formatMetric(objective.metric, row.value)}`
  if (best?.value === undefined) return score
  if (best.number === row.number) return `${score}, the best of the selection`
  const better = gain(objective, row.value, best.value)
  return `${score}, ${formatDifference(objective.metric, better)} ${better > 0 ? 'better' : 'worse'} than trial ${best.number}`
}
