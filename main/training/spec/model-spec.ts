import type { Activation } from '../hyperparameters/architecture.ts'

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
