import type { FittedTerms } from '../text/fitted.ts'
import { vocabularySize } from '../text/fitted.ts'

/** x becomes (x - centre) / scale. */
export interface Scale {
  readonly centre: number
  readonly scale: number
}

export type FittedColumn = FittedNumber | FittedOneHot | FittedOrdinal | FittedTextColumn

export interface FittedNumber extends Scale {
  readonly kind: 'number'
  readonly name: string
  readonly fill: number
  readonly indicator: boolean
}

export interface FittedOneHot {
  readonly kind: 'one-hot'
  readonly name: string
  /** One input each. From the schema, so that every split has the same inputs. */
  readonly categories: readonly string[]
  /** Whether training rows had the category: one that they lack is fed as no category, for no weight was trained on it. */
  readonly seen: readonly boolean[]
  /** Place of the category that stands in for a missing one; -1 for none. */
  readonly fill: number
  readonly indicator: boolean
}

export interface FittedOrdinal extends Scale {
  readonly kind: 'ordinal'
  readonly name: string
  readonly categories: readonly string[]
  readonly seen: readonly boolean[]
  /** Place that stands in for a missing or unseen category; may lie between two. */
  readonly fill: number
  readonly indicator: boolean
}

/** A text beside other columns: a vector of its own. */
export interface FittedTextColumn {
  readonly kind: 'text'
  readonly name: string
  readonly text: FittedTerms
  readonly indicator: boolean
}

export function widthOfColumns(columns: readonly FittedColumn[]): number {
  return columns.reduce((sum, column) => sum + widthOf(column), 0)
}

/** How many inputs a fitted column feeds. */
export function widthOf(column: FittedColumn): number {
  return valuesOf(column) + (column.indicator ? 1 : 0)
}

function valuesOf(column: FittedColumn): number {
  if (column.kind === 'one-hot') return column.categories.length
  return column.kind === 'text' ? vocabularySize(column.text.vocabulary) : 1
}
