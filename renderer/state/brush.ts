import type { ParameterValue, TrialRow, TrialState } from '../../preload/contract/types.ts'

/** The axis of the objective, beside those of the parameters. */
export const scoreAxis = '@score'

/** What one brush on an axis lets through. Brushes hold values, so that flipping or rescaling an axis keeps them. */
export interface Brush {
  readonly low?: number
  readonly high?: number
  readonly choices?: readonly ParameterValue[]
  /** Also where the parameter is not used, or the trial has no score. */
  readonly missing?: boolean
}

/** Axis to its brushes: several on an axis join by "or", axes by "and". */
export type Brushes = Readonly<Record<string, readonly Brush[]>>

export interface Filter {
  readonly brushes: Brushes
  /** States that are left out. */
  readonly hidden: readonly TrialState[]
}

export const noFilter: Filter = { brushes: {}, hidden: [] }

export function passes(brush: Brush, value: ParameterValue | null | undefined): boolean {
  if (value === null || value === undefined) return brush.missing === true
  if (brush.choices) return brush.choices.includes(value)
  if (brush.low === undefined && brush.high === undefined) return false
  return typeof value === 'number' && value >= (brush.low ?? -Infinity) && value <= (brush.high ?? Infinity)
}

/** Numbers of the trials that a filter lets through. O(rows x brushed axes). */
export function select(rows: readonly TrialRow[], parameters: readonly string[], filter: Filter): ReadonlySet<number> {
  const hidden = new Set(filter.hidden)
  const axes = Object.entries(filter.brushes)
    .filter(([, brushes]) => brushes.length > 0)
    .map(([axis, brushes]) => ({ at: axis === scoreAxis ? -1 : parameters.indexOf(axis), brushes }))
    .filter(({ at }, position, all) => at >= -1 && all.length > position)
  const selected = new Set<number>()
  for (const row of rows) {
    if (hidden.has(row.state)) continue
    const inside = axes.every(({ at, brushes }) => {
      const value = at === -1 ? row.value : row.configuration[at]
      return brushes.some((brush) => passes(brush, value))
    })
    if (inside) selected.add(row.number)
  }
  return selected
}
