import type * as Ort from 'onnxruntime-node'

/** What both builds of ONNX Runtime offer. */
export type Runtime = Pick<typeof Ort, 'InferenceSession' | 'Tensor'> &
  Partial<Pick<typeof Ort, 'listSupportedBackends'>>
