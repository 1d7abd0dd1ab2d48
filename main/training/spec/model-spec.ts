import type { Activation } from '../hyperparameters/architecture.ts'
import type { Cell } from '../hyperparameters/recurrent.ts'

/** One layer of a feed-forward chain; sizes that follow from the layer before are not repeated. */
export type LayerSpec =
  | {
      readonly kind: 'dense'
      readonly name: string
      readonly units: number
      readonly bias: boolean
      readonly activation: Activation
    }
  | {
      readonly kind: 'conv2d'
      readonly name: string
      readonly filters: number
      readonly kernelSize: number
      readonly bias: boolean
      readonly activation: Activation
    }
  | {
      /** Along the steps of [length, features], padded to the same length. */
      readonly kind: 'conv1d'
      readonly name: string
      readonly filters: number
      readonly kernelSize: number
      readonly bias: boolean
      readonly activation: Activation
    }
  /** Token numbers [length] to rows of a table [length, units]; the row of the padding (0) is zeros. */
  | { readonly kind: 'embedding'; readonly name: string; readonly vocabulary: number; readonly units: number }
  /** Token numbers [length] to the mean row [units] of those that are not padding. */
  | { readonly kind: 'embeddingBag'; readonly name: string; readonly vocabulary: number; readonly units: number }
  /**
   * [length, features] to [features]. Masked: the network's inputs are token numbers, and steps of padding (0) count as zeros
   * for a maximum, not at all for an average.
   */
  | { readonly kind: 'poolTime'; readonly name: string; readonly pooling: 'max' | 'average'; readonly masked: boolean }
  | {
      /**
       * [length, features] to the states after each step [length, units] (`sequences`), or after the last, [units]; twice as wide
       * if `bidirectional`. Masked: the network's inputs are token numbers, and steps of padding (0) leave the state as it is.
       */
      readonly kind: 'recurrent'
      readonly name: string
      readonly cell: Cell
      readonly units: number
      readonly bidirectional: boolean
      readonly sequences: boolean
      readonly masked: boolean
      /** Recurrent dropout, at the rate `recurrentDropout`. */
      readonly dropout: boolean
    }
  | { readonly kind: 'batchNorm'; readonly name: string }
  | { readonly kind: 'activation'; readonly name: string; readonly activation: Activation }
  | { readonly kind: 'pool2d'; readonly name: string; readonly pooling: 'max' | 'average' }
  | { readonly kind: 'flatten'; readonly name: string }
  | { readonly kind: 'dropout'; readonly name: string }

/** A network as plain data: a chain of layers from `inputShape` (batch axis left out) to raw outputs (logits or values). */
export interface ModelSpec {
  readonly inputShape: readonly number[]
  readonly layers: readonly LayerSpec[]
}
