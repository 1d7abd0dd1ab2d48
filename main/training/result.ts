import type { ClassResults } from './metrics/by-class.ts'
import { isFinalMeasure, type FinalMeasure } from './metrics/table.ts'

/** Metrics by name, e.g. { loss, accuracy }; units and directions are in metrics/. Missing when not defined. */
export type Metrics = Readonly<Record<string, number>>

export interface EpochMetrics {
  /** Counts from 1. */
  readonly epoch: number
  readonly train: Metrics
  readonly validation: Metrics
  /** Learning rate of the epoch's last step. */
  readonly learningRate: number
  /** Spent training and evaluating this epoch. */
  readonly seconds: number
  readonly samplesPerSecond: number
}

export interface TrainingResult {
  /** The epoch whose weights are kept: the best one if restoreBest, else the last. */
  readonly keptEpoch: number
  readonly stoppedEarly: boolean
  readonly validation: Metrics
  readonly train: Metrics
  /** Metrics of the kept weights on the sealed test rows; present only when the data hold them (SplitSelection.openTest). */
  readonly test?: Metrics
  readonly epochs: number
  readonly seconds: number
  readonly parameters: number
  /** All numbers of the network, 4 bytes each. */
  readonly modelBytes?: number
  /** Milliseconds to predict a row, many at once; absent where there is no row to predict. */
  readonly latency?: number
  /** Classification: what became of each class. */
  readonly classes?: { readonly validation?: ClassResults; readonly test?: ClassResults }
  readonly engine: string
  readonly device: string
}

/** A result's value for a metric of validation or one of `finalMeasures`; undefined if it has none. */
export function resultValue(
  result: Pick<TrainingResult, 'validation' | FinalMeasure>,
  metric: string,
): number | undefined {
  return isFinalMeasure(metric) ? result[metric] : result.validation[metric]
}
