import type { LoweringRule } from '../lowering.ts'

/** (x - mean) * (scale / sqrt(variance + epsilon)) + offset, in the order in which the images are at hand. */
const batchNormalisation: LoweringRule = (kernel, lowering, builder) => {
  const names = ['mean', 'variance', 'scale', 'offset'].filter((name) => kernel.optional(name) !== undefined)
  const operands = [kernel.input('x'), ...names.map(kernel.input)]
  const epsilon = builder.scalar(Number(kernel.attribute('varianceEpsilon') ?? 0.001))
  lowering.elementwise(kernel.outputs[0]!, operands, ([x, ...statistics]) => {
    const at = (name: string) => statistics[names.indexOf(name)]
    const deviation = builder.op('Sqrt', [builder.op('Add', [at('variance')!, epsilon])])
    const inverse = builder.op('Reciprocal', [deviation])
    const scale = at('scale') ? builder.op('Mul', [at('scale')!, inverse]) : inverse
    const scaled = builder.op('Mul', [builder.op('Sub', [x!, at('mean')!]), scale])
    return at('offset') ? builder.op('Add', [scaled, at('offset')!]) : scaled
  })
}

export const normalisation: readonly (readonly [string, LoweringRule])[] = [['FusedBatchNorm', batchNormalisation]]
