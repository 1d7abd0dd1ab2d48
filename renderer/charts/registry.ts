import type { ViewEntry } from './view.ts'

const scored = (least: number) => (_report: unknown, rows: number) =>
  rows < least ? `Needs ${least} trials; there ${rows === 1 ? 'is one' : `are ${rows}`}.` : undefined

/**
 * Every view of the explorer, in the order of the menu. A view is a folder here: `data.ts` (rows to record) and `option.ts`
 * (record to picture), both pure, and a component that takes `ViewProps` and stands in a `PlotFrame`.
 */
export const views: readonly ViewEntry[] = [
  { id: 'history', title: 'Best so far', needs: scored(1), load: () => import('./history/History.svelte') },
  { id: 'curves', title: 'Learning curves', needs: scored(1), load: () => import('./curves/CurvesView.svelte') },
]

/** What stands there before anybody has chosen. */
export const firstViews: readonly string[] = ['history', 'curves']
