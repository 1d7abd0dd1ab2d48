import type { TrialRow } from '../../../preload/contract/types.ts'

/**
 * At most `most` rows of all: those named in `kept`, the best half, and an even choice of the others, in their order. What is
 * drawn of a long study then looks as all of it would.
 * @param better negative where the first of two values is the better one
 */
export function chooseRows(
  rows: readonly TrialRow[],
  most: number,
  kept: ReadonlySet<number>,
  better: (a: number, b: number) => number,
): readonly TrialRow[] {
  if (rows.length <= most) return rows
  const best = rows
    .filter(({ state, value }) => state === 'complete' && value !== undefined)
    .sort((a, b) => better(a.value!, b.value!))
    .slice(0, Math.floor(most / 2))
  const chosen = new Set([...kept, ...best.map(({ number }) => number)])
  const others = rows.filter(({ number }) => !chosen.has(number))
  const room = Math.max(0, most - chosen.size)
  for (let at = 0; at < room; at++) {
    const row = others[Math.floor((at * others.length) / room)]
    if (row) chosen.add(row.number)
  }
  return rows.filter(({ number }) => chosen.has(number)).slice(0, most)
}
