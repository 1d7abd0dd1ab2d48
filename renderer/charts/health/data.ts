import type { Insights, StudyReport, TrialRow } from '../../../preload/contract/types.ts'
import { formatDifference, gain } from '../../words/metrics.ts'
import { countOf } from '../../words/numbers.ts'
import { formatValue, parameterTitle } from '../../words/parameters.ts'
import { failureInWords } from '../../words/study.ts'
import { spearman } from '../correlation/data.ts'

export interface HealthLine {
  readonly level: 'fine' | 'look' | 'unknown'
  readonly title: string
  readonly text: string
  /** What one click does about it: axes and values to brush. */
  readonly brush?: { readonly axis: string; readonly low: number; readonly high: number }
  readonly failures?: true
}

type Points = readonly (readonly [epoch: number, value: number])[]

/** Rank correlations below this make early stopping a guess. */
const trusted = 0.5
const leastCurves = 10

/** The five questions that a study has to answer before its best is believed. */
export function healthOf(
  report: StudyReport,
  rows: readonly TrialRow[],
  pointsOf: (trial: number) => Points | undefined,
  insights: Insights | undefined,
): readonly HealthLine[] {
  return [effect(report), noise(report, rows), early(rows, pointsOf), ...edges(report, insights), failures(rows)]
}

/** Whether tuning has any effect at all, by fresh seeds where there are some. */
function effect({ verdict, best, baseline, objective }: StudyReport): HealthLine {
  if (verdict && verdict.againstDefault !== 'untested')
    return verdict.againstDefault === 'beyond-noise'
      ? {
          level: 'fine',
          title: 'Tuning has an effect',
          text: 'Fresh seeds say that it beats the defaults beyond noise.',
        }
      : {
          level: 'look',
          title: 'No effect beyond noise',
          text: 'Fresh seeds cannot tell it from the defaults: use those.',
        }
  if (!best || !baseline)
    return { level: 'unknown', title: 'Effect not known', text: 'The defaults or the search have no score yet.' }
  const better = gain(objective, best.value, baseline.value)
  if (better <= 0)
    return { level: 'look', title: 'No gain yet', text: 'Nothing tried so far does better than the defaults.' }
  return {
    level: 'unknown',
    title: 'Gain not confirmed',
    text: `${formatDifference(objective.metric, better)} over the defaults as the search sees it; the best of many looks better than it is.`,
  }
}

/** How large the noise between trainings of one configuration is beside the gain. */
function noise({ best, baseline, objective }: StudyReport, rows: readonly TrialRow[]): HealthLine {
  const variances = rows.flatMap(({ confirmed }) =>
    confirmed?.deviation === undefined ? [] : [confirmed.deviation ** 2],
  )
  if (variances.length === 0 || !best || !baseline)
    return {
      level: 'unknown',
      title: 'Noise not known',
      text: 'No configuration has been trained with several seeds yet; confirming the best measures it.',
    }
  const deviation = Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0) / variances.length)
  const better = gain(objective, best.value, baseline.value)
  const times = deviation === 0 ? Infinity : better / deviation
  const said = `Seeds differ by ${formatDifference(objective.metric, deviation)} (one deviation); the gain is ${Number.isFinite(times) ? `${times.toFixed(1)} times that` : 'free of noise'}.`
  return times >= 2
    ? { level: 'fine', title: 'Gain above noise', text: said }
    : { level: 'look', title: 'Gain within noise', text: said }
}

/** Whether an early epoch ranks trials as their last one does: what pruning relies on. */
function early(rows: readonly TrialRow[], pointsOf: (trial: number) => Points | undefined): HealthLine {
  const curves = rows.flatMap((row) => {
    const points = row.state === 'complete' ? pointsOf(row.number) : undefined
    return points && points.length >= 4 ? [points] : []
  })
  const longest = Math.max(0, ...curves.map((points) => points.at(-1)?.[0] ?? 0))
  const epoch = Math.max(1, Math.round(longest / 4))
  const pairs = curves.flatMap((points) => {
    const then = points.find(([at]) => at >= epoch)
    const last = points.at(-1)
    return then && last ? [[then[1], last[1]] as const] : []
  })
  const found =
    pairs.length < leastCurves
      ? undefined
      : spearman(
          pairs.map(([then]) => then),
          pairs.map(([, last]) => last),
        )
  if (found === undefined)
    return {
      level: 'unknown',
      title: 'Early rank not known',
      text: `${countOf(pairs.length, 'curve')} of complete trials; ${leastCurves} are needed.`,
    }
  const said = `Epoch ${epoch} against the last one, ${countOf(pairs.length, 'trial')}: rank correlation ${found.toFixed(2)}.`
  return found >= trusted
    ? { level: 'fine', title: 'Early rank predicts final rank', text: `${said} Pruning is safe.` }
    : { level: 'look', title: 'Early rank misleads', text: `${said} Prune later, or not at all.` }
}

function edges({ counts }: StudyReport, insights: Insights | undefined): readonly HealthLine[] {
  if (!insights)
    return [{ level: 'unknown', title: 'Edges not known', text: `Looking at ${countOf(counts.complete, 'result')}.` }]
  if (insights.boundaries.length === 0)
    return insights.trials < 10
      ? [{ level: 'unknown', title: 'Edges not known', text: 'Ten complete trials are needed.' }]
      : [{ level: 'fine', title: 'No optimum at an edge', text: 'The best trials lie inside every range.' }]
  return insights.boundaries.map(({ parameter, side, near, of, proposed }) => ({
    level: 'look',
    title: `Open at one edge: ${parameterTitle(parameter)}`,
    text: `${near} of the ${of} best lie at its ${side} end. A study from ${formatValue(undefined, proposed.low)} to ${formatValue(undefined, proposed.high)} would tell.`,
    brush: { axis: parameter, ...proposed },
  }))
}

function failures(rows: readonly TrialRow[]): HealthLine {
  const reasons = new Map<string, number>()
  for (const row of rows)
    if (row.state === 'failed')
      reasons.set(row.failure ?? 'exception', (reasons.get(row.failure ?? 'exception') ?? 0) + 1)
  const total = [...reasons.values()].reduce((sum, count) => sum + count, 0)
  if (total === 0) return { level: 'fine', title: 'No failures', text: 'Every training that ended gave a score.' }
  const said = [...reasons]
    .toSorted((a, b) => b[1] - a[1])
    .map(([reason, count]) => `${count} ${failureInWords(reason)}`)
  return {
    level: 20 * total > rows.length ? 'look' : 'fine',
    title: `${total} of ${countOf(rows.length, 'trial')} failed`,
    text: `${said.join(', ')}.`,
    failures: true,
  }
}
