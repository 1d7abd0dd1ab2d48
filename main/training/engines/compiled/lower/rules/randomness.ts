import { sizeOf } from '../../graph/types.ts'
import type { LoweringRule } from '../lowering.ts'

/**
 * A mask of counter-based random numbers, bit-equal to the JavaScript reference (training/randomness): the hash of each
 * position and the key, scaled to [0, 1), compared with the rate.
 */
const counterMask: LoweringRule = (kernel, lowering, builder) => {
  const [output] = kernel.outputs
  const count = sizeOf(output!.shape)
  const unsigned = (element: number) => builder.scalar(element >>> 0, 'uint32')
  const counters = Uint32Array.from({ length: count }, (_, index) => Math.imul(index, 0x9e3779b1))
  const shifted = (x: ReturnType<typeof unsigned>, bits: number) =>
    builder.op('BitwiseXor', [x, builder.op('BitShift', [x, unsigned(bits)], { direction: 'RIGHT' })])
  const key = builder.cast(lowering.plain(kernel.input('key')), 'uint32')
  let x = builder.op('BitwiseXor', [builder.constant([count], 'uint32', counters), key])
  x = builder.op('Mul', [shifted(x, 16), unsigned(0x7feb352d)])
  x = builder.op('Mul', [shifted(x, 15), unsigned(0x846ca68b)])
  x = shifted(x, 16)
  const bits = builder.op('BitShift', [x, unsigned(8)], { direction: 'RIGHT' })
  const number = builder.op('Mul', [builder.cast(bits, 'float32'), builder.scalar(2 ** -24)])
  const kept = builder.op('GreaterOrEqual', [number, lowering.plain(kernel.input('rate'))])
  lowering.set(output!, builder.reshape(builder.cast(kept, 'float32'), output!.shape))
}

export const randomness: readonly (readonly [string, LoweringRule])[] = [['CounterMask', counterMask]]
