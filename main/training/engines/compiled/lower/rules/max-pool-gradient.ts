import type { Value } from '../../graph/types.ts'
import type { Builder } from '../builder.ts'
import type { Held, Lowering } from '../lowering.ts'
import type { PoolGeometry } from '../../trace/kernels/convolutions.ts'
import { poolAttributes } from './pool-attributes.ts'

interface Pooled {
  readonly x: Value
  readonly y: Value
  readonly dy: Value
}

/**
 * Gradient of max pooling: each window's gradient goes to its first maximum in row-major order, as in tfjs. Windows
 * that do not overlap are taken apart by position, in channels-last order, where the pieces are contiguous; others use
 * MaxPool's indices, which is many times slower (TRACING.md).
 */
export function maxPoolGradient(builder: Builder, lowering: Lowering, pooled: Pooled, geometry: PoolGeometry): Held {
  const apart = geometry.filterHeight === geometry.strideHeight && geometry.filterWidth === geometry.strideWidth
  return apart ? takenApart(builder, lowering, pooled, geometry) : byIndices(builder, lowering, pooled, geometry)
}

const lowest = -3.4028234663852886e38

function takenApart(builder: Builder, lowering: Lowering, pooled: Pooled, geometry: PoolGeometry): Held {
  const { batchSize, inChannels, inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth } = geometry
  const { top, left } = geometry.padInfo
  // Exactly the cells that windows cover: padded where they hang over, cut where they stop short.
  const [height, width] = [outHeight * filterHeight, outWidth * filterWidth]
  const below = Math.max(0, height - top - inHeight)
  const beside = Math.max(0, width - left - inWidth)
  const around = [[0, 0] as const, [top, below] as const, [left, beside] as const, [0, 0] as const]
  const x = builder.slice(builder.pad(lowering.plain(pooled.x), around, lowest), [1, 2], [0, 0], [height, width])
  const y = lowering.plain(pooled.y)
  let rest = lowering.plain(pooled.dy)
  const shares: Value[] = []
  for (let row = 0; row < filterHeight; row++)
    for (let column = 0; column < filterWidth; column++) {
      if (shares.length === filterHeight * filterWidth - 1) {
        shares.push(rest) // who else
        break
      }
      const cell = builder.slice(x, [1, 2], [row, column], [height, width], [filterHeight, filterWidth])
      const isMaximum = builder.cast(builder.op('Equal', [cell, y]), 'float32')
      const share = builder.op('Mul', [rest, isMaximum])
      shares.push(share)
      rest = builder.op('Sub', [rest, share])
    }
  // [row, column, batch, outHeight, outWidth, channels] -> [batch, outHeight, row, outWidth, column, channels]
  const stacked = builder.concat(
    shares.map((share) => builder.reshape(share, [1, batchSize, outHeight, outWidth, inChannels])),
    0,
  )
  const apart = builder.reshape(stacked, [filterHeight, filterWidth, batchSize, outHeight, outWidth, inChannels])
  const covered = builder.reshape(builder.transpose(apart, [2, 3, 0, 4, 1, 5]), [batchSize, height, width, inChannels])
  const cut = builder.slice(
    covered,
    [1, 2],
    [top, left],
    [Math.min(height, top + inHeight), Math.min(width, left + inWidth)],
  )
  const value = builder.pad(cut, [
    [0, 0],
    [0, inHeight - cut.shape[1]!],
    [0, inWidth - cut.shape[2]!],
    [0, 0],
  ])
  return { value, channelsFirst: false }
}

function byIndices(builder: Builder, lowering: Lowering, pooled: Pooled, geometry: PoolGeometry): Held {
  const { batchSize, inChannels, inHeight, inWidth, outHeight, outWidth } = geometry
  const [, indices] = builder.ops('MaxPool', [lowering.channelsFirst(pooled.x)], {
    ...poolAttributes(geometry),
    with_indices: 1,
  })
  const cells = batchSize * inChannels * outHeight * outWidth
  const size = batchSize * inChannels * inHeight * inWidth
  const flat = builder.op(
    'ScatterND',
    [
      builder.expand(builder.scalar(0), [size]),
      builder.reshape(indices!, [cells, 1]),
      builder.reshape(lowering.channelsFirst(pooled.dy), [cells]),
    ],
    { reduction: 'add' },
  )
  return { value: builder.reshape(flat, [batchSize, inChannels, inHeight, inWidth]), channelsFirst: true }
}
