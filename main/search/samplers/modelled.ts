/**
 * Which observations a model of limited size is built on: a third the best, a third the newest, a third far from what has
 * been chosen (greedily, by largest smallest distance). All of them while they are few enough.
 *
 * @param points canonical points, oldest first
 * @returns indices, ascending
 */
export function modelled(points: readonly Float64Array[], losses: readonly number[], most: number): readonly number[] {
  const n = points.length
  if (n <= most) return [...points.keys()]
  const third = Math.floor(most / 3)
  const byLoss = [...points.keys()].sort((a, b) => (losses[a] as number) - (losses[b] as number))
  const chosen = new Set(byLoss.slice(0, third))
  for (let index = n - 1; index >= 0 && chosen.size < 2 * third; index--) chosen.add(index)
  const distance = new Float64Array(n).fill(Number.POSITIVE_INFINITY)
  const near = (from: number): void => {
    const centre = points[from] as Float64Array
    for (let index = 0; index < n; index++) {
      const point = points[index] as Float64Array
      let squared = 0
      for (let k = 0; k < centre.length; k++) squared += ((point[k] as number) - (centre[k] as number)) ** 2
      if (squared < (distance[index] as number)) distance[index] = squared
    }
  }
  for (const index of chosen) near(index)
  while (chosen.size < most) {
    let farthest = -1
    for (let index = 0; index < n; index++)
      if (!chosen.has(index) && (farthest < 0 || (distance[index] as number) > (distance[farthest] as number)))
        farthest = index
    chosen.add(farthest)
    near(farthest)
  }
  return [...chosen].sort((a, b) => a - b)
}
