/** How a series is cut into windows. Every default works without a question to the user. */
export interface SeriesTreatment {
  /** Column of the moments; absent: the dataset's own time column. */
  readonly time?: string
  /** Column of the hour of the day, where the time column holds days only. */
  readonly hour?: string
  /** Past steps that a network sees. */
  readonly lags: number
  /** How many steps after the last one seen lies the one predicted. */
  readonly horizon: number
  /**
   * What is done about missing target values in a window. fill: up to `fillLimit` in a row are filled in linearly, or by the
   * last known value where the next one is not known yet when predicting; leave-out: such windows take no part.
   * A missing value is never what is predicted.
   */
  readonly gaps: 'fill' | 'leave-out'
  readonly fillLimit: number
  /** Sees and predicts changes instead of values: for series that drift away from where they were in training. */
  readonly difference: boolean
  /** Columns whose values are known in advance (calendar, plans): seen up to the step predicted, not only to the last lag. */
  readonly knownAhead: readonly string[]
  /**
   * Periods in days, of which sine and cosine of the predicted moment are inputs. auto: those of day, week and year that the
   * training part covers twice and that have four steps at least; none where time is no date.
   */
  readonly cycles: 'auto' | readonly number[]
}

export type SeriesOptions = Partial<SeriesTreatment>

const defaults: SeriesTreatment = {
  lags: 12,
  horizon: 1,
  gaps: 'fill',
  fillLimit: 4,
  difference: true,
  knownAhead: [],
  cycles: 'auto',
}

export function seriesTreatment(options: SeriesOptions = {}): SeriesTreatment {
  return { ...defaults, ...options }
}
