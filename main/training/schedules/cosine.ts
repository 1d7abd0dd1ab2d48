import type { Schedule } from './schedule.ts'
import { halfCosine } from './schedule.ts'

/** Half a cosine from 1 to minimumRate over training. @see Loshchilov and Hutter, SGDR, ICLR 2017, without restarts */
export const cosine: Schedule = (epoch, { epochs, minimumRate }) => halfCosine(epoch / epochs, minimumRate)
