import type { StudyReport } from '../../preload/contract/types.ts'
import type { ViewEntry } from './view.ts'

const scored = (least: number) => (_report: unknown, rows: number) =>
  rows < least ? `Needs ${least} trials; there ${rows === 1 ? 'is one' : `are ${rows}`}.` : undefined

/**
 * Every view of the explorer, in the order of the menu. A view is a folder here: `data.ts` (rows to record) and `option.ts`
 * (record to picture), both pure, and a component that takes `ViewProps` and stands in a `PlotFrame`.
 */
export const views: readonly ViewEntry[] = [
  { id: 'history', title: 'Best so far', needs: scored(1), load: () => import('./history/History.svelte') },
  {
    id: 'pareto',
    title: 'Pareto front',
    needs: ({ furtherObjectives }, rows) =>
      furtherObjectives ? scored(1)(undefined, rows) : 'Needs a study with several objectives; this one has one.',
    load: () => import('./pareto/Pareto.svelte'),
  },
  { id: 'curves', title: 'Learning curves', needs: scored(1), load: () => import('./curves/CurvesView.svelte') },
]

/** What stands there before anybody has chosen: with several objectives the front rather than the best in one of them. */
export function firstViewsOf({ furtherObjectives }: Pick<StudyReport, 'furtherObjectives'>): readonly string[] {
  return furtherObjectives ? ['pareto', 'curves'] : ['history', 'curves']
}
