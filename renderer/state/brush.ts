import type { ParameterValue, TrialState } from '../../preload/contract/types.ts'

/** The axis of the objective, beside those of the parameters. */
export const scoreAxis = '@score'
/** The axis of a further objective, by its place among a trial's values, from 1. */
export const furtherAxis = (place: number) => `@objective${place}`
/** The place that `furtherAxis` names; undefined where a key is no further objective's. */
export const furtherPlace = (key: string): number | undefined =>
  /^@objective\d$/.test(key) ? Number(key.slice(-1)) : undefined
/** The axis of trial numbers. */
export const trialAxis = '@trial'

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
  /** The best share of the complete trials, above 0 to 1; absent: all, whatever their state. */
  readonly top?: number
  /** What was kept or excluded before, oldest first: what they leave is the whole that counts now. */
  readonly steps?: readonly FilterStep[]
}

/** Held as the filter that it was, not as trials: those that come later are judged by it too. */
export interface FilterStep {
  readonly act: 'keep' | 'exclude'
  readonly brushes: Brushes
  readonly hidden: readonly TrialState[]
  readonly top?: number
}

export const noFilter: Filter = { brushes: {}, hidden: [] }

export function passes(brush: Brush, value: ParameterValue | null | undefined): boolean {
  if (value === null || value === undefined) return brush.missing === true
  if (brush.choices) return brush.choices.includes(value)
  if (brush.low === undefined && brush.high === undefined) return false
  return typeof value === 'number' && value >= (brush.low ?? -Infinity) && value <= (brush.high ?? Infinity)
}

/** Whether anything is brushed, hidden or cut off; what was kept or excluded before does not count. */
export function narrows({ brushes, hidden, top }: Pick<Filter, 'brushes' | 'hidden' | 'top'>): boolean {
  return hidden.length > 0 || (top ?? 1) < 1 || Object.values(brushes).some((each) => each.length > 0)
}
