import type { TrialRow } from '../../../preload/contract/types.ts'
import type { PlotTable } from '../frame/plot-table.ts'

export interface Bar {
  readonly trial: number
  readonly state: TrialRow['state']
  /** Seconds of running of the study. */
  readonly from: number
  readonly to: number
  /** Which of the places that train at the same time, from 0. */
  readonly lane: number
}

export interface Timeline {
  readonly bars: readonly Bar[]
  readonly lanes: number
  readonly seconds: number
}

/**
 * Trials over the time of the study, each in the first lane that was free when it started: as many lanes as ever trained at
 * once, which is the workers in use. O(n x lanes).
 */
export function timelineOf(rows: readonly TrialRow[]): Timeline {
  const known = rows.flatMap((row) =>
    row.startedAt === undefined ? [] : [{ row, from: row.startedAt, to: row.endedAt }],
  )
  let now = 0
  for (const { from, to } of known) now = Math.max(now, from, to ?? 0)
  const free: number[] = []
  const bars = known
    .toSorted((a, b) => a.from - b.from || a.row.number - b.row.number)
    .map(({ row, from, to = now }): Bar => {
      // Times are rounded: what ends as the next one begins makes room for it.
      const found = free.findIndex((end) => end <= from + 1e-6)
      const lane = found === -1 ? free.length : found
      free[lane] = to
      return { trial: row.number, state: row.state, from, to, lane }
    })
  return { bars, lanes: free.length, seconds: now }
}

export function timelineTable({ bars }: Timeline): PlotTable {
  return {
    columns: ['trial', 'state', 'lane', 'from, s', 'to, s'],
    rows: bars.map(({ trial, state, lane, from, to }) => [trial, state, lane + 1, from, to]),
  }
}
