import type { Random } from '../random/stream.ts'

/** A leaf of a regression tree: a box of the unit cube and the mean loss in it. */
export interface Leaf {
  readonly low: Float64Array
  readonly high: Float64Array
  readonly value: number
}

/** Rows are points of the unit cube, `size` long. */
export interface Rows {
  readonly size: number
  readonly x: Float64Array
  readonly y: Float64Array
}

/**
 * Grows a regression tree down to single values, each split where it lowers the squared error most (CART), on axes drawn
 * anew for every split.
 *
 * @param rows indices into the data, repeats allowed (a bootstrap sample)
 * @param tried axes that a split may choose from
 * @returns its leaves, whose boxes tile the unit cube
 */
export function growTree(
  { size, x, y }: Rows,
  rows: readonly number[],
  tried: number,
  random: Random,
): readonly Leaf[] {
  const leaves: Leaf[] = []
  const grow = (members: readonly number[], low: Float64Array, high: Float64Array): void => {
    const split = members.length > 1 ? bestSplit(members) : undefined
    if (!split) {
      const value = members.reduce((sum, row) => sum + (y[row] as number), 0) / members.length
      leaves.push({ low, high, value })
      return
    }
    const { axis, at } = split
    const left = members.filter((row) => (x[row * size + axis] as number) < at)
    const right = members.filter((row) => (x[row * size + axis] as number) >= at)
    const [middleHigh, middleLow] = [high.slice(), low.slice()]
    middleHigh[axis] = at
    middleLow[axis] = at
    grow(left, low, middleHigh)
    grow(right, middleLow, high)
  }

  const bestSplit = (members: readonly number[]): { axis: number; at: number } | undefined => {
    const total = members.reduce((sum, row) => sum + (y[row] as number), 0)
    let best: { axis: number; at: number } | undefined
    let highest = (total * total) / members.length
    const order = random.shuffle(Array.from({ length: size }, (_, axis) => axis))
    let looked = 0
    for (const axis of order) {
      if (looked >= tried && best) break
      const value = (row: number | undefined): number => x[(row as number) * size + axis] as number
      const sorted = [...members].sort((a, b) => value(a) - value(b))
      if (value(sorted[0]) === value(sorted.at(-1))) continue
      looked++
      let left = 0
      for (let count = 1; count < sorted.length; count++) {
        left += y[sorted[count - 1] as number] as number
        const [before, after] = [value(sorted[count - 1]), value(sorted[count])]
        if (before === after) continue
        // What the two means explain; maximal where the squared error is least.
        const explained = left ** 2 / count + (total - left) ** 2 / (sorted.length - count)
        if (explained > highest * (1 + 1e-12) + 1e-300) {
          highest = explained
          best = { axis, at: before + (after - before) / 2 }
        }
      }
    }
    return best
  }

  grow(rows, new Float64Array(size), new Float64Array(size).fill(1))
  return leaves
}

/** The value of the leaf that a row of points lies in. */
export function predictTree(leaves: readonly Leaf[], x: Float64Array, row: number): number {
  const size = leaves[0]?.low.length ?? 0
  const leaf = leaves.find(({ low, high }) => {
    for (let k = 0; k < size; k++) {
      const u = x[row * size + k] as number
      if (u < (low[k] as number) || (u >= (high[k] as number) && (high[k] as number) < 1)) return false
    }
    return true
  })
  return leaf?.value ?? Number.NaN
}
