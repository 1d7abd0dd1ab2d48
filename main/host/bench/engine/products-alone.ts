import type { Tensor as OrtTensor } from 'onnxruntime-node'
import { fuse } from '../../../training/engines/compiled/fuse/fuse.ts'
import { sizeOf } from '../../../training/engines/compiled/graph/types.ts'
import type { Value } from '../../../training/engines/compiled/graph/types.ts'
import { Builder } from '../../../training/engines/compiled/lower/builder.ts'
import { before, writeLoop } from '../../../training/engines/compiled/onnx/loop.ts'
import { runtime, sessionOptions } from '../../../training/engines/compiled/run/runtime.ts'
import { batchSize } from './jobs.ts'
import { gruProducts, lstmProducts } from './recurrent-products.ts'
import { textProducts } from './text-products.ts'
import type { Products } from './recurrent-products.ts'

const gemm = (builder: Builder, a: Value, b: Value, transA = 0, transB = 0): Value =>
  builder.op('Gemm', [a, b], { transA, transB })

/** The eight matrix products of a step of 784-128-64-10: forward, and both gradients of each layer but the first's input. */
const mlp: Products = (builder, operand) => {
  const [x, h1, h2] = [operand('x', [batchSize, 784]), operand('h1', [batchSize, 128]), operand('h2', [batchSize, 64])]
  const [d1, d2, d3] = [operand('d1', [batchSize, 128]), operand('d2', [batchSize, 64]), operand('d3', [batchSize, 10])]
  const [w1, w2, w3] = [operand('w1', [784, 128]), operand('w2', [128, 64]), operand('w3', [64, 10])]
  const forward = [gemm(builder, x, w1), gemm(builder, h1, w2), gemm(builder, h2, w3)]
  const toInputs = [gemm(builder, d3, w3, 0, 1), gemm(builder, d2, w2, 0, 1)]
  const toWeights = [gemm(builder, h2, d3, 1), gemm(builder, h1, d2, 1), gemm(builder, x, d1, 1)]
  return [...forward, ...toInputs, ...toWeights]
}

const positions = Array.from({ length: 9 }, (_, index) => [Math.floor(index / 3), index % 3] as const)

const convolution = {
  kernel_shape: [3, 3],
  strides: [1, 1],
  dilations: [1, 1],
  pads: [1, 1, 1, 1],
  group: 1,
}

/**
 * The convolutions and matrix products of a step of the 28x28 network, each in the fastest form that was found (TRACING.md
 * of the compiled engine), from operands in the runtime's order, with the data movement that the form needs.
 */
const cnn: Products = (builder, operand) => {
  const channelsLast = (value: Value): Value => builder.transpose(value, [0, 2, 3, 1])
  const [image, x2] = [operand('image', [batchSize, 1, 28, 28]), operand('x2', [batchSize, 16, 14, 14])]
  const [d1, d2] = [operand('d1', [batchSize, 16, 28, 28]), operand('d2', [batchSize, 32, 14, 14])]
  const [w1, w2] = [operand('w1', [16, 1, 3, 3]), operand('w2', [32, 16, 3, 3])]
  const forward = [builder.op('Conv', [image, w1], convolution), builder.op('Conv', [x2, w2], convolution)]
  const toInput = builder.op('ConvTranspose', [d2, w2], { ...convolution, output_padding: [0, 0] })

  // First filter: one input channel, so the nine shifted images side by side, and one product.
  const around1 = builder.pad(image, [
    [0, 0],
    [0, 0],
    [1, 1],
    [1, 1],
  ])
  const shifted = positions.map(([row, column]) =>
    builder.reshape(builder.slice(around1, [2, 3], [row, column], [row + 28, column + 28]), [1, batchSize * 784]),
  )
  const filter1 = gemm(builder, builder.concat(shifted, 0), builder.reshape(channelsLast(d1), [batchSize * 784, 16]))

  // Second filter: a product for each of its nine positions.
  const around2 = builder.pad(channelsLast(x2), [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ])
  const rows2 = builder.reshape(channelsLast(d2), [batchSize * 196, 32])
  const filter2 = positions.map(([row, column]) => {
    const seen = builder.slice(around2, [1, 2], [row, column], [row + 14, column + 14])
    return gemm(builder, builder.reshape(seen, [batchSize * 196, 16]), rows2, 1)
  })

  const [flat, w3, d3] = [operand('flat', [batchSize, 1568]), operand('w3', [1568, 10]), operand('d3', [batchSize, 10])]
  const dense = [gemm(builder, flat, w3), gemm(builder, d3, w3, 0, 1), gemm(builder, flat, d3, 1)]
  return [...forward, toInput, filter1, builder.concat(filter2, 0), ...dense]
}

const products = { mlp, cnn, lstm: lstmProducts, gru: gruProducts, text: textProducts } as const

/**
 * The matrix products and convolutions of a step by themselves, in a Loop of the same runtime with the same options: the
 * practical limit of a step.
 * @returns runs that many steps
 */
export async function productsAlone(network: keyof typeof products): Promise<(steps: number) => Promise<void>> {
  const builder = new Builder()
  builder.input('step', [], 'int64')
  const go = builder.input('go', [], 'bool')
  const around: Value[] = []
  const results = products[network](builder, (name, shape) => {
    const value: Value = { name, shape, dtype: 'float32' }
    around.push(value)
    return value
  })
  // Every result is kept, so that none is optimised away.
  const state = results.map(({ shape, dtype }, index) => ({ name: `product${index}`, shape, dtype }))
  for (const { name, shape, dtype } of state) builder.input(name, shape, dtype)
  const body = fuse(
    builder.finish('products', [
      { name: 'go', value: builder.op('Identity', [go]) },
      ...results.map((value, index) => ({ name: `product${index}`, value })),
      { name: 'loss', value: builder.scalar(0) },
    ]),
  )
  const { InferenceSession: Session, Tensor } = runtime()
  const session = await Session.create(writeLoop({ body, state, around }), sessionOptions)
  const filled = (shape: readonly number[]) =>
    new Tensor('float32', new Float32Array(sizeOf(shape)).fill(0.01), [...shape])
  const feeds: Record<string, OrtTensor> = {}
  for (const { name, shape } of around) feeds[name] = filled(shape)
  for (const { name, shape } of state) feeds[before(name)] = filled(shape)
  return async (steps) => {
    await session.run({ ...feeds, count: new Tensor('int64', BigInt64Array.of(BigInt(steps)), []) })
  }
}
