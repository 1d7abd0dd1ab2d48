import type { ScheduleName, ScheduleHyperparameters } from '../hyperparameters/schedule.ts'

/** What a schedule may look at. */
export interface ScheduleSettings extends Omit<ScheduleHyperparameters, 'learningRate' | 'schedule' | 'warmupEpochs'> {
  /** Gain that counts as an improvement of validation. */
  readonly minDelta: number
  /** Epochs from the end of warm-up to the end of training. */
  readonly epochs: number
  /** Validation cost of each finished epoch since warm-up, lower is better; undefined where there is none. */
  readonly past: readonly (number | undefined)[]
}

/** The share of the learning rate that applies `epoch` (fractional, from 0) epochs after warm-up. */
export type Schedule = (epoch: number, settings: ScheduleSettings) => number

export type Schedules = Readonly<Record<ScheduleName, Schedule>>

/** From 1 at progress 0 to `low` at progress 1, along half a cosine. */
export const halfCosine = (progress: number, low: number): number =>
  low + ((1 - low) * (1 + Math.cos(Math.PI * Math.min(1, progress)))) / 2
