import type { Leaf } from './tree.ts'

/** Mean and variance of a piecewise constant function over the unit cube. */
export function moments(leaves: readonly Leaf[]): { mean: number; variance: number } {
  const volumes = leaves.map(volume)
  const mean = leaves.reduce((sum, { value }, i) => sum + value * (volumes[i] as number), 0)
  const variance = leaves.reduce((sum, { value }, i) => sum + (value - mean) ** 2 * (volumes[i] as number), 0)
  return { mean, variance }
}

function volume({ low, high }: Leaf): number {
  let product = 1
  for (let k = 0; k < low.length; k++) product *= (high[k] as number) - (low[k] as number)
  return product
}

/** Variance of the mean over all other axes, as a function of one axis: exact, by sweeping over the leaves' edges. */
export function mainVariance(leaves: readonly Leaf[], mean: number, axis: number): number {
  const edges = edgesOf(leaves, axis)
  const place = new Map(edges.map((edge, i) => [edge, i]))
  const change = new Float64Array(edges.length)
  for (const leaf of leaves) {
    const [low, high] = [leaf.low[axis] as number, leaf.high[axis] as number]
    const part = (leaf.value * volume(leaf)) / (high - low)
    change[place.get(low) as number] = (change[place.get(low) as number] as number) + part
    change[place.get(high) as number] = (change[place.get(high) as number] as number) - part
  }
  let marginal = 0
  let variance = 0
  for (let i = 0; i + 1 < edges.length; i++) {
    marginal += change[i] as number
    variance += (marginal - mean) ** 2 * ((edges[i + 1] as number) - (edges[i] as number))
  }
  return variance
}

/** The same for two axes together; main effects are included. O(leaves^2) in the worst case. */
export function pairVariance(leaves: readonly Leaf[], mean: number, first: number, second: number): number {
  const rows = edgesOf(leaves, first)
  const columns = edgesOf(leaves, second)
  const rowOf = new Map(rows.map((edge, i) => [edge, i]))
  const columnOf = new Map(columns.map((edge, i) => [edge, i]))
  const width = columns.length
  const change = new Float64Array(rows.length * width)
  for (const leaf of leaves) {
    const [a, b] = [leaf.low[first] as number, leaf.high[first] as number]
    const [c, d] = [leaf.low[second] as number, leaf.high[second] as number]
    const part = (leaf.value * volume(leaf)) / ((b - a) * (d - c))
    const add = (row: number, column: number, sign: number): void => {
      const at = (rowOf.get(row) as number) * width + (columnOf.get(column) as number)
      change[at] = (change[at] as number) + sign * part
    }
    add(a, c, 1)
    add(a, d, -1)
    add(b, c, -1)
    add(b, d, 1)
  }
  let variance = 0
  for (let i = 0; i + 1 < rows.length; i++) {
    const height = (rows[i + 1] as number) - (rows[i] as number)
    let along = 0
    for (let j = 0; j + 1 < width; j++) {
      // Column sums are kept in place: change[i][j] becomes the sum over rows 0 to i.
      if (i > 0) change[i * width + j] = (change[i * width + j] as number) + (change[(i - 1) * width + j] as number)
      along += change[i * width + j] as number
      variance += (along - mean) ** 2 * height * ((columns[j + 1] as number) - (columns[j] as number))
    }
  }
  return variance
}

function edgesOf(leaves: readonly Leaf[], axis: number): number[] {
  const edges = new Set<number>()
  for (const { low, high } of leaves) {
    edges.add(low[axis] as number)
    edges.add(high[axis] as number)
  }
  return [...edges].sort((a, b) => a - b)
}
