import type { ModelSpec } from './model-spec.ts'
import { outputShape, withInputShapes } from './shapes.ts'
import { describeWeights, sizeOf } from './weights.ts'

/**
 * Multiply-adds of one example's forward pass, counting every weight of a layer once for each place of its output: exact for
 * dense and convolutional layers, an upper bound for others. For telling sizes of networks apart, not for billing.
 */
export function multiplyAdds(spec: ModelSpec): number {
  const weights = describeWeights(spec).filter(({ trainable }) => trainable)
  return withInputShapes(spec).reduce((sum, { layer, input }) => {
    const own = weights.filter(({ name }) => name.startsWith(`${layer.name}/`))
    const places = sizeOf(outputShape(layer, input).slice(0, -1))
    return sum + places * own.reduce((size, { shape }) => size + sizeOf(shape), 0)
  }, 0)
}
