import type { Schedule } from './schedule.ts'

/** Multiplied by decayFactor after each decayEpochs, not below minimumRate. */
export const step: Schedule = (epoch, { decayFactor, decayEpochs, minimumRate }) =>
  Math.max(minimumRate, decayFactor ** Math.floor(epoch / decayEpochs))
