/** Results after which a belief counts as much as the logarithm of the acquisition does by itself. */
const STRENGTH = 10

/**
 * How much the log of the believed density counts beside the log of the acquisition: beta / n, n results since the first
 * model. It vanishes as results arrive, so that a wrong belief costs time and never the result.
 *
 * @param results complete, pruned and failed trials
 * @param startup trials before the first model
 * @see Hvarfner et al. 2022 (piBO, ICLR), section 4; beta = 10, a tenth of a budget of 100 trials as in SMAC3
 */
export function beliefWeight(results: number, startup: number): number {
  return STRENGTH / Math.max(1, results - startup + 1)
}
