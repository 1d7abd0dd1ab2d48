import type { Schedule } from './schedule.ts'

/** From 1 to minimumRate over training, by the power decayPower of the share of epochs that is left. */
export const polynomial: Schedule = (epoch, { epochs, decayPower, minimumRate }) =>
  minimumRate + (1 - minimumRate) * Math.max(0, 1 - epoch / epochs) ** decayPower
