import { DataError } from '../errors.ts'
import { createRandom, shuffle } from '../random.ts'
import type { Splitter } from './rows.ts'
import { divide, heldCount, streams } from './rows.ts'

/**
 * Keeps all rows of a group (a patient, a speaker, a site) on one side, so that validation asks about groups that training
 * has not seen. Groups are whole, so shares are met only as nearly as their sizes allow.
 *
 * @throws DataError too-few-groups if there are fewer groups than parts
 */
export function groupSplitter(column: string, groupOf: ArrayLike<number>): Splitter {
  return {
    holdOut(rows, share, seed, purpose) {
      const groups = shuffledGroups(rows, groupOf, seed, streams[purpose])
      const needed = purpose === 'sealed' ? 3 : 2
      requireGroups(column, groups.length, needed)
      const wanted = heldCount(rows.length, share)
      const held = new Set<number>()
      let taken = 0
      for (const { group, count } of groups) {
        const nearer = Math.abs(taken + count - wanted) < Math.abs(taken - wanted)
        const leavesEnough = groups.length - held.size > needed - 1
        if (leavesEnough && (nearer || held.size === 0)) {
          held.add(group)
          taken += count
        }
      }
      return divide(rows, (row) => held.has(groupOf[row] as number))
    },
    fold(rows, folds, fold, seed) {
      const groups = shuffledGroups(rows, groupOf, seed, streams.folds)
      requireGroups(column, groups.length, folds)
      const sizes = new Array<number>(folds).fill(0)
      const held = new Set<number>()
      // Largest group first, each into the smallest fold so far: the usual way to even folds.
      for (const { group, count } of [...groups].sort((a, b) => b.count - a.count)) {
        const smallest = sizes.indexOf(Math.min(...sizes))
        sizes[smallest] = (sizes[smallest] as number) + count
        if (smallest === fold) held.add(group)
      }
      return divide(rows, (row) => held.has(groupOf[row] as number))
    },
  }
}

function shuffledGroups(rows: Int32Array, groupOf: ArrayLike<number>, seed: number, stream: number) {
  const counts = new Map<number, number>()
  for (const row of rows) {
    const group = groupOf[row] as number
    counts.set(group, (counts.get(group) ?? 0) + 1)
  }
  const groups = [...counts].sort(([a], [b]) => a - b).map(([group, count]) => ({ group, count }))
  const order = shuffle(Int32Array.from(groups.keys()), createRandom(seed, stream))
  return Array.from(order, (place) => groups[place] as { group: number; count: number })
}

function requireGroups(column: string, count: number, needed: number): void {
  if (count >= needed) return
  throw new DataError(
    'too-few-groups',
    `The column ${column} has ${count === 1 ? 'only 1 group' : `only ${count} groups`}; this split needs at least ${needed}. ` +
      `Choose another column, fewer folds, or another way to split.`,
  )
}
