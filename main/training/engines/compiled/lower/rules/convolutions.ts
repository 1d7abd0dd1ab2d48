import type { Value } from '../../graph/types.ts'
import type { ConvolutionGeometry } from '../../trace/kernels/convolutions.ts'
import { convolutionGeometry } from '../../trace/kernels/convolutions.ts'
import type { Builder } from '../builder.ts'
import type { Kernel, LoweringRule } from '../lowering.ts'
import { activate } from './activation.ts'
import { isProductOf, productFilterGradient, productForward, productInputGradient } from './convolution-as-product.ts'
import { filterGradient } from './filter-gradient.ts'

/** ONNX attributes of a convolution with this geometry. */
const attributesOf = (geometry: ConvolutionGeometry, group: number): Record<string, number | number[]> => ({
  kernel_shape: [geometry.filterHeight, geometry.filterWidth],
  strides: [geometry.strideHeight, geometry.strideWidth],
  dilations: [geometry.dilationHeight, geometry.dilationWidth],
  pads: [geometry.padInfo.top, geometry.padInfo.left, geometry.padInfo.bottom, geometry.padInfo.right],
  group,
})

/** Filters come as height, width, in, out; ONNX wants out, in, height, width. */
export const filterToOnnx = [3, 2, 0, 1]

/** Depthwise filters [height, width, channels, multiplier] become [channels * multiplier, 1, height, width]. */
function depthwiseFilter(builder: Builder, filter: Value): Value {
  const [height, width, channels, multiplier] = filter.shape
  return builder.reshape(builder.transpose(filter, [2, 3, 0, 1]), [channels! * multiplier!, 1, height!, width!])
}

const forward =
  (depthwise: boolean): LoweringRule =>
  (kernel, lowering, builder) => {
    const [x, filter] = [kernel.input('x'), kernel.input('filter')]
    const geometry = convolutionGeometry(x.shape, filter.shape, kernel.attributes, depthwise)
    const finish = (value: Value, channelsFirst: boolean): void => {
      const activation = [kernel.attribute('activation'), kernel.attribute('leakyreluAlpha')] as const
      lowering.set(kernel.outputs[0]!, activate(builder, value, ...activation), channelsFirst)
    }
    const bias = kernel.optional('bias')
    if (!depthwise && isProductOf(geometry)) {
      const added = bias && builder.reshape(lowering.plain(bias), [geometry.outChannels])
      finish(productForward(builder, lowering.plain(x), lowering.plain(filter), added, geometry), false)
      return
    }
    const weights = depthwise
      ? depthwiseFilter(builder, lowering.plain(filter))
      : builder.transpose(lowering.plain(filter), filterToOnnx)
    const inputs = [lowering.channelsFirst(x), weights]
    if (bias) inputs.push(builder.reshape(lowering.plain(bias), [weights.shape[0]!]))
    finish(builder.op('Conv', inputs, attributesOf(geometry, depthwise ? geometry.inChannels : 1)), true)
  }

const inputGradient =
  (depthwise: boolean): LoweringRule =>
  (kernel, lowering, builder) => {
    const [dy, filter] = [kernel.input('dy'), kernel.input('filter')]
    const [output] = kernel.outputs
    const geometry = convolutionGeometry(output!.shape, filter.shape, kernel.attributes, depthwise)
    if (!depthwise && isProductOf(geometry)) {
      lowering.set(output!, productInputGradient(builder, lowering.plain(dy), lowering.plain(filter), geometry))
      return
    }
    const { top, bottom, left, right } = geometry.padInfo
    // Rows and columns that the last window did not reach.
    const rest = (size: number, out: number, stride: number, window: number, padding: number): number =>
      size - ((out - 1) * stride + window - padding)
    const attributes = {
      ...attributesOf(geometry, depthwise ? geometry.inChannels : 1),
      output_padding: [
        rest(geometry.inHeight, geometry.outHeight, geometry.strideHeight, geometry.filterHeight, top + bottom),
        rest(geometry.inWidth, geometry.outWidth, geometry.strideWidth, geometry.filterWidth, left + right),
      ],
    }
    const weights = depthwise
      ? depthwiseFilter(builder, lowering.plain(filter))
      : builder.transpose(lowering.plain(filter), filterToOnnx)
    lowering.set(output!, builder.op('ConvTranspose', [lowering.channelsFirst(dy), weights], attributes), true)
  }

const denseFilterGradient: LoweringRule = (kernel, lowering, builder) => {
  const [x, dy] = [kernel.input('x'), kernel.input('dy')]
  const geometry = convolutionGeometry(x.shape, kernel.outputs[0]!.shape, kernel.attributes)
  const gradient = isProductOf(geometry)
    ? productFilterGradient(builder, lowering.plain(x), lowering.plain(dy), geometry)
    : filterGradient(builder, lowering, x, dy, geometry)
  lowering.set(kernel.outputs[0]!, gradient)
}

/** As one grouped convolution of the input by the gradient: a group for each channel. */
const depthwiseFilterGradient: LoweringRule = (kernel: Kernel, lowering, builder) => {
  const [x, dy] = [kernel.input('x'), kernel.input('dy')]
  const [output] = kernel.outputs
  const geometry = convolutionGeometry(x.shape, output!.shape, kernel.attributes, true)
  const { batchSize, inChannels, inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth } = geometry
  const multiplier = output!.shape[3]!
  const images = builder.reshape(builder.transpose(lowering.channelsFirst(x), [1, 0, 2, 3]), [
    1,
    inChannels * batchSize,
    inHeight,
    inWidth,
  ])
  const windows = builder.transpose(lowering.channelsFirst(dy), [1, 0, 2, 3])
  const { top, left, bottom, right } = geometry.padInfo
  const products = builder.op('Conv', [images, windows], {
    kernel_shape: [outHeight, outWidth],
    strides: [1, 1],
    dilations: [geometry.strideHeight, geometry.strideWidth],
    pads: [top, left, bottom, right],
    group: inChannels,
  })
  const cut = builder.slice(products, [2, 3], [0, 0], [filterHeight, filterWidth])
  const shaped = builder.reshape(cut, [inChannels, multiplier, filterHeight, filterWidth])
  lowering.set(output!, builder.transpose(shaped, [2, 3, 0, 1]))
}

/** Convolutions and their gradients. */
export const convolutions: readonly (readonly [string, LoweringRule])[] = [
  ['Conv2D', forward(false)],
  ['FusedConv2D', forward(false)],
  ['Conv2DBackpropInput', inputGradient(false)],
  ['Conv2DBackpropFilter', denseFilterGradient],
  ['DepthwiseConv2dNative', forward(true)],
  ['FusedDepthwiseConv2D', forward(true)],
  ['DepthwiseConv2dNativeBackpropInput', inputGradient(true)],
  ['DepthwiseConv2dNativeBackpropFilter', depthwiseFilterGradient],
]
