export interface EarlyStoppingSettings {
  readonly direction: 'minimise' | 'maximise'
  /** Epochs without an improvement after which training stops; 0: never. */
  readonly patience: number
  /** What an epoch must gain over the last improvement to be one itself. */
  readonly minDelta: number
  /** Epochs at the start that patience does not count; absent: 0. */
  readonly after?: number
}

export interface EarlyStoppingView {
  /** Epoch (from 1) of the best value so far, the first of equals; 0 when no value was a number. */
  readonly bestEpoch: number
  readonly stop: boolean
}

/**
 * What early stopping makes of the monitored metric so far; a function of the values alone, so that it needs no memory.
 *
 * The best epoch, which may lie in the first `after` epochs too, is the one with the best value, by however little. Patience counts from the last epoch that gained more than
 * minDelta. (Keras keeps one number for both, and so restores weights that are up to minDelta worse than the best.)
 *
 * @param values by epoch; undefined or NaN never is an improvement
 */
export function earlyStopping(
  values: readonly (number | undefined)[],
  { direction, patience, minDelta, after = 0 }: EarlyStoppingSettings,
): EarlyStoppingView {
  const sign = direction === 'minimise' ? 1 : -1
  let [best, bestEpoch, reference, referenceEpoch] = [Infinity, 0, Infinity, 0]
  values.forEach((value, index) => {
    const cost = value === undefined ? NaN : sign * value
    if (cost < best) [best, bestEpoch] = [cost, index + 1]
    if (cost < reference - minDelta) [reference, referenceEpoch] = [cost, index + 1]
  })
  return { bestEpoch, stop: patience > 0 && values.length - Math.max(referenceEpoch, after) >= patience }
}
