import type { CharacterOptions } from '../characters/options.ts'
import type { SeriesOptions } from '../series/options.ts'
import type { TextOptions } from '../text/options.ts'

/** How numbers are brought to a common scale. */
export type Scaling = 'standardise' | 'min-max' | 'robust' | 'none'

/** How the columns of a table become numbers. Every default works without a question to the user. */
export interface ColumnTreatment {
  /**
   * Numbers: (x - centre) / scale. standardise: mean and standard deviation; min-max: to 0..1; robust: median and
   * interquartile range; none: as they are. A column without spread is only centred.
   */
  readonly scaling: Scaling
  /** What stands in for a missing number. */
  readonly fillNumber: 'mean' | 'median' | 'most-frequent' | { readonly constant: number }
  /** one-hot: a 0/1 input per category; ordinal: the category's place in the sorted list, scaled like a number. */
  readonly encoding: 'one-hot' | 'ordinal'
  /** What stands in for a missing category; 'none': no category at all (with the indicator: a category of its own). */
  readonly fillCategory: 'none' | 'most-frequent' | { readonly constant: string }
  /** Adds a 0/1 input that says where a value was missing, to columns whose values may be missing. */
  readonly indicator: boolean
  /** Texts: which tokens, which encoding; see text/options.ts for the defaults. */
  readonly text?: TextOptions
}

export interface PreprocessingOptions extends Partial<ColumnTreatment> {
  /** Exceptions, by column name. */
  readonly columns?: Readonly<Record<string, Partial<ColumnTreatment>>>
  /** A running text: windows, and which of its characters are predicted; see characters/options.ts for the defaults. */
  readonly characters?: CharacterOptions
  /**
   * Makes a table with a time column and a numeric target a series, predicted from its past; a series it only adjusts. See
   * series/options.ts for the defaults.
   */
  readonly series?: SeriesOptions
  /** Images: each value divided by the largest possible one (default), or each pixel standardised. */
  readonly images?: 'value-max' | 'standardise'
  /** Regression targets to mean 0 and deviation 1, undone for metrics; default true. */
  readonly standardiseTarget?: boolean
}

export const defaultTreatment: ColumnTreatment = {
  scaling: 'standardise',
  fillNumber: 'median',
  encoding: 'one-hot',
  fillCategory: 'none',
  indicator: true,
}

export function treatmentOf(column: string, options: PreprocessingOptions): ColumnTreatment {
  const own = options.columns && Object.hasOwn(options.columns, column) ? options.columns[column] : undefined
  return { ...defaultTreatment, ...options, ...own }
}
