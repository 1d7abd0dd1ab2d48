import type { Objective, TrialRow } from '../../../preload/contract/types.ts'
import { isBetter } from '../../words/metrics.ts'
import type { PlotTable } from '../frame/plot-table.ts'
import { trialsRange, type ScoreRange } from '../score-range.ts'

type Point = readonly [trial: number, score: number]

/** What the best-so-far plot shows. */
export interface HistoryRecord {
  readonly complete: readonly Point[]
  /** The last value before they were stopped. */
  readonly pruned: readonly Point[]
  /** Where the best became better, in the order of trials. */
  readonly improvements: readonly Point[]
  /** Score of the defaults, trial 0. */
  readonly baseline: number | undefined
  readonly range: ScoreRange
  readonly trials: number
  /** Trials without a score: failed, cancelled, queued, running. */
  readonly withoutScore: number
}

export function historyRecord(rows: readonly TrialRow[], objective: Objective): HistoryRecord {
  const complete: Point[] = []
  const pruned: Point[] = []
  const improvements: Point[] = []
  let best: number | undefined
  for (const row of rows) {
    if (row.value === undefined) continue
    if (row.state === 'pruned') pruned.push([row.number, row.value])
    if (row.state !== 'complete') continue
    complete.push([row.number, row.value])
    if (best === undefined || isBetter(objective, row.value, best)) {
      best = row.value
      improvements.push([row.number, row.value])
    }
  }
  const first = rows[0]
  return {
    complete,
    pruned,
    improvements,
    baseline: first?.state === 'complete' && first.origin === 'default' ? first.value : undefined,
    range: trialsRange(
      complete.map(([, score]) => score),
      pruned.map(([, score]) => score),
      objective,
    ),
    trials: rows.length,
    withoutScore: rows.length - complete.length - pruned.length,
  }
}

/** The record as rows, by trial. */
export function historyTable({ complete, pruned, improvements }: HistoryRecord): PlotTable {
  const best = new Set(improvements.map(([trial]) => trial))
  const rows = [
    ...complete.map(([trial, score]) => [trial, 'complete', score, best.has(trial)] as const),
    ...pruned.map(([trial, score]) => [trial, 'pruned', score, false] as const),
  ]
  return { columns: ['trial', 'state', 'score', 'best so far'], rows: rows.toSorted((a, b) => a[0] - b[0]) }
}
