import type { FittedCharacters } from '../characters/fit-characters.ts'
import type { FittedSeries } from '../series/fitted.ts'
import type { FittedTerms, FittedText } from '../text/fitted.ts'
import { vocabularySize } from '../text/fitted.ts'

/**
 * What preprocessing learnt from the training rows of a split: plain data, finite numbers, so that it survives JSON bit by
 * bit and can be kept in a saved model.
 */
export interface FittedPreprocessing {
  readonly version: 1
  readonly inputs: FittedImages | FittedVectors | FittedTable | FittedTexts | FittedCharacters | FittedSeries
  /** [features], [height, width, channels], [length] for sequences of tokens, [lags, numbers of a step] for series. */
  readonly inputShape: readonly number[]
  /** Classes in the order of the network's outputs; absent for regression. */
  readonly classes?: readonly string[]
  readonly target?: FittedTarget
}

export interface FittedTarget {
  readonly names: readonly string[]
  /** Undo: value * deviation + mean. 0 and 1 where targets are left as they are. */
  readonly mean: readonly number[]
  readonly deviation: readonly number[]
}

/** x becomes (x - centre) / scale. */
export interface Scale {
  readonly centre: number
  readonly scale: number
}

export interface FittedImages {
  readonly kind: 'image'
  readonly shape: readonly [number, number, number]
  readonly valueMax: number
  /** One per pixel and channel; absent where pixels are divided by valueMax. */
  readonly pixels?: readonly Scale[]
}

export interface FittedVectors {
  readonly kind: 'vector'
  readonly names: readonly string[]
  readonly scales: readonly Scale[]
}

export interface FittedTable {
  readonly kind: 'table'
  readonly columns: readonly FittedColumn[]
}

/** Texts that are all of the input. */
export interface FittedTexts {
  readonly kind: 'text'
  readonly name: string
  readonly text: FittedText
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
