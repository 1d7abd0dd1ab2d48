import type { SymbolicTensor } from '@tensorflow/tfjs-layers'
import type { TokenLayers } from '../../spec/token-layers.ts'
import { EmbeddingBag, MaskedAverage, MaximumOverTime, TokenEmbedding } from './layers.ts'

/** The layers of tokens that a network in training has. */
export const trainableTokenLayers: TokenLayers = {
  embedding: (spec) => new TokenEmbedding(spec),
  bag: (spec) => (tokens) => new EmbeddingBag(spec).apply(tokens) as SymbolicTensor,
  maximum: (name) => new MaximumOverTime({ name }),
  maskedAverage: (name) => (steps, tokens) => new MaskedAverage({ name }).apply([steps, tokens]) as SymbolicTensor,
}
