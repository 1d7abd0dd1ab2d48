import type { ParameterValue } from '../../../preload/contract/types.ts'
import type { Columns } from '../../state/columns.ts'
import type { ParallelAxis } from './axis.ts'

/** By choice of a category axis: trials that are selected, and all that count. O(trials). */
export function sharesOf(
  columns: Columns,
  axis: ParallelAxis,
  whole: Uint8Array,
  mask: Uint8Array,
): ReadonlyMap<ParameterValue, readonly [selected: number, all: number]> {
  const { codes, levels } = columns.get(axis.key)
  const all = new Int32Array(levels.length)
  const selected = new Int32Array(levels.length)
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] as number
    if (code === -1) continue
    all[code] = (all[code] as number) + (whole[at] as number)
    selected[code] = (selected[code] as number) + (mask[at] as number)
  }
  return new Map(levels.map((level, code) => [level, [selected[code] as number, all[code] as number]]))
}
