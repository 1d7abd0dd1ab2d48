import type { ReportDocument } from '../../preload/contract/types.ts'
import type { Dot } from '../charts/dot-plot/data.ts'
import { differencesInWords } from '../words/parameters.ts'
import { countOf } from '../words/numbers.ts'
import { within } from './words/interval.ts'
import { capital, baselineInWords } from './words/phrases.ts'

/**
 * Rows of the dot plot: the defaults, the finalists by their means, then the simple predictors. Where nothing was confirmed,
 * the best trial and the defaults as the search saw them.
 */
export function finalistDots(document: ReportDocument): readonly Dot[] {
  const { study, finalists, baselines } = document
  if (!study.verdict) return seenAlone(document)
  const { verdict, definition, best } = study
  const clipped = ({ low, high }: { readonly low: number; readonly high: number }) =>
    [within(study.objective.metric, low), within(study.objective.metric, high)] as const
  const dots = finalists.flatMap((finalist): Dot[] => {
    const shown = finalist.verification ?? finalist.selection
    if (shown.values.length === 0) return []
    const scored = study.finalists.find(({ trial }) => trial === finalist.trial)
    const standing = verdict.standings.find(({ trial }) => trial === finalist.trial)
    const chosen = finalist.trial === verdict.chosen
    const remarks = [
      ...(chosen ? ['chosen'] : standing?.tied ? ['tied'] : []),
      ...(finalist.trial === best?.trial && !chosen ? ['best in the search'] : []),
      ...(finalist.isDefault && !chosen ? ['to beat'] : []),
    ]
    return [
      {
        name: finalist.isDefault ? 'Defaults' : `Trial ${finalist.trial}`,
        note: finalist.isDefault ? '' : briefly(document, finalist.trial),
        mean: meanOf(shown.values),
        ...(shown.interval ? { interval: clipped(shown.interval) } : {}),
        values: shown.values,
        ...(scored ? { seen: scored.value } : {}),
        tone: chosen ? 'chosen' : standing?.tied ? 'tied' : finalist.isDefault ? 'reference' : 'other',
        remark: remarks[0] ?? '',
      },
    ]
  })
  const order = (dot: Dot): number => (dot.name === 'Defaults' ? 0 : 1)
  const simple = baselines.map(({ name, fresh }): Dot => {
    const beaten = verdict.baselines.find((each) => each.name === name)?.beaten
    return {
      name: capital(baselineInWords(name, definition.task).replace(/^(a|the) /, '')),
      note: '',
      mean: meanOf(fresh.values),
      ...(fresh.interval ? { interval: clipped(fresh.interval) } : {}),
      values: fresh.values,
      tone: 'reference',
      remark: beaten ? 'beaten' : 'not beaten',
    }
  })
  return [...dots.toSorted((a, b) => order(a) - order(b)), ...simple]
}

function seenAlone({ study }: ReportDocument): readonly Dot[] {
  const { best, baseline } = study
  if (!best) return []
  const dot = (name: string, value: number, tone: Dot['tone'], remark: string): Dot => ({
    name,
    note: '',
    mean: value,
    values: [],
    tone,
    remark,
  })
  return [
    ...(baseline && baseline.trial !== best.trial
      ? [dot('Defaults', baseline.value, 'reference', 'one training')]
      : []),
    dot(`Trial ${best.trial}`, best.value, 'other', 'one training, the luckiest'),
  ]
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0)

/** The first two settings that differ from the defaults. */
function briefly({ study }: ReportDocument, trial: number): string {
  const scored = study.finalists.find((finalist) => finalist.trial === trial)
  if (!scored || !study.baseline) return ''
  const words = differencesInWords(study.definition.space, scored.configuration, study.baseline.configuration)
  const brief = words.split(', ').slice(0, 1).join(', ')
  return brief.length > 26 ? `${brief.slice(0, 25)}…` : brief
}

/** What the points of the plot are. */
export function dotsNote({ finalists, study }: ReportDocument): string {
  if (!study.verdict) return 'as the search saw it: one training each'
  const seeds = Math.max(0, ...finalists.map(({ selection }) => selection.values.length))
  return `mean and 95 % interval of ${countOf(seeds, 'fresh seed')}; hollow: what the search saw`
}
