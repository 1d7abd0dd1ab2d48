import { dominates, type Losses } from './dominance.ts'

/**
 * Volume that points dominate, up to a reference point that is worse than all of them in every objective; points that are
 * not count nothing. Two objectives in O(n log n); more by slicing along the last one, O(n^(objectives - 1)).
 */
export function hypervolume(points: readonly Losses[], reference: Losses): number {
  const inside = points.filter((point) => point.every((value, k) => value < (reference[k] as number)))
  const front = inside.filter(
    (point, i) =>
      !inside.some((other, j) => dominates(other, point) || (j < i && other.every((value, k) => value === point[k]))),
  )
  return volume(front, reference)
}

function volume(front: readonly Losses[], reference: Losses): number {
  const last = reference.length - 1
  if (front.length === 0) return 0
  if (last === 0) return (reference[0] as number) - Math.min(...front.map(([value]) => value as number))
  const sorted = [...front].sort((a, b) => (a[last] as number) - (b[last] as number))
  let total = 0
  for (const [i, point] of sorted.entries()) {
    const end = sorted[i + 1]?.[last] ?? (reference[last] as number)
    const thickness = end - (point[last] as number)
    if (thickness <= 0) continue
    const slice = sorted.slice(0, i + 1).map((losses) => losses.slice(0, last))
    total += thickness * hypervolume(slice, reference.slice(0, last))
  }
  return total
}
