import type { Objective, TrialRow } from '../../../preload/contract/types.ts'
import { isBetter } from '../../words/metrics.ts'
import type { PlotTable } from '../frame/plot-table.ts'
import { goodness, scoreRange, type ScoreRange } from '../score-range.ts'

type Points = readonly (readonly [epoch: number, value: number])[]

export interface CurveLine {
  readonly trial: number
  readonly state: TrialRow['state']
  readonly points: Points
  /** 0 the worst that the plot shows, 1 the best; of the last point. */
  readonly goodness: number
  readonly dimmed: boolean
}

export interface CurvesRecord {
  /** Worst first, running ones last: later lines lie on top. */
  readonly lines: readonly CurveLine[]
  readonly epochs: number
  readonly range: ScoreRange
  /** Trials that have trained, whether drawn or not. */
  readonly total: number
}

/**
 * Learning curves of the newest trials and of the best ones.
 *
 * @param most lines drawn; the best tenth of them, running and selected trials are always among them
 * @param selected trials that stand out; absent: all
 */
export function curvesRecord(
  rows: readonly TrialRow[],
  pointsOf: (trial: number) => Points | undefined,
  objective: Objective,
  most: number,
  selected?: ReadonlySet<number>,
): CurvesRecord {
  const started = rows.filter((row) => row.epochs > 0)
  const drawable = started.filter((row) => (pointsOf(row.number)?.length ?? 0) > 0)
  const chosen = drawable.length <= most ? drawable : thin(drawable, objective, most, selected)
  const finals = chosen.flatMap((row) => pointsOf(row.number)?.at(-1)?.[1] ?? [])
  const firsts = chosen.flatMap((row) => (row.state === 'pruned' ? [] : (pointsOf(row.number)?.[0]?.[1] ?? [])))
  const range = scoreRange(finals, objective)
  const wide = withPeaks(scoreRange([...finals, ...firsts], objective), chosen, pointsOf, objective)
  const lines = chosen
    .map((row): CurveLine => {
      const points = pointsOf(row.number) ?? []
      return {
        trial: row.number,
        state: row.state,
        points,
        goodness: goodness(range, objective, points.at(-1)?.[1] ?? Number.NaN),
        dimmed: selected !== undefined && !selected.has(row.number),
      }
    })
    .toSorted(
      (a, b) =>
        Number(b.dimmed) - Number(a.dimmed) ||
        Number(a.state === 'running') - Number(b.state === 'running') ||
        a.goodness - b.goodness,
    )
  return {
    lines,
    epochs: Math.max(1, ...chosen.map((row) => row.epochsPlanned ?? row.epochs)),
    range: wide,
    total: started.length,
  }
}

/** Curves may have been better on the way than where they ended: the better end makes room for that. */
function withPeaks(
  range: ScoreRange,
  rows: readonly TrialRow[],
  pointsOf: (trial: number) => Points | undefined,
  objective: Objective,
): ScoreRange {
  let { low, high } = range
  for (const row of rows)
    for (const [, value] of pointsOf(row.number) ?? []) {
      if (objective.direction === 'maximise') high = Math.max(high, value)
      else low = Math.min(low, value)
    }
  const room = (high - low) * 0.03
  if (objective.direction === 'maximise') return { ...range, high: high > range.high ? high + room : high }
  return { ...range, low: low < range.low ? low - room : low }
}

function thin(
  rows: readonly TrialRow[],
  objective: Objective,
  most: number,
  selected: ReadonlySet<number> = new Set(),
): TrialRow[] {
  const best = rows
    .filter((row) => row.state === 'complete' && row.value !== undefined)
    .toSorted((a, b) => (isBetter(objective, a.value ?? 0, b.value ?? 0) ? -1 : 1))
    .slice(0, Math.floor(most / 10))
  const kept = new Set([
    ...best,
    ...rows.filter((row) => row.state === 'running'),
    ...rows.filter((row) => selected.has(row.number)).slice(-most),
  ])
  for (const row of rows.toReversed()) {
    if (kept.size >= most) break
    kept.add(row)
  }
  return [...kept]
}

/** The curves as rows: one a trial and epoch. */
export function curvesTable({ lines }: CurvesRecord): PlotTable {
  return {
    columns: ['trial', 'state', 'epoch', 'value'],
    rows: lines
      .toSorted((a, b) => a.trial - b.trial)
      .flatMap(({ trial, state, points }) => points.map(([epoch, value]) => [trial, state, epoch, value])),
  }
}
