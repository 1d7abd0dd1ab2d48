import type { TrialRow } from '../../preload/contract/types.ts'

const ended = (row: TrialRow): boolean => row.state !== 'queued' && row.state !== 'running'

/** Trials in the order in which they ended; what has not ended is left out. */
export function inOrderOfEnd(rows: readonly TrialRow[]): readonly TrialRow[] {
  return rows.filter(ended).toSorted((a, b) => (a.endedAt ?? Infinity) - (b.endedAt ?? Infinity) || a.number - b.number)
}

/** By trial number, 1 for the first `count` trials to end. */
export function endedBy(rows: readonly TrialRow[], count: number): Uint8Array {
  const mask = new Uint8Array(rows.length)
  for (const row of inOrderOfEnd(rows).slice(0, count)) mask[row.number] = 1
  return mask
}
