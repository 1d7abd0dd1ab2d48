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

/** A worker that keeps more than half of what the next training may use is replaced first, so that it pays for itself alone. */
export function tooFull({ process }: Seat, { limits }: Waiting): boolean {
  if (!process || process.trainings === 0 || limits.memoryBytes === undefined) return false
  return (process.rssBytes ?? 0) > limits.memoryBytes / 2
}
