/** Losses of one point, one per objective, all to be minimised. */
export type Losses = readonly number[]

/** Whether `a` is nowhere worse than `b` and somewhere better. */
export function dominates(a: Losses, b: Losses): boolean {
  let better = false
  for (const [k, value] of a.entries()) {
    const other = b[k] as number
    if (value > other) return false
    if (value < other) better = true
  }
  return better
}

/**
 * The front that each point belongs to, counted from 0: front 0 is not dominated by anything, front 1 only by front 0, ...
 * Two objectives in O(n log n); more in O(objectives n^2).
 * @see Deb et al. 2002, fast non-dominated sorting
 */
export function frontsOf(points: readonly Losses[]): readonly number[] {
  if (points[0]?.length === 2) return frontsInThePlane(points)
  const dominated: number[][] = points.map(() => [])
  const above = points.map(() => 0)
  for (const [i, a] of points.entries())
    for (let j = 0; j < i; j++) {
      const b = points[j] as Losses
      const [winner, loser] = dominates(a, b) ? [i, j] : dominates(b, a) ? [j, i] : [-1, -1]
      if (winner < 0) continue
      dominated[winner]?.push(loser)
      above[loser] = (above[loser] as number) + 1
    }
  const front = points.map(() => 0)
  let current = [...points.keys()].filter((i) => above[i] === 0)
  for (let rank = 0; current.length > 0; rank++) {
    const next: number[] = []
    for (const i of current) {
      front[i] = rank
      for (const j of dominated[i] as number[]) if ((above[j] = (above[j] as number) - 1) === 0) next.push(j)
    }
    current = next
  }
  return front
}

/** By ascending first loss, ties by the second: a point joins the first front whose newest member has a larger second loss. */
function frontsInThePlane(points: readonly Losses[]): readonly number[] {
  const at = (i: number, k: number): number => points[i]?.[k] as number
  const order = [...points.keys()].sort((i, j) => compare(at(i, 0), at(j, 0)) || compare(at(i, 1), at(j, 1)) || i - j)
  const front = points.map(() => 0)
  /** Second loss of the newest member of each front: ascending. */
  const newest: number[] = []
  let before = -1
  for (const i of order) {
    const second = at(i, 1)
    if (before >= 0 && at(before, 0) === at(i, 0) && at(before, 1) === second) front[i] = front[before] as number
    else {
      let [low, high] = [0, newest.length]
      while (low < high) {
        const middle = (low + high) >> 1
        if ((newest[middle] as number) > second) high = middle
        else low = middle + 1
      }
      front[i] = low
      newest[low] = second
    }
    before = i
  }
  return front
}

/** Infinities are equal to themselves. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * How much room each point of one front has: the sum over objectives of the distance between its neighbours, relative to
 * the front's extent; infinite for the extremes of every objective.
 * @see Deb et al. 2002
 */
export function crowding(points: readonly Losses[]): readonly number[] {
  const room = points.map(() => 0)
  const objectives = points[0]?.length ?? 0
  for (let k = 0; k < objectives; k++) {
    const at = (i: number | undefined): number => points[i as number]?.[k] as number
    const order = [...points.keys()].sort((a, b) => at(a) - at(b))
    const extent = at(order.at(-1)) - at(order[0])
    for (const [rank, i] of order.entries())
      if (rank === 0 || rank === order.length - 1) room[i] = Number.POSITIVE_INFINITY
      else if (extent > 0) room[i] = (room[i] as number) + (at(order[rank + 1]) - at(order[rank - 1])) / extent
  }
  return room
}
