import type { Schedule } from './schedule.ts'

/** How often reduce-on-plateau has acted on costs of epochs, lower being better. A missing cost is no improvement. */
export function reductions(
  past: readonly (number | undefined)[],
  { patience, cooldown, minDelta }: { readonly patience: number; readonly cooldown: number; readonly minDelta: number },
): number {
  let [best, waited, resting, count] = [Infinity, 0, 0, 0]
  for (const cost of past) {
    const improved = cost !== undefined && cost < best - minDelta
    if (improved) best = cost
    waited = improved || resting > 0 ? 0 : waited + 1
    if (resting > 0) resting--
    if (waited >= patience) [waited, resting, count] = [0, cooldown, count + 1]
  }
  return count
}

/**
 * Multiplied by decayFactor whenever the monitored metric of validation has not gained more than minDelta for
 * plateauPatience epochs; then plateauCooldown epochs pass before waiting starts again. A function of the past values alone,
 * so that a resumed training has the same rates. Keras's ReduceLROnPlateau.
 */
export const plateau: Schedule = (
  _epoch,
  { past, decayFactor, plateauPatience, plateauCooldown, minDelta, minimumRate },
) =>
  Math.max(
    minimumRate,
    decayFactor ** reductions(past, { patience: plateauPatience, cooldown: plateauCooldown, minDelta }),
  )
