import { frontsOf, type Losses } from './dominance.ts'

/**
 * Points from best to worst, for keeping a share of them: by front, within a front by an epsilon net, which takes the point
 * that is farthest from all taken before, so that any share covers the front. Distances are relative to the extent of all
 * points; the first point of a front is that with the least sum. O(n^2).
 *
 * @returns indices
 * @see Schmucker et al. 2021, arXiv 2106.12639 (MO-ASHA), section 3; Salinas et al. 2021 for the epsilon net
 */
export function epsilonNetOrder(points: readonly Losses[]): readonly number[] {
  const fronts = frontsOf(points)
  const scaled = relative(points)
  const order: number[] = []
  for (let front = 0; order.length < points.length; front++) {
    const left = new Set([...points.keys()].filter((index) => fronts[index] === front))
    const distance = new Map([...left].map((index) => [index, Number.POSITIVE_INFINITY]))
    const sum = (index: number): number => (scaled[index] as Losses).reduce((total, value) => total + value, 0)
    let next = [...left].reduce((best, index) => (sum(index) < sum(best) ? index : best))
    while (left.size > 0) {
      order.push(next)
      left.delete(next)
      const taken = scaled[next] as Losses
      let farthest = -1
      for (const index of left) {
        const point = scaled[index] as Losses
        const apart = point.reduce((total, value, k) => total + (value - (taken[k] as number)) ** 2, 0)
        const nearest = Math.min(distance.get(index) as number, apart)
        distance.set(index, nearest)
        if (farthest < 0 || nearest > (distance.get(farthest) as number)) farthest = index
      }
      next = farthest
    }
  }
  return order
}

/** From 0 to 1 between the best and the worst finite value of each objective; infinities lie one extent beyond. */
function relative(points: readonly Losses[]): Losses[] {
  const extents = (points[0] ?? []).map((_, k) => {
    const finite = points.map((point) => point[k] as number).filter(Number.isFinite)
    return [Math.min(...finite), Math.max(...finite)] as const
  })
  return points.map((point) =>
    point.map((value, k) => {
      const [low, high] = extents[k] as readonly [number, number]
      if (!Number.isFinite(value)) return value > 0 ? 2 : -1
      // Halves, since the difference of two huge numbers overflows.
      return high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0
    }),
  )
}
