import type { Schedule } from './schedule.ts'

/** Half a cosine from 1 to 0 over the epochs of training. @see Loshchilov and Hutter, SGDR, ICLR 2017, without restarts */
export const cosine: Schedule = (epoch, { epochs }) => (1 + Math.cos(Math.PI * Math.min(1, epoch / epochs))) / 2
