import type { Value } from '../../graph/types.ts'
import { sizeOf } from '../../graph/types.ts'
import { layerSalt } from '../../../../program/randomness/counter-mask.ts'
import { positionFactor } from '../../../../program/randomness/hash.ts'
import type { Builder } from '../builder.ts'
import type { LoweringRule } from '../lowering.ts'

const unsigned = (builder: Builder, element: number): Value => builder.scalar(element >>> 0, 'uint32')

/** x ^ (x >> bits) */
const foldDown = (builder: Builder, x: Value, bits: number): Value =>
  builder.op('BitwiseXor', [x, builder.op('BitShift', [x, unsigned(builder, bits)], { direction: 'RIGHT' })])

/** The hash of training/program/randomness/hash.ts, bit for bit. */
function mix(builder: Builder, start: Value): Value {
  let x = builder.op('Mul', [foldDown(builder, start, 16), unsigned(builder, 0x7feb352d)])
  x = builder.op('Mul', [foldDown(builder, x, 15), unsigned(builder, 0x846ca68b)])
  return foldDown(builder, x, 16)
}

/**
 * Inverted dropout's mask from counters, bit-equal to the JavaScript reference (counter-mask.ts). What depends on the
 * position and the layer alone is a constant; the step's key is XORed in.
 */
const counterMask: LoweringRule = (kernel, lowering, builder) => {
  const [output] = kernel.outputs
  const count = sizeOf(output!.shape)
  const salt = layerSalt(Number(kernel.attribute('layer')))
  const counters = Uint32Array.from({ length: count }, (_, index) => Math.imul(index, positionFactor) ^ salt)
  const key = builder.cast(lowering.plain(kernel.input('key')), 'uint32')
  const rate = lowering.plain(kernel.input('rate'))
  const bits = mix(builder, builder.op('BitwiseXor', [builder.constant([count], 'uint32', counters), key]))
  const threshold = builder.cast(builder.op('Mul', [rate, builder.scalar(4294967296)]), 'uint32')
  const scale = builder.op('Div', [builder.scalar(1), builder.op('Sub', [builder.scalar(1), rate])])
  const mask = builder.op('Where', [builder.op('Less', [bits, threshold]), builder.scalar(0), scale])
  lowering.set(output!, builder.reshape(mask, output!.shape))
}

export const randomness: readonly (readonly [string, LoweringRule])[] = [['CounterMask', counterMask]]
