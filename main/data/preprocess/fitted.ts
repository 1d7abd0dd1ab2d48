import type { FittedCharacters } from '../characters/fit-characters.ts'
import type { FittedSeries } from '../series/fitted.ts'
import type { FittedText } from '../text/fitted.ts'
import type { FittedColumn, Scale } from './fitted-columns.ts'

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
