import type { Schedule } from './schedule.ts'

/** Falls smoothly by decayFactor per decayEpochs, not below minimumRate. */
export const exponential: Schedule = (epoch, { decayFactor, decayEpochs, minimumRate }) =>
  Math.max(minimumRate, decayFactor ** (epoch / decayEpochs))
