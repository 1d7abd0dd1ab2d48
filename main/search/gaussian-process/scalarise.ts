import type { Losses } from '../pareto/dominance.ts'
import type { Random } from '../random/stream.ts'

/** Weight of the plain sum beside the worst objective: keeps weakly dominated points behind. */
const AUGMENTATION = 0.05

/**
 * One loss out of several: the augmented Chebyshev norm of losses between the best and the worst seen of each objective,
 * with weights drawn anew for each ask, evenly over all that sum to 1. Each ask looks for another part of the front.
 *
 * @see Knowles 2006 (ParEGO, IEEE Trans. Evol. Comput. 10)
 */
export function scalarised(losses: readonly Losses[], random: Random): number[] {
  const size = losses[0]?.length ?? 0
  const raw = Array.from({ length: size }, () => -Math.log(1 - random.uniform()))
  const total = raw.reduce((sum, value) => sum + value, 0)
  const weights = raw.map((value) => value / (total > 0 ? total : 1))
  const low = Array.from({ length: size }, (_, k) =>
    losses.reduce((m, point) => Math.min(m, point[k] as number), Infinity),
  )
  const high = low.map((_, k) => losses.reduce((m, point) => Math.max(m, point[k] as number), -Infinity))
  return losses.map((point) => {
    let [largest, sum] = [0, 0]
    for (const [k, weight] of weights.entries()) {
      const extent = (high[k] as number) - (low[k] as number)
      const part = extent > 0 ? (weight * ((point[k] as number) - (low[k] as number))) / extent : 0
      largest = Math.max(largest, part)
      sum += part
    }
    return largest + AUGMENTATION * sum
  })
}
