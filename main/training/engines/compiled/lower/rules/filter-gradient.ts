import type { Value } from '../../graph/types.ts'
import type { Builder } from '../builder.ts'
import type { Lowering } from '../lowering.ts'
import type { ConvolutionGeometry } from '../../trace/kernels/convolutions.ts'

/**
 * Gradient of a convolution's filter, [height, width, in, out]: for each filter position the input that it sees times
 * the output's gradient, a matrix product over all windows of the batch. Channels last, so that both factors are
 * matrices as they lie. Faster than ONNX's convolution with swapped axes (TRACING.md).
 *
 * A single input channel makes products too thin: there the positions are gathered first, into one product.
 */
export function filterGradient(
  builder: Builder,
  lowering: Lowering,
  x: Value,
  dy: Value,
  geometry: ConvolutionGeometry,
): Value {
  const { batchSize, inChannels, outChannels, outHeight, outWidth, filterHeight, filterWidth } = geometry
  const { top, bottom, left, right } = geometry.padInfo
  const rows = batchSize * outHeight * outWidth
  const images = builder.pad(lowering.plain(x), [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ])
  const gradient = builder.reshape(lowering.plain(dy), [rows, outChannels])
  const seen = (row: number, column: number): Value => {
    const [y, x] = [row * geometry.dilationHeight, column * geometry.dilationWidth]
    const steps = geometry.strideHeight === 1 && geometry.strideWidth === 1
    return builder.slice(
      images,
      [1, 2],
      [y, x],
      [y + (outHeight - 1) * geometry.strideHeight + 1, x + (outWidth - 1) * geometry.strideWidth + 1],
      steps ? undefined : [geometry.strideHeight, geometry.strideWidth],
    )
  }
  const positions = Array.from({ length: filterHeight * filterWidth }, (_, index) => ({
    row: Math.floor(index / filterWidth),
    column: index % filterWidth,
  }))
  if (inChannels === 1) {
    const parts = positions.map(({ row, column }) => builder.reshape(seen(row, column), [1, rows]))
    const product = builder.op('Gemm', [builder.concat(parts, 0), gradient], { transA: 0, transB: 0 })
    return builder.reshape(product, [filterHeight, filterWidth, 1, outChannels])
  }
  const parts = positions.map(({ row, column }) => {
    const factor = builder.reshape(seen(row, column), [rows, inChannels])
    return builder.op('Gemm', [factor, gradient], { transA: 1, transB: 0 })
  })
  return builder.reshape(builder.concat(parts, 0), [filterHeight, filterWidth, inChannels, outChannels])
}
