import { crowding, frontsOf, type Losses } from './dominance.ts'

/**
 * The best `count` points: whole fronts while they fit; of the front that does not, with two objectives those that
 * together dominate most (greedily by hypervolume), with more those with most room.
 *
 * @returns indices, ascending
 * @see Ozaki et al. 2020 (GECCO, multi-objective TPE), section 4: greedy hypervolume subset selection. There with any
 *      number of objectives. Its reference point: a tenth of the front's extent beyond its worst values.
 */
export function bestByDominance(losses: readonly Losses[], count: number): readonly number[] {
  const fronts = frontsOf(losses)
  const byFront: number[][] = []
  for (const [index, front] of fronts.entries()) (byFront[front] ??= []).push(index)
  const chosen: number[] = []
  for (const members of byFront) {
    const places = count - chosen.length
    if (places <= 0) break
    if (members.length <= places) chosen.push(...members)
    else {
      const points = members.map((index) => losses[index] as Losses)
      const picked = points[0]?.length === 2 ? widest(points, places) : roomiest(points, places)
      chosen.push(...picked.map((place) => members[place] as number))
    }
  }
  return chosen.sort((a, b) => a - b)
}

/** A point that is a tenth of the extent of `front` worse than the worst of it in every objective. */
export function referenceOf(front: readonly Losses[], margin = 0.1): Losses {
  const first = front[0] ?? []
  return first.map((_, k) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const point of front) {
      low = Math.min(low, point[k] as number)
      high = Math.max(high, point[k] as number)
    }
    return high + Math.max(margin * (high - low), 1e-9 * Math.abs(high), 1e-12)
  })
}

/** Of one front in two objectives, the places that a greedy choice by hypervolume makes. O(count^2 n). */
function widest(front: readonly Losses[], count: number): number[] {
  const [referenceX, referenceY] = referenceOf(front) as [number, number]
  const chosen: number[] = []
  const left = new Set(front.keys())
  while (chosen.length < count) {
    let best = -1
    let most = Number.NEGATIVE_INFINITY
    for (const place of left) {
      const [x, y] = front[place] as [number, number]
      let [right, above] = [referenceX, referenceY]
      for (const other of chosen) {
        const [otherX, otherY] = front[other] as [number, number]
        if (otherX >= x) right = Math.min(right, otherX)
        if (otherY >= y) above = Math.min(above, otherY)
      }
      const gain = (right - x) * (above - y)
      if (gain > most) {
        most = gain
        best = place
      }
    }
    chosen.push(best)
    left.delete(best)
  }
  return chosen
}

function roomiest(front: readonly Losses[], count: number): number[] {
  const room = crowding(front)
  const at = (place: number): number => room[place] as number
  return [...front.keys()].sort((a, b) => (at(a) === at(b) ? a - b : at(b) > at(a) ? 1 : -1)).slice(0, count)
}
