import type { Schedule } from './schedule.ts'

/** Multiplied by decayFactor after each decayEpochs. */
export const step: Schedule = (epoch, { decayFactor, decayEpochs }) => decayFactor ** Math.floor(epoch / decayEpochs)
