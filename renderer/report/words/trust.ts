import type { ReportDocument } from '../../../preload/contract/types.ts'
import { evidence } from '../../words/insights.ts'
import { formatDifference, formatMetricNumber } from '../../words/metrics.ts'
import { countOf } from '../../words/numbers.ts'
import { parameterTitle } from '../../words/parameters.ts'
import { baselineInWords, capital, listInWords } from './phrases.ts'

export interface Reason {
  /** A reason to trust, or one to doubt. */
  readonly good: boolean
  readonly text: string
}

const good = (text: string): Reason => ({ good: true, text })
const bad = (text: string): Reason => ({ good: false, text })

/** Reasons to trust the result and to doubt it, each from what the study did. */
export function reasonsOf(document: ReportDocument): readonly Reason[] {
  const { study } = document
  if (study.counts.complete === 0) return [bad('Nothing completed.')]
  return [
    ...confirmationReasons(document),
    ...baselineReasons(document),
    ...splitReasons(document),
    ...searchReasons(document),
    ...testReasons(document),
  ]
}

function confirmationReasons({ study, finalists, gain }: ReportDocument): Reason[] {
  const { verdict, objective } = study
  if (!verdict) return [bad('Not confirmed: no configuration has trained again with fresh seeds.')]
  const seeds = Math.max(0, ...finalists.map(({ selection }) => selection.values.length))
  const reasons = [
    good(`${countOf(finalists.length, 'finalist')} confirmed with ${countOf(seeds, 'fresh seed')} each.`),
  ]
  if (study.definition.protocol.confirm.winner)
    reasons.push(good('The figure comes from a second set of seeds, by which nothing was chosen.'))
  if (verdict.againstDefault === 'beyond-noise')
    reasons.push(good('Beats the defaults beyond noise among the finalists.'))
  if (verdict.againstDefault === 'beyond-noise' && gain && gain.low <= 0)
    reasons.push(bad('The interval of the difference to the defaults includes none at all.'))
  if (verdict.againstDefault === 'not-beyond-noise') reasons.push(bad('Nothing beats the defaults beyond noise.'))
  if (verdict.againstDefault === 'untested') reasons.push(bad('Not compared with the defaults.'))
  const { interval, optimism } = verdict
  if (interval && optimism > (interval.high - interval.low) / 2)
    reasons.push(
      bad(
        `The search was too optimistic by ${formatDifference(objective.metric, optimism)}: expect the confirmed figure.`,
      ),
    )
  return reasons
}

function baselineReasons({ study }: ReportDocument): Reason[] {
  const { verdict, objective, definition } = study
  const words = (beaten: boolean): string =>
    listInWords(
      (verdict?.baselines ?? [])
        .filter((baseline) => baseline.beaten === beaten)
        .map(
          ({ name, mean }) =>
            `${baselineInWords(name, definition.task)} (${formatMetricNumber(objective.metric, mean)})`,
        ),
    )
  return [
    ...(words(true) ? [good(`Beats ${words(true)}.`)] : []),
    ...(words(false) ? [bad(`Does not beat ${words(false)} beyond noise.`)] : []),
    ...(verdict && verdict.baselines.length === 0 ? [bad('No simple predictor was trained beside it.')] : []),
  ]
}

function splitReasons({ study }: ReportDocument): Reason[] {
  const { protocol } = study.definition
  const { confirm } = protocol
  const fixed = good('No row trains and validates at once; preprocessing is fitted on training rows alone.')
  if (protocol.kind === 'kfold')
    return [fixed, good(`Every score is a mean over ${countOf(protocol.folds ?? 5, 'fold')}.`)]
  if (study.verdict && confirm.splits === 'fresh')
    return [fixed, good('Fresh seeds had fresh splits: the figure hangs on no single division of the rows.')]
  return [fixed, bad('One split only: rows divided otherwise would move the figure.')]
}

function searchReasons({ study, insights, unexplored }: ReportDocument): Reason[] {
  const { counts, trials } = study
  const ended = counts.complete + counts.pruned
  const reasons: Reason[] = []
  if (insights?.importance) {
    const edges = insights.boundaries.map(({ parameter }) => parameterTitle(parameter))
    reasons.push(
      edges.length === 0
        ? good('The best values lie inside their ranges.')
        : bad(`${capital(listInWords(edges))}: the best values lie at an end of the range.`),
    )
    if ((insights.reliability ?? 0) < evidence)
      reasons.push(bad('What mattered is a guess: no model of the trials ranks unseen ones.'))
  }
  if (ended < 30) reasons.push(bad(`${countOf(ended, 'trial')} with a score: the space is hardly explored.`))
  if (unexplored.length > 0) reasons.push(bad('Parts of the space were not tried; they are named below.'))
  if (counts.failed > 0.1 * trials) reasons.push(bad(`${counts.failed} of ${countOf(trials, 'trial')} failed.`))
  return reasons
}

function testReasons({ study }: ReportDocument): Reason[] {
  const { test, definition } = study
  if (definition.protocol.sealed === 0) return [bad('No test set was sealed: there is no independent figure.')]
  if (!test) return [bad('Test set not opened: there is no independent figure yet.')]
  return [
    test.tunedSince
      ? bad('Test set used: tuning went on after it was opened.')
      : good('The test set was opened once, after tuning.'),
  ]
}
