import { scoreAxis } from '../../state/brush.ts'
import type { LineColours } from '../parallel/draw.ts'
import type { ParallelAxis } from '../parallel/axis.ts'
import type { View } from '../view.ts'

/** The axis that colours all views: what was chosen, else the score. */
export function colourAxisOf({ axes, selection }: Pick<View, 'axes' | 'selection'>): ParallelAxis {
  const chosen = axes.find((axis) => axis.key === selection.colour)
  return (chosen ?? axes.find((axis) => axis.key === scoreAxis)) as ParallelAxis
}

/** Colours of categories where a category colours; else the ramp. */
export function coloursOf(view: Pick<View, 'axes' | 'selection' | 'theme'>): LineColours {
  const axis = colourAxisOf(view)
  if (axis.kind !== 'category') return { kind: 'ramp' }
  return { kind: 'category', colours: axis.choices.map((_, at) => view.theme.categories[at] ?? view.theme.ink3) }
}
