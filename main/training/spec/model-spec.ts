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
  /** Over the features of each example, at each place by itself. */
  | { readonly kind: 'layerNorm'; readonly name: string }
  /** Over each group of features of an example and all its places; `groups` divides the features. */
  | { readonly kind: 'groupNorm'; readonly name: string; readonly groups: number }
  /** A window for each channel, without bias or activation. */
  | { readonly kind: 'depthwiseConv2d'; readonly name: string; readonly kernelSize: number }
  /** A chain that is added to its input, which `projection` brings to the chain's number of channels where they differ. */
  | {
      readonly kind: 'residual'
      readonly name: string
      readonly layers: readonly LayerSpec[]
      readonly projection?: LayerSpec
    }
  /** [height, width, channels] to the average of each channel. */
  | { readonly kind: 'globalPool2d'; readonly name: string }
  | { readonly kind: 'activation'; readonly name: string; readonly activation: Activation }
  | { readonly kind: 'pool2d'; readonly name: string; readonly pooling: 'max' | 'average' }
  | { readonly kind: 'flatten'; readonly name: string }
  /** alpha: see AlphaDropout. spatial: whole channels, at the rate `spatialDropout`. */
  | { readonly kind: 'dropout'; readonly name: string; readonly variant?: 'alpha' | 'spatial' }
  /** Normal noise of deviation `hiddenNoise`, while training. */
  | { readonly kind: 'noise'; readonly name: string }

/** A network as plain data: a chain of layers from `inputShape` (batch axis left out) to raw outputs (logits or values). */
export interface ModelSpec {
  readonly inputShape: readonly number[]
  readonly layers: readonly LayerSpec[]
}
