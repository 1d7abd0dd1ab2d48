import type { Schedule } from './schedule.ts'
import { halfCosine } from './schedule.ts'

/**
 * Half cosines from 1 to minimumRate, one behind the other: the first lasts restartEpochs, each next one restartGrowth times
 * as long. @see Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, ICLR 2017
 */
export const warmRestarts: Schedule = (epoch, { restartEpochs, restartGrowth, minimumRate }) => {
  if (restartGrowth === 1) return halfCosine((epoch % restartEpochs) / restartEpochs, minimumRate)
  let [start, period] = [0, restartEpochs]
  while (epoch >= start + period) [start, period] = [start + period, period * restartGrowth]
  return halfCosine((epoch - start) / period, minimumRate)
}
