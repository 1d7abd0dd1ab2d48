/**
 * A bandwidth for each observation on one axis of [0, 1]: the larger of the distances to its neighbours. The bounds count as
 * neighbours, except for the first and last observation, which look inwards only (when there are at least two). Clipped to
 * [1 / min(100, m + 2), 1]. In the order of the observations.
 */
export function bandwidths(centres: Float64Array): Float64Array {
  const m = centres.length
  const order = [...centres.keys()].sort((a, b) => (centres[a] as number) - (centres[b] as number))
  const floor = 1 / Math.min(100, m + 2)
  const widths = new Float64Array(m)
  for (const [rank, index] of order.entries()) {
    const here = centres[index] as number
    const left = rank > 0 ? here - (centres[order[rank - 1] as number] as number) : m === 1 ? here : 0
    const right = rank < m - 1 ? (centres[order[rank + 1] as number] as number) - here : m === 1 ? 1 - here : 0
    widths[index] = Math.min(1, Math.max(floor, left, right))
  }
  return widths
}
