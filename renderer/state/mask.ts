import type { Objective, TrialRow } from '../../preload/contract/types.ts'
import { furtherAxis, scoreAxis, trialAxis, type Filter } from './brush.ts'
import { Columns } from './columns.ts'

/** Rows in columns, with what deciding about them takes. */
export interface Trials {
  readonly rows: readonly TrialRow[]
  readonly parameters: readonly string[]
  readonly columns: Columns
  readonly direction: Objective['direction']
}

export function trialsOf(
  rows: readonly TrialRow[],
  parameters: readonly string[],
  direction: Objective['direction'] = 'maximise',
): Trials {
  return { rows, parameters, direction, columns: new Columns(rows, parameters) }
}

/** What is brushed and exists: brushes of an axis that the study no longer has let everything through. */
const measured = new Set([scoreAxis, furtherAxis(1), furtherAxis(2), trialAxis, '@epochs', '@seconds', '@size'])

/** Narrows `mask` to what the brushes, states and the best share let through; the share is of what stands in `mask`. */
function narrow(mask: Uint8Array, trials: Trials, filter: Pick<Filter, 'brushes' | 'hidden' | 'top'>): void {
  const { rows, parameters, columns } = trials
  const share = filter.top ?? 1
  const worst = share < 1 ? topScore(mask, trials, share) : undefined
  if (filter.hidden.length > 0) {
    const hidden = new Set(filter.hidden)
    for (let at = 0; at < mask.length; at += 1) if (hidden.has((rows[at] as TrialRow).state)) mask[at] = 0
  }
  for (const [axis, brushes] of Object.entries(filter.brushes))
    if (brushes.length > 0 && (measured.has(axis) || parameters.includes(axis))) columns.narrow(mask, axis, brushes)
  if (share >= 1) return
  const sign = trials.direction === 'maximise' ? 1 : -1
  for (let at = 0; at < mask.length; at += 1) {
    const { state, value } = rows[at] as TrialRow
    if (state !== 'complete' || value === undefined || worst === undefined || sign * value < sign * worst) mask[at] = 0
  }
}

/** The worst score that is still among the best share of complete trials in the mask; undefined without any. */
function topScore(mask: Uint8Array, { rows, direction }: Trials, share: number): number | undefined {
  const scores: number[] = []
  for (const [at, row] of rows.entries())
    if (mask[at] === 1 && row.state === 'complete' && row.value !== undefined) scores.push(row.value)
  const sorted = Float64Array.from(scores).sort()
  const count = Math.max(1, Math.round(share * sorted.length))
  return direction === 'maximise' ? sorted.at(-count) : sorted[count - 1]
}

/**
 * The whole that counts: what keeping and excluding left, up to a moment of the replay.
 * @param shown by trial number, whether it had ended by then; absent: all
 */
export function wholeOf(trials: Trials, filter: Filter, shown?: Uint8Array): Uint8Array {
  const mask = new Uint8Array(trials.rows.length).fill(1)
  if (shown) for (let at = 0; at < mask.length; at += 1) mask[at] = shown[at] ?? 0
  for (const step of filter.steps ?? []) {
    const inside = mask.slice()
    narrow(inside, trials, step)
    for (let at = 0; at < mask.length; at += 1)
      mask[at] = (mask[at] as number) & (step.act === 'keep' ? (inside[at] as number) : 1 - (inside[at] as number))
  }
  return mask
}

/** Of the whole, by trial number, 1 what the filter lets through. */
export function selectedOf(trials: Trials, filter: Filter, whole: Uint8Array): Uint8Array {
  const mask = whole.slice()
  narrow(mask, trials, filter)
  return mask
}

export function countOn(mask: Uint8Array): number {
  let count = 0
  for (let at = 0; at < mask.length; at += 1) count += mask[at] as number
  return count
}

export function numbersOn(mask: Uint8Array): Set<number> {
  const numbers = new Set<number>()
  for (let at = 0; at < mask.length; at += 1) if (mask[at] === 1) numbers.add(at)
  return numbers
}

/** Numbers of the trials that a filter lets through. */
export function select(rows: readonly TrialRow[], parameters: readonly string[], filter: Filter): ReadonlySet<number> {
  const trials = trialsOf(rows, parameters)
  return numbersOn(selectedOf(trials, filter, wholeOf(trials, filter)))
}
