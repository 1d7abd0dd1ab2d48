import type { Value } from '../../graph/types.ts'
import { sizeOf } from '../../graph/types.ts'
import type { Builder } from '../builder.ts'
import type { LoweringRule } from '../lowering.ts'

/** Zeros that are made when running: as a constant they would swell the graph. */
const zeros = (builder: Builder, shape: readonly number[]): Value =>
  builder.op('Expand', [builder.scalar(0), builder.numbers(shape)])

/** Adds updates up in `count` places; several for one place count together. */
const addUp = (builder: Builder, shape: readonly number[], places: Value, updates: Value): Value =>
  builder.op('ScatterND', [zeros(builder, shape), builder.reshape(places, [sizeOf(places.shape), 1]), updates], {
    reduction: 'add',
  })

/** Each token adds its share at (row, token); padding adds nothing (token-shares.ts). */
const tokenShares: LoweringRule = (kernel, lowering, builder) => {
  const tokens = lowering.plain(kernel.input('tokens'))
  const [output] = kernel.outputs
  const [batch, vocabulary] = output!.shape as [number, number]
  const present = builder.op('Min', [tokens, builder.scalar(1)])
  const counted = builder.op('ReduceSum', [present, builder.numbers([1])], { keepdims: 1 })
  const shares = builder.op('Div', [present, builder.op('Max', [counted, builder.scalar(1)])])
  const firsts = builder.constant(
    [batch, 1],
    'int64',
    Array.from({ length: batch }, (_, row) => row * vocabulary),
  )
  const places = builder.op('Add', [builder.cast(tokens, 'int64'), firsts])
  const updates = builder.reshape(shares, [sizeOf(tokens.shape)])
  lowering.set(output!, builder.reshape(addUp(builder, [batch * vocabulary], places, updates), output!.shape))
}

/** The gradient of an embedding; the row of the padding gets none (row-sums.ts). */
const rowSums: LoweringRule = (kernel, lowering, builder) => {
  const [output] = kernel.outputs
  const [vocabulary] = output!.shape as [number]
  const places = builder.cast(lowering.plain(kernel.input('rows')), 'int64')
  const sums = addUp(builder, output!.shape, places, lowering.plain(kernel.input('x')))
  const kept = Array.from({ length: vocabulary }, (_, row) => Math.min(row, 1))
  lowering.set(output!, builder.op('Mul', [sums, builder.constant([vocabulary, 1], 'float32', kept)]))
}

/** Kernels of networks that read tokens. */
export const tokens: readonly (readonly [string, LoweringRule])[] = [
  ['TokenShares', tokenShares],
  ['RowSums', rowSums],
]
