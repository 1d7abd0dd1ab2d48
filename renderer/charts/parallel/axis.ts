import type { ParameterValue } from '../../../preload/contract/types.ts'

/** One axis of the plot. Positions run from 0 (bottom) to 1 (top); `missingAt`, below 0, is the place of what has no value. */
export interface ParallelAxis {
  /** Name of the parameter, or `scoreAxis`. */
  readonly key: string
  readonly title: string
  /** Scale, unit or condition, under the title. */
  readonly subtitle: string
  readonly kind: 'number' | 'category'
  readonly ticks: readonly { readonly position: number; readonly label: string }[]
  /** Whether some trial has no value here, and what that means. */
  readonly missing: 'not used' | 'no score' | 'not known' | undefined
  /** Trials beyond the axis, drawn at its end. */
  readonly outside: number
  position(value: ParameterValue): number
  /** The value at a position, for axes of numbers. */
  value(position: number): number
  /** Choices of a category axis, bottom to top. */
  readonly choices: readonly ParameterValue[]
  /** A value in words. */
  format(value: ParameterValue): string
  /** Of an objective: which end of the values is the better one. */
  readonly better?: 'high' | 'low'
  /** Ends of the range in values, of axes of numbers. */
  readonly range?: readonly [low: number, high: number]
}

export const missingAt = -0.1
/** Lowest position of an axis that has a place for what is missing. */
export const lowestPosition = -0.14
