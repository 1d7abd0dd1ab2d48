import type { Objective, StudySummary } from '../../preload/contract/types.ts'
import { metricTitle, metricUnit } from './metrics.ts'

/** Measured of the network or its training, not on validation rows. */
const measures: ReadonlySet<string> = new Set(['seconds', 'parameters', 'modelBytes', 'latency'])

/** As many as a study may have. */
export const mostObjectives = 3

/** Everything that a study optimises, in the order of a trial's values. */
export function objectivesOf(
  study: Pick<StudySummary, 'objective' | 'furtherObjectives'>,
): readonly [Objective, ...Objective[]] {
  return [study.objective, ...(study.furtherObjectives ?? [])]
}

/** "validation accuracy", "parameters": where what is seen matters. */
export function objectiveTitle({ metric }: Objective): string {
  return measures.has(metric) ? metricTitle(metric) : `validation ${metricTitle(metric)}`
}

/** "val. accuracy, %", "latency, ms/row": of an axis or a column. */
export function objectiveHeading({ metric }: Objective): string {
  const unit = metricUnit(metric)
  return `${measures.has(metric) ? '' : 'val. '}${metricTitle(metric)}${unit ? `, ${unit}` : ''}`
}

/** "accuracy, parameters and latency" */
export function objectivesInWords(objectives: readonly Objective[]): string {
  const titles = objectives.map(({ metric }) => metricTitle(metric))
  return titles.length < 2 ? titles.join('') : `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}`
}

/** "Highest validation accuracy, fewest parameters." */
export function goalInWords(objectives: readonly Objective[]): string {
  const goals = objectives.map((objective) => `${extremeOf(objective)} ${objectiveTitle(objective)}`)
  const said = goals.map((goal, at) => (at === 0 ? goal : goal.toLowerCase())).join(', ')
  return said === '' ? '' : `${said}.`
}

/** Of a measure its own word. */
function extremeOf({ metric, direction }: Objective): string {
  const word = { parameters: 'Fewest', modelBytes: 'Smallest', latency: 'Lowest', seconds: 'Shortest' }[metric]
  return word ?? (direction === 'maximise' ? 'Highest' : 'Lowest')
}
