import type { FittedColumn, Scale } from '../preprocess/fitted-columns.ts'

/** What was learnt from the training part of a series, and how its windows are made. */
export interface FittedSeries {
  readonly kind: 'series'
  readonly time: string
  readonly hour?: string
  /** What a step is, in days where time is a date. */
  readonly step: number
  readonly regular: boolean
  readonly lags: number
  readonly horizon: number
  readonly gaps: 'fill' | 'leave-out'
  readonly fillLimit: number
  readonly difference: boolean
  /** The scale of past target values, or of their changes. */
  readonly target: Scale & { readonly name: string }
  /** Further columns, one step of which is a row of inputs. */
  readonly columns: readonly FittedColumn[]
  readonly knownAhead: readonly string[]
  readonly cycles: readonly number[]
}
