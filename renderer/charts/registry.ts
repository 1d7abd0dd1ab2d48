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
  {
    id: 'scatter',
    title: 'Scatter of two columns',
    needs: scored(1),
    load: () => import('./scatter/Scatter.svelte'),
  },
  { id: 'curves', title: 'Learning curves', needs: scored(1), load: () => import('./curves/CurvesView.svelte') },
  { id: 'health', title: 'Study health', load: () => import('./health/Health.svelte') },
  { id: 'importance', title: 'What mattered', load: () => import('./importance/Importance.svelte') },
  { id: 'effect', title: 'Effect of a parameter', needs: scored(1), load: () => import('./levels/Levels.svelte') },
  {
    id: 'surface',
    title: 'Expected score of two parameters',
    needs: ({ counts }) => (counts.complete < 5 ? `Needs 5 complete trials; there are ${counts.complete}.` : undefined),
    load: () => import('./surface/Surface.svelte'),
  },
  { id: 'what-if', title: 'What if', load: () => import('./what-if/WhatIf.svelte') },
  { id: 'rank', title: 'Rank by two parameters', needs: scored(2), load: () => import('./rank/Rank.svelte') },
  {
    id: 'distribution',
    title: 'Distribution of scores',
    needs: scored(2),
    load: () => import('./distribution/Distribution.svelte'),
  },
  { id: 'matrix', title: 'Scatter matrix', needs: scored(2), load: () => import('./matrix/Matrix.svelte') },
  { id: 'correlation', title: 'Correlation', needs: scored(5), load: () => import('./correlation/Correlation.svelte') },
  { id: 'timeline', title: 'Timeline', needs: scored(1), load: () => import('./timeline/Timeline.svelte') },
]

/** What stands there before anybody has chosen: with several objectives the front rather than the best in one of them. */
export function firstViewsOf({ furtherObjectives }: Pick<StudyReport, 'furtherObjectives'>): readonly string[] {
  return furtherObjectives ? ['pareto', 'curves'] : ['scatter', 'history', 'curves']
}
