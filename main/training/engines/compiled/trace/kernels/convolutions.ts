import { backend_util as util } from '@tensorflow/tfjs-core'
import type { Attributes, Value } from '../../graph/types.ts'
import type { KernelCall, KernelRule } from './rule.ts'
import { input, numbers, one } from './rule.ts'

type Shape4D = [number, number, number, number]
type Pad = Parameters<typeof util.computeConv2DInfo>[4]
type Rounding = Parameters<typeof util.computeConv2DInfo>[5]
type Pair = number | [number, number]

const pairOf = (value: unknown): Pair => (value === null || value === undefined ? 1 : (value as Pair))

export type ConvolutionGeometry = ReturnType<typeof util.computeConv2DInfo>
export type PoolGeometry = ReturnType<typeof util.computePool2DInfo>

/** A convolution's geometry from tfjs attributes; layout NHWC, filter HWIO (depthwise: HWCM). */
export function convolutionGeometry(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attributes: Attributes,
  depthwise = false,
): ConvolutionGeometry {
  if (attributes['dataFormat'] !== undefined && attributes['dataFormat'] !== 'NHWC')
    throw new Error(`data format ${String(attributes['dataFormat'])}`)
  return util.computeConv2DInfo(
    inputShape as unknown as Shape4D,
    filterShape as unknown as Shape4D,
    pairOf(attributes['strides']),
    pairOf(attributes['dilations']),
    attributes['pad'] as Pad,
    (attributes['dimRoundingMode'] ?? undefined) as Rounding,
    depthwise,
  )
}

/** A pooling window's geometry from tfjs attributes, NHWC. */
export function poolingGeometry(inputShape: readonly number[], attributes: Attributes): PoolGeometry {
  return util.computePool2DInfo(
    inputShape as unknown as Shape4D,
    pairOf(attributes['filterSize']),
    pairOf(attributes['strides']),
    1,
    attributes['pad'] as Parameters<typeof util.computePool2DInfo>[4],
    (attributes['dimRoundingMode'] ?? undefined) as Rounding,
  )
}

const forward =
  (depthwise: boolean): KernelRule =>
  (call) =>
    one(
      convolutionGeometry(input(call, 'x').shape, input(call, 'filter').shape, call.attributes, depthwise).outShape,
      'float32',
    )

const pool: KernelRule = (call) => one(poolingGeometry(input(call, 'x').shape, call.attributes).outShape, 'float32')

const like =
  (name: string): KernelRule =>
  (call) =>
    one(input(call, name).shape, 'float32')

const attributeShape =
  (name: string): KernelRule =>
  (call: KernelCall) =>
    one(numbers(call, name), 'float32')

export const filterOf = (call: KernelCall): Value => input(call, 'filter')

/** Convolutions and pooling with their gradients. */
export const convolutions: readonly (readonly [string, KernelRule])[] = [
  ['Conv2D', forward(false)],
  ['FusedConv2D', forward(false)],
  ['Conv2DBackpropInput', attributeShape('inputShape')],
  ['Conv2DBackpropFilter', attributeShape('filterShape')],
  ['DepthwiseConv2dNative', forward(true)],
  ['FusedDepthwiseConv2D', forward(true)],
  ['DepthwiseConv2dNativeBackpropInput', attributeShape('inputShape')],
  ['DepthwiseConv2dNativeBackpropFilter', attributeShape('filterShape')],
  ['MaxPool', pool],
  ['AvgPool', pool],
  ['MaxPoolGrad', like('input')],
  ['AvgPoolGrad', like('input')],
]
