import type { Cell } from '../hyperparameters/recurrent.ts'
import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { LayerSpec } from '../spec/model-spec.ts'

export interface RecurrentOptions {
  readonly cell: Cell
  /** Whether the last layer gives its state at every step, [length, units], or only the last one, [units]. */
  readonly sequences: boolean
  /** The network's inputs are token numbers, and steps of padding (0) leave the state as it is. */
  readonly masked?: boolean
  /** Default: the hyperparameter. False for a model that must not see what comes next. */
  readonly bidirectional?: boolean
}

/** `recurrentLayers` recurrent layers on [length, features]; both directions side by side where bidirectional. */
export function recurrentLayers(h: Hyperparameters, options: RecurrentOptions): LayerSpec[] {
  return Array.from({ length: h.recurrentLayers }, (_, index) => ({
    kind: 'recurrent',
    name: `recurrent${index + 1}`,
    cell: options.cell,
    units: h.recurrentUnits,
    bidirectional: options.bidirectional ?? h.bidirectional,
    sequences: options.sequences || index + 1 < h.recurrentLayers,
    masked: options.masked ?? false,
    dropout: h.recurrentDropout > 0,
  }))
}
