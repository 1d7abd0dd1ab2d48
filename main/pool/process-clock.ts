import type { Clock } from './clock.ts'

/** This process's own time: never set back, whatever the user does to the wall clock. */
export const processClock: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
