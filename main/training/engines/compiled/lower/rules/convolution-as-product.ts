import type { Value } from '../../graph/types.ts'
import type { ConvolutionGeometry } from '../../trace/kernels/convolutions.ts'
import type { Builder } from '../builder.ts'

const mostPositions = 25
const leastChannels = 8

/**
 * Whether a convolution is one product over the whole batch instead of one for each image: where images are so small that
 * a product for each is too thin. What every position sees is then gathered once, for the forward pass and for the filter's
 * gradient (TRACING.md).
 */
export const isProduct = (positions: number, inChannels: number): boolean =>
  positions <= mostPositions && inChannels >= leastChannels

export const isProductOf = (geometry: ConvolutionGeometry): boolean =>
  geometry.dilationHeight === 1 &&
  geometry.dilationWidth === 1 &&
  geometry.strideHeight === 1 &&
  geometry.strideWidth === 1 &&
  isProduct(geometry.outHeight * geometry.outWidth, geometry.inChannels)

const offsets = ({ filterHeight, filterWidth }: ConvolutionGeometry): [number, number][] =>
  Array.from({ length: filterHeight * filterWidth }, (_, index) => [
    Math.floor(index / filterWidth),
    index % filterWidth,
  ])

/** What each output position sees: [positions of the batch, height * width * in] of the filter. */
export function columnsOf(builder: Builder, images: Value, geometry: ConvolutionGeometry): Value {
  const { batchSize, inChannels, outHeight, outWidth, filterHeight, filterWidth, padInfo } = geometry
  const around = builder.pad(images, [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ])
  const seen = offsets(geometry).map(([row, column]) =>
    builder.slice(around, [1, 2], [row, column], [row + outHeight, column + outWidth]),
  )
  const rows = batchSize * outHeight * outWidth
  return builder.reshape(builder.concat(seen, 3), [rows, filterHeight * filterWidth * inChannels])
}

/** The filter as a matrix, [height * width * in, out]: as it lies in tfjs's order. */
const matrixOf = (builder: Builder, filter: Value): Value =>
  builder.reshape(filter, [filter.shape[0]! * filter.shape[1]! * filter.shape[2]!, filter.shape[3]!])

/** Channels last, [batch, height, width, out]. */
export function productForward(
  builder: Builder,
  images: Value,
  filter: Value,
  bias: Value | undefined,
  geometry: ConvolutionGeometry,
): Value {
  const inputs = [columnsOf(builder, images, geometry), matrixOf(builder, filter)]
  const product = builder.op('Gemm', bias ? [...inputs, bias] : inputs, { transA: 0, transB: 0 })
  return builder.reshape(product, [geometry.batchSize, geometry.outHeight, geometry.outWidth, geometry.outChannels])
}

/** [height, width, in, out] */
export function productFilterGradient(
  builder: Builder,
  images: Value,
  dy: Value,
  geometry: ConvolutionGeometry,
): Value {
  const { batchSize, outHeight, outWidth, filterHeight, filterWidth, inChannels, outChannels } = geometry
  const gradient = builder.reshape(dy, [batchSize * outHeight * outWidth, outChannels])
  const product = builder.op('Gemm', [columnsOf(builder, images, geometry), gradient], { transA: 1, transB: 0 })
  return builder.reshape(product, [filterHeight, filterWidth, inChannels, outChannels])
}

/** Each position's gradient goes back to the cells that it saw; channels last. */
export function productInputGradient(builder: Builder, dy: Value, filter: Value, geometry: ConvolutionGeometry): Value {
  const { batchSize, outHeight, outWidth, inHeight, inWidth, inChannels, outChannels, padInfo } = geometry
  const gradient = builder.reshape(dy, [batchSize * outHeight * outWidth, outChannels])
  const columns = builder.op('Gemm', [gradient, matrixOf(builder, filter)], { transA: 0, transB: 1 })
  const places = offsets(geometry)
  const parts = builder.split(
    builder.reshape(columns, [batchSize, outHeight, outWidth, places.length * inChannels]),
    places.map(() => inChannels),
    3,
  )
  const [height, width] = [inHeight + padInfo.top + padInfo.bottom, inWidth + padInfo.left + padInfo.right]
  const spread = parts.map((part, index) => {
    const [row, column] = places[index]!
    return builder.pad(part, [
      [0, 0],
      [row, height - row - outHeight],
      [column, width - column - outWidth],
      [0, 0],
    ])
  })
  const sum = spread.reduce((total, part) => builder.op('Add', [total, part]))
  return builder.slice(sum, [1, 2], [padInfo.top, padInfo.left], [padInfo.top + inHeight, padInfo.left + inWidth])
}
