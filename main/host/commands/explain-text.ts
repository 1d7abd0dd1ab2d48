import type { Insights } from '../../search/explain/insights.ts'
import { metricInWords } from '../terminal/metric.ts'
import { formatNumber, formatPercent } from '../terminal/numbers.ts'
import { formatTable } from '../terminal/table.ts'

/** Below this a model's ranking of unseen trials is no evidence. */
const evidence = 0.3
const mostRows = 10

/** What a study's trials say about its parameters, as lines for a terminal. */
export function explanationLines(insights: Insights, metric: string): string[] {
  const { trials, reliability, importance, best, boundaries, advice } = insights
  if (importance === undefined || best === undefined)
    return [`${trials} trials have a result: too few to say what matters. Ten are the least.`]
  const shown = (value: number): string => metricInWords(metric, value)
  const valueOf = (value: string | number | boolean | undefined): string =>
    typeof value === 'number' ? formatNumber(value) : String(value ?? 'not used')
  const change = (deviation: number): string => metricInWords(metric, deviation).slice(metric.length + 1)
  const doubt =
    reliability === undefined || reliability < evidence
      ? `Not enough evidence yet: a model of the ${trials} results does not rank trials that it has not seen.`
      : `From ${trials} results; a model of them ranks unseen trials with a correlation of ${reliability.toFixed(2)}.`
  const local = new Map(insights.local.map(({ parameter, share }) => [parameter, share]))
  const left = new Map(insights.nearBest.map(({ parameter, share }) => [parameter, share]))
  const permuted = new Map(insights.permutation.map(({ parameter, loss }) => [parameter, loss]))
  const rows = importance.mains.slice(0, mostRows).map(({ parameters: [name = ''], share, spread }) => {
    const near = local.get(name)
    const [within, shuffled] = [left.get(name), permuted.get(name)]
    return [
      name,
      `${formatPercent(share)} ± ${formatPercent(spread)}`,
      near === undefined ? '' : formatPercent(near),
      within === undefined ? '' : formatPercent(within),
      shuffled === undefined ? '' : Math.max(0, shuffled).toFixed(2),
    ]
  })
  const columns = [
    { title: 'parameter' },
    { title: 'of the variance', align: 'right' },
    { title: 'among the best tenth', align: 'right' },
    { title: 'of the better half', align: 'right' },
    { title: 'R² lost if shuffled', align: 'right' },
  ] as const
  const groups = importance.groups.map(
    ({ group, share, spread }) => `${group} ${formatPercent(share)} ± ${formatPercent(spread)}`,
  )
  const pairs = importance.pairs
    .filter(({ share }) => share > 0.02)
    .slice(0, 3)
    .map(
      ({ parameters, share, spread }) =>
        `${parameters.join(' with ')}: ${formatPercent(share)} ± ${formatPercent(spread)} by their interplay`,
    )
  const path = best.ablation.steps.map(
    ({ parameter, from, to, expected }) =>
      `  ${parameter} from ${valueOf(from)} to ${valueOf(to)}: expected ${shown(expected.mean)} ± ${change(expected.deviation)}`,
  )
  const edges = boundaries.map(
    ({ parameter, side, best: value, near, of, proposed }) =>
      `${parameter}: the best value, ${valueOf(value)}, lies at the ${side} end, with ${near} of the ${of} best. Try ${proposed.low} to ${proposed.high}.`,
  )
  return [
    doubt,
    '',
    ...formatTable(columns, rows),
    ...(groups.length > 1 ? ['', `By what they are about: ${groups.join(', ')}.`] : []),
    ...(pairs.length > 0 ? ['', ...pairs] : []),
    '',
    `From the defaults (expected ${shown(best.ablation.start.mean)}) to trial ${best.trial}, by what each change brings:`,
    ...path,
    ...(edges.length > 0 ? ['', ...edges] : []),
    '',
    ...advice.map(({ because, stop }) => `${because}${stop ? ' Going on is unlikely to help.' : ''}`),
  ]
}
