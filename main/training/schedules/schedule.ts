import type { ScheduleName } from '../hyperparameters/schedule.ts'

/** What a schedule may look at. */
export interface ScheduleSettings {
  readonly decayFactor: number
  readonly decayEpochs: number
  /** Epochs from the end of warm-up to the end of training. */
  readonly epochs: number
}

/** The share of the learning rate that applies `epoch` (fractional, from 0) epochs after warm-up. */
export type Schedule = (epoch: number, settings: ScheduleSettings) => number

export type Schedules = Readonly<Record<ScheduleName, Schedule>>
