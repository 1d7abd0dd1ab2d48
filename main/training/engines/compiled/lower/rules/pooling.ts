import type { Value } from '../../graph/types.ts'
import type { PoolGeometry } from '../../trace/kernels/convolutions.ts'
import { poolingGeometry } from '../../trace/kernels/convolutions.ts'
import type { Builder } from '../builder.ts'
import type { Lowering, LoweringRule } from '../lowering.ts'
import { poolAttributes } from './pool-attributes.ts'
import { maxPoolGradient } from './max-pool-gradient.ts'

const maxPool: LoweringRule = (kernel, lowering, builder) => {
  const x = kernel.input('x')
  const geometry = poolingGeometry(x.shape, kernel.attributes)
  const pooled = builder.op('MaxPool', [lowering.channelsFirst(x)], poolAttributes(geometry))
  lowering.set(kernel.outputs[0]!, pooled, true)
}

const averagePool: LoweringRule = (kernel, lowering, builder) => {
  const x = kernel.input('x')
  const geometry = poolingGeometry(x.shape, kernel.attributes)
  const attributes = { ...poolAttributes(geometry), count_include_pad: 0 }
  lowering.set(kernel.outputs[0]!, builder.op('AveragePool', [lowering.channelsFirst(x)], attributes), true)
}

/** How many cells of the input each window covers: fewer at the border where the window hangs over. */
function windowCounts(geometry: PoolGeometry): number[] {
  const covered = (out: number, stride: number, window: number, begin: number, size: number): number[] =>
    Array.from({ length: out }, (_, index) => {
      const from = index * stride - begin
      return Math.min(from + window, size) - Math.max(from, 0)
    })
  const { outHeight, outWidth, strideHeight, strideWidth, filterHeight, filterWidth, padInfo, inHeight, inWidth } =
    geometry
  const rows = covered(outHeight, strideHeight, filterHeight, padInfo.top, inHeight)
  const columns = covered(outWidth, strideWidth, filterWidth, padInfo.left, inWidth)
  return rows.flatMap((row) => columns.map((column) => row * column))
}

/**
 * Each cell gets its share of every window that covers it: the gradient divided by the window's true count, spread by
 * a transposed convolution with ones. tfjs divides by the full window size also at the border (with `same` padding),
 * which is not the gradient of what its forward pass computes; here the right one is written.
 */
function averagePoolGradient(builder: Builder, lowering: Lowering, dy: Value, geometry: PoolGeometry): Value {
  const { inChannels, filterHeight, filterWidth, outHeight, outWidth } = geometry
  const shares = windowCounts(geometry).map((count) => 1 / count)
  const even = shares.every((share) => share === shares[0])
  const scale = even ? builder.scalar(shares[0]!) : builder.constant([1, 1, outHeight, outWidth], 'float32', shares)
  const scaled = builder.op('Mul', [lowering.channelsFirst(dy), scale])
  const ones = builder.constant(
    [inChannels, 1, filterHeight, filterWidth],
    'float32',
    new Float32Array(inChannels * filterHeight * filterWidth).fill(1),
  )
  const { top, bottom, left, right } = geometry.padInfo
  const rest = (size: number, out: number, stride: number, window: number, padding: number): number =>
    size - ((out - 1) * stride + window - padding)
  return builder.op('ConvTranspose', [scaled, ones], {
    ...poolAttributes(geometry),
    group: inChannels,
    output_padding: [
      rest(geometry.inHeight, outHeight, geometry.strideHeight, filterHeight, top + bottom),
      rest(geometry.inWidth, outWidth, geometry.strideWidth, filterWidth, left + right),
    ],
  })
}

const averagePoolGrad: LoweringRule = (kernel, lowering, builder) => {
  const geometry = poolingGeometry(kernel.input('input').shape, kernel.attributes)
  lowering.set(kernel.outputs[0]!, averagePoolGradient(builder, lowering, kernel.input('dy'), geometry), true)
}

const maxPoolGrad: LoweringRule = (kernel, lowering, builder) => {
  const geometry = poolingGeometry(kernel.input('input').shape, kernel.attributes)
  const { value, channelsFirst } = maxPoolGradient(
    builder,
    lowering,
    { x: kernel.input('input'), y: kernel.input('output'), dy: kernel.input('dy') },
    geometry,
  )
  lowering.set(kernel.outputs[0]!, value, channelsFirst)
}

/** Pooling and its gradients. */
export const pooling: readonly (readonly [string, LoweringRule])[] = [
  ['MaxPool', maxPool],
  ['AvgPool', averagePool],
  ['MaxPoolGrad', maxPoolGrad],
  ['AvgPoolGrad', averagePoolGrad],
]
