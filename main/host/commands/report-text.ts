import type { ScoredTrial, StudyReport } from '../../app/app.ts'
import { baselineInWords } from './baseline-words.ts'
import { frontText } from './front-text.ts'
import { metricInWords, valueInWords } from '../terminal/metric.ts'
import { formatDuration, formatNumber } from '../terminal/numbers.ts'

/** The end of a study in a few sentences, doubt as plain as success. */
export function reportText(report: StudyReport): string[] {
  const { chosen, best, baseline, definition } = report
  const metric = definition.objective.metric
  const lines = [
    '',
    `${report.name}: ${report.because}`,
    ...headline(report),
    `${report.trials} trials in ${formatDuration(report.seconds)}: ${report.counts.complete} complete, ${report.counts.pruned} pruned, ${report.counts.failed} failed.`,
  ]
  if (baseline && !report.front)
    lines.push(`The template's defaults (trial ${baseline.trial}): ${scoreText(metric, baseline)}.`)
  if (report.front) return [...lines, ...frontText(report, report.front)]
  const shown = chosen ?? best
  if (!shown) return [...lines, 'No trial completed: there is no configuration to recommend.']
  lines.push(`${chosen ? 'Chosen' : 'Best so far, not confirmed'}: trial ${shown.trial}, ${scoreText(metric, shown)}.`)
  for (const [name, value] of Object.entries(shown.configuration))
    lines.push(`    ${name} ${typeof value === 'number' ? formatNumber(value) : String(value)}`)
  lines.push(...verdictText(report))
  const test = shown.test?.[metric]
  if (test !== undefined) {
    const base = baseline?.test?.[metric]
    const beside = base === undefined ? '' : ` (the defaults: ${metricInWords(metric, base)})`
    lines.push(
      `On the sealed test set, opened once after ${report.test?.afterTrials ?? report.trials} trials: ${metricInWords(metric, test)}${beside}.`,
    )
  }
  return lines
}

/** Said before anything else where tuning gained nothing that could be told from chance. */
function headline(report: StudyReport): string[] {
  const { unbeaten = [] } = report.verdict ?? {}
  if (unbeaten.length === 0) return []
  const names = unbeaten.map((name) => baselineInWords(name, report))
  return [`Tuning did not beat ${names.join(' or ')} beyond noise.`]
}

/** Interval, optimism, ties and baselines, as far as fresh seeds tell. */
function verdictText(report: StudyReport): string[] {
  const { verdict, definition } = report
  if (!verdict) return []
  const { metric } = definition.objective
  const { interval, optimism, standings, baselines } = verdict
  const inWords = (value: number): string => valueInWords(metric, value)
  const lines: string[] = []
  if (interval)
    lines.push(
      `95 % interval of ${metricInWords(metric, interval.low)} to ${inWords(interval.high)}; the search was too ${optimism >= 0 ? 'optimistic' : 'pessimistic'} by ${inWords(Math.abs(optimism))}.`,
    )
  const own = standings.find(({ trial }) => trial === verdict.chosen)?.probabilityOfBest
  const ties = standings.filter(({ tied }) => tied).map(({ trial }) => String(trial))
  if (own !== undefined)
    lines.push(
      `Probability of being the best of ${standings.length} finalists: ${Math.round(100 * own)} %.` +
        (ties.length === 0
          ? ''
          : ` Cannot be told from it: ${ties.length === 1 ? 'trial' : 'trials'} ${ties.join(', ')}.`),
    )
  for (const { name, mean, seeds } of baselines)
    lines.push(`Beside it, ${baselineInWords(name, report)}: ${metricInWords(metric, mean)} over ${seeds} fresh seeds.`)
  return lines
}

/** What the search saw, and what fresh seeds say of it. */
function scoreText(metric: string, trial: ScoredTrial): string {
  const seen = `validation ${metricInWords(metric, trial.value)}`
  if (!trial.confirmed) return `${seen}, one seed`
  const { mean, deviation, seeds } = trial.confirmed
  const spread = deviation === undefined ? '' : ` ± ${formatNumber(deviation)} (standard deviation)`
  return `${seen} as the search saw it, ${metricInWords(metric, mean)}${spread} over ${seeds} fresh ${seeds === 1 ? 'seed' : 'seeds'}`
}

/** What --json prints at the end of `run` and `demo`; accuracies are shares from 0 to 1. */
export function reportObject(report: StudyReport): Record<string, unknown> {
  const shown = report.chosen ?? report.best
  return {
    best: shown
      ? {
          trial: shown.trial,
          configuration: shown.configuration,
          value: shown.value,
          ...(shown.confirmed && { confirmed: shown.confirmed }),
          chosen: report.chosen !== undefined,
        }
      : null,
    validation: shown?.validation ?? null,
    test: shown?.test ?? null,
    verdict: report.verdict ?? null,
    ...(report.front ? { front: report.front } : {}),
    baseline: report.baseline ? { validation: report.baseline.validation, test: report.baseline.test ?? null } : null,
    trials: report.trials,
    counts: report.counts,
    seconds: report.seconds,
    status: report.status,
    engines: report.engines,
    study: report.id,
    project: report.project,
  }
}
