/** One column in memory. Missing is NaN in numbers and -1 in codes. */
export type Column = NumberColumn | CategoryColumn | TextColumn

export interface NumberColumn {
  readonly kind: 'number'
  readonly name: string
  /** Whether the schema says that values may be missing: this, not the rows, decides the layout of the inputs. */
  readonly mayBeMissing: boolean
  /** Dates are days since 1970-01-01. */
  readonly values: Float64Array
}

export interface CategoryColumn {
  readonly kind: 'category'
  readonly name: string
  readonly mayBeMissing: boolean
  /** Sorted; from the schema, so that the layout of the inputs is the same for every split. */
  readonly categories: readonly string[]
  readonly codes: Int32Array
}

export interface TextColumn {
  readonly kind: 'text'
  readonly name: string
  readonly mayBeMissing: boolean
  /** Trimmed; empty where missing. */
  readonly texts: readonly string[]
}
