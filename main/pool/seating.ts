import { stackWidth } from '../training/stacking.ts'
import type { TrialLimits } from './limits.ts'
import type { Assignment } from './protocol.ts'
import type { Seat } from './seat.ts'

/** An assignment that no worker has taken up yet. */
export interface Waiting {
  readonly assignment: Assignment
  readonly limits: TrialLimits
}

/** The order in which seats are given up. */
export function leastBusyFirst(seats: readonly Seat[]): readonly Seat[] {
  const order: readonly string[] = ['backing-off', 'empty', 'leaving', 'idle', 'starting', 'training']
  return [...seats].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.number - a.number)
}

/** The worker with the fewest trainings of the assignment's stack, if one has room. */
export function seatToShare(seats: readonly Seat[], { assignment: { stack } }: Waiting): Seat | undefined {
  if (stack === undefined) return undefined
  const held = (seat: Seat): number => seat.process?.trainingIds.length ?? 0
  const open = seats.filter(
    (seat) => !seat.retiring && seat.state === 'training' && seat.process?.stack === stack && held(seat) < stackWidth,
  )
  return open.sort((a, b) => held(a) - held(b))[0]
}

/** Below this nobody minds what a worker keeps. */
const unremarkableBytes = 2 ** 30

/**
 * Whether a worker is to be replaced before it trains again: because it keeps more than half of what the next training may
 * use, which is to pay for itself alone; or because it holds three times what it did after its first training, and more
 * than 1 GB: native memory that is given back late, or never.
 */
export function tooFull({ process }: Seat, { limits }: Waiting): boolean {
  const settled = process?.settledRssBytes
  if (settled === undefined) return false
  const held = process?.rssBytes ?? settled
  if (limits.memoryBytes !== undefined && held > limits.memoryBytes / 2) return true
  return held > Math.max(unremarkableBytes, 3 * settled)
}
