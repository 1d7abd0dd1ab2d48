import type { Value } from '../../graph/types.ts'
import { sizeOf } from '../../graph/types.ts'
import { layerSalt } from '../../../../program/randomness/counter-mask.ts'
import { streamSalt } from '../../../../program/randomness/counter-uniform.ts'
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

/** The hashed bits of `count` positions: what depends on the position and the salt alone is a constant; the key is XORed in. */
function bitsOf(builder: Builder, count: number, salt: number, key: Value): Value {
  const counters = Uint32Array.from({ length: count }, (_, index) => Math.imul(index, positionFactor) ^ salt)
  return mix(
    builder,
    builder.op('BitwiseXor', [builder.constant([count], 'uint32', counters), builder.cast(key, 'uint32')]),
  )
}

/** Inverted dropout's mask from counters, bit-equal to the JavaScript reference (counter-mask.ts). */
const counterMask: LoweringRule = (kernel, lowering, builder) => {
  const [output] = kernel.outputs
  const rate = lowering.plain(kernel.input('rate'))
  const salt = layerSalt(Number(kernel.attribute('layer')))
  const bits = bitsOf(builder, sizeOf(output!.shape), salt, lowering.plain(kernel.input('key')))
  const threshold = builder.cast(builder.op('Mul', [rate, builder.scalar(4294967296)]), 'uint32')
  const scale = builder.op('Div', [builder.scalar(1), builder.op('Sub', [builder.scalar(1), rate])])
  const mask = builder.op('Where', [builder.op('Less', [bits, threshold]), builder.scalar(0), scale])
  lowering.set(output!, builder.reshape(mask, output!.shape))
}

/** Uniform numbers from counters, bit-equal to the JavaScript reference (counter-uniform.ts). */
const counterUniform: LoweringRule = (kernel, lowering, builder) => {
  const [output] = kernel.outputs
  const salt = streamSalt(String(kernel.attribute('stream')))
  const bits = bitsOf(builder, sizeOf(output!.shape), salt, lowering.plain(kernel.input('key')))
  const upper = builder.op('BitShift', [bits, unsigned(builder, 9)], { direction: 'RIGHT' })
  const centred = builder.op('Add', [builder.cast(upper, 'float32'), builder.scalar(0.5)])
  lowering.set(output!, builder.reshape(builder.op('Mul', [centred, builder.scalar(1 / 8388608)]), output!.shape))
}

export const randomness: readonly (readonly [string, LoweringRule])[] = [
  ['CounterMask', counterMask],
  ['CounterUniform', counterUniform],
]
