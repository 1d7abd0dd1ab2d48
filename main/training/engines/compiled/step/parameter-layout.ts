import type { ProgramWeight, TrainingProgram } from '../../../program/program.ts'
import { outputShape, withInputShapes } from '../../../spec/shapes.ts'
import { sizeOf } from '../graph/types.ts'
import { isProduct } from '../lower/rules/convolution-as-product.ts'

/** Where a parameter lies: in which vector, at which element, in which order of axes. */
export interface Placement {
  readonly weight: ProgramWeight
  readonly offset: number
  readonly size: number
  /** Stored shape[i] is shape[stored[i]]: the order of axes that the runtime's operators want. */
  readonly stored: readonly number[]
  readonly storedShape: readonly number[]
}

/** Parameters that are updated as one vector. A vector of one parameter keeps that parameter's shape. */
export interface ParameterVector {
  readonly name: string
  readonly penalised: boolean
  readonly shape: readonly number[]
  readonly placements: readonly Placement[]
}

/**
 * Parameters of this size and more are vectors of their own: cutting them out of a common one and putting their gradients
 * together costs more than the nodes that it saves. An optimizer without slots has so few nodes that nothing is saved, and
 * its update disappears in the gradient's product (TRACING.md).
 */
const ownVectorFrom = (slots: number): number => (slots === 0 ? 0 : 16_384)

/** Names of the filters that are used as matrices, in tfjs's own order; others the runtime wants out, in, height, width. */
function matrixFilters(program: TrainingProgram): Set<string> {
  return new Set(
    withInputShapes(program.spec).flatMap(({ layer, input }) => {
      if (layer.kind !== 'conv2d') return []
      const [height = 1, width = 1] = outputShape(layer, input)
      return isProduct(height * width, input.at(-1) ?? 1) ? [`${layer.name}/kernel`] : []
    }),
  )
}

const filterOrder = [3, 2, 0, 1]

const place = (weight: ProgramWeight, offset: number, asMatrix: boolean): Placement => {
  const stored = weight.shape.length === 4 && !asMatrix ? filterOrder : weight.shape.map((_, axis) => axis)
  const storedShape = stored.map((axis) => weight.shape[axis]!)
  return { weight, offset, size: sizeOf(weight.shape), stored, storedShape }
}

/** Distributes a program's parameters over vectors; penalised ones apart from others if the program has penalties. */
export function layOut(program: TrainingProgram): ParameterVector[] {
  const matrices = matrixFilters(program)
  const { l1, l2, weightDecay } = program.penalties
  const matters = l1 || l2 || weightDecay
  const parameters = program.weights.filter((weight) => weight.trainable)
  const threshold = ownVectorFrom(program.optimizer.slots.length)
  const large = parameters.filter((weight) => sizeOf(weight.shape) >= threshold)
  const small = parameters.filter((weight) => !large.includes(weight))
  const bundles = matters ? [small.filter((w) => w.penalised), small.filter((w) => !w.penalised)] : [small]
  const vectors = [...large.map((weight) => [weight]), ...bundles.filter((bundle) => bundle.length > 0)]
  return vectors.map((weights, index): ParameterVector => {
    let offset = 0
    const placements = weights.map((weight) => {
      const placement = place(weight, offset, matrices.has(weight.name))
      offset += placement.size
      return placement
    })
    return {
      name: `parameters${index}`,
      penalised: matters && weights[0]!.penalised,
      shape: placements.length === 1 ? placements[0]!.storedShape : [offset],
      placements,
    }
  })
}
