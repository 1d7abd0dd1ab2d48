import type { Schedule } from './schedule.ts'

/** Falls smoothly by decayFactor per decayEpochs. */
export const exponential: Schedule = (epoch, { decayFactor, decayEpochs }) => decayFactor ** (epoch / decayEpochs)
