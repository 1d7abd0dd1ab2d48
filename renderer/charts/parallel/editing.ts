import type { Brush } from '../../state/brush.ts'
import type { ParallelAxis } from './axis.ts'
import { brushFromPositions, intervalsOf } from './brushes.ts'

/** What the keyboard holds: an end of a brush on an axis, or a choice of a category axis. */
export interface Editing {
  readonly axis: string
  readonly brush: number
  readonly end: 'low' | 'high'
  /** Place among the choices, of category axes. */
  readonly choice: number
}

/** Steps along an axis: a hundredth, or a tenth with Shift. */
const fine = 0.01
const coarse = 0.1

/** Takes hold of the first brush; of a new one over the middle half where there is none, or where one more is asked for. */
export function beginEditing(
  axis: ParallelAxis,
  brushes: readonly Brush[],
  another: boolean,
): { readonly editing: Editing; readonly brushes: readonly Brush[] } {
  const editing = { axis: axis.key, brush: another ? brushes.length : 0, end: 'low', choice: 0 } as const
  if (axis.kind === 'category' || (brushes.length > 0 && !another)) return { editing, brushes }
  const added = brushFromPositions(axis, [0.25, 0.75])
  return { editing, brushes: added ? [...brushes, added] : brushes }
}

/** The brushes after an arrow moved the end that is held: up is 1, down -1. Ends push each other no further than together. */
export function moveEnd(
  axis: ParallelAxis,
  brushes: readonly Brush[],
  { brush, end }: Editing,
  by: 1 | -1,
  far: boolean,
): readonly Brush[] {
  const held = brushes[brush]
  const interval = held && intervalsOf(axis, [{ ...held, missing: false }])[0]
  if (!held || !interval) return brushes
  const to = (end === 'low' ? interval[0] : interval[1]) + by * (far ? coarse : fine)
  const low = end === 'low' ? Math.min(interval[1], Math.max(0, to)) : interval[0]
  const high = end === 'high' ? Math.max(interval[0], Math.min(1, to)) : interval[1]
  const next = brushFromPositions(axis, [low, high])
  if (!next) return brushes
  return brushes.map((each, at) => (at === brush ? { ...next, ...(held.missing ? { missing: true } : {}) } : each))
}

/** What Tab goes to: the other end, then the next brush; undefined after the last. */
export function nextHold(editing: Editing, brushes: number): Editing | undefined {
  if (editing.end === 'low') return { ...editing, end: 'high' }
  return editing.brush + 1 < brushes ? { ...editing, brush: editing.brush + 1, end: 'low' } : undefined
}
