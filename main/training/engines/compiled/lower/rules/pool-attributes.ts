import type { PoolGeometry } from '../../trace/kernels/convolutions.ts'

/** ONNX attributes of a pool with this geometry. */
export const poolAttributes = (geometry: PoolGeometry): Record<string, number[]> => ({
  kernel_shape: [geometry.filterHeight, geometry.filterWidth],
  strides: [geometry.strideHeight, geometry.strideWidth],
  pads: [geometry.padInfo.top, geometry.padInfo.left, geometry.padInfo.bottom, geometry.padInfo.right],
})
