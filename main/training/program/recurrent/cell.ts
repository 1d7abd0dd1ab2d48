import type { Tensor2D } from '@tensorflow/tfjs-core'

/** What is remembered from step to step, each [batch, units]. The first is what the layer gives. */
export type State = readonly Tensor2D[]

/** One step of a recurrent layer, forwards and backwards by hand: what depends on one step alone is computed there, all else at once. */
export interface Cell {
  /** Gates that each product with the state yields, product by product: their sizes are these times `units`. */
  readonly products: readonly number[]
  /**
   * @param z what the inputs contribute to the gates, one tensor for each product
   * @param before the state before; absent at the first step, where it is zeros
   * @param recall the product of what the gates see of the state with the recurrent kernel of the product of that number
   * @param masked what the gates see of a state: recurrent dropout
   */
  forward(z: readonly Tensor2D[], before: State | undefined, recall: Recall, masked: Masking): Forward
  /**
   * @param kept what forward kept
   * @param gradient of the loss by the state after; the later parts may be absent, for zeros
   * @param recallGradient from the gradient of a product's gates to that of what the product saw
   */
  backward(
    kept: readonly Tensor2D[],
    gradient: StateGradient,
    first: boolean,
    recallGradient: Recall,
    masked: Masking,
  ): Backward
}

export type Recall = (x: Tensor2D, product: number) => Tensor2D
export type Masking = (h: Tensor2D) => Tensor2D
export type StateGradient = readonly [Tensor2D, ...(Tensor2D | undefined)[]]

export interface Forward {
  readonly state: State
  readonly kept: readonly Tensor2D[]
  /** What each product saw of the state; empty at the first step. */
  readonly seen: readonly Tensor2D[]
}

export interface Backward {
  /** Gradient by `z`. */
  readonly z: readonly Tensor2D[]
  /** Gradient by the state before; empty at the first step. */
  readonly before: State
}
