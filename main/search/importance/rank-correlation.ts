/** Spearman's rank correlation, ties at their mean rank; NaN when either list is constant or shorter than 3. */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length < 3 || a.length !== b.length) return Number.NaN
  const [x, y] = [ranks(a), ranks(b)]
  const middle = (a.length - 1) / 2
  let [xy, xx, yy] = [0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    const [u, v] = [(x[i] as number) - middle, (y[i] as number) - middle]
    xy += u * v
    xx += u * u
    yy += v * v
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : Number.NaN
}

/** Ranks from 0, ties at their mean. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => (values[a] as number) - (values[b] as number),
  )
  const rank = new Float64Array(values.length)
  for (let from = 0; from < order.length;) {
    let to = from
    while (to + 1 < order.length && values[order[to + 1] as number] === values[order[from] as number]) to++
    for (let i = from; i <= to; i++) rank[order[i] as number] = (from + to) / 2
    from = to + 1
  }
  return rank
}
