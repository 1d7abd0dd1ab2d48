import type { Schedule } from './schedule.ts'
import { halfCosine } from './schedule.ts'

/**
 * One cycle: from 1 / startDivisor up to 1 in the first riseShare of training, then down to minimumRate, both along half
 * cosines. @see Smith, A disciplined approach to neural network hyperparameters, 2018. There the flanks are straight (cosines
 * are PyTorch's), and momentum moves the other way, which it does not here.
 */
export const oneCycle: Schedule = (epoch, { epochs, riseShare, startDivisor, minimumRate }) => {
  const peak = riseShare * epochs
  if (epoch < peak) return halfCosine(1 - epoch / peak, 1 / startDivisor)
  return peak >= epochs ? 1 : halfCosine((epoch - peak) / (epochs - peak), minimumRate)
}
