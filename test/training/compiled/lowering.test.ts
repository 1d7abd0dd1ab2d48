import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { loweringRules } from '../../../main/training/engines/compiled/lower/rules/table.ts'
import { kernelRules } from '../../../main/training/engines/compiled/trace/kernels/table.ts'
import { record } from '../../../main/training/engines/compiled/trace/record.ts'
import { keyOf, uniformAt } from '../../../main/training/program/randomness/hash.ts'
import { relativeError } from './reference.ts'
import type { Data, Named } from './run-graph.ts'
import { describeInputs, lowered, runOnnx, runTfjs } from './run-graph.ts'

let drawn = 0

/** Random numbers of a range, different at each call. */
function floats(shape: readonly number[], low = -2, high = 2): Data {
  const key = keyOf(++drawn)
  const size = shape.reduce((product, length) => product * length, 1)
  const values = Float32Array.from({ length: size }, (_, index) => low + (high - low) * uniformAt(key, index))
  return { shape, dtype: 'float32', values }
}

function integers(shape: readonly number[], low: number, high: number): Data {
  return { shape, dtype: 'int32', values: Int32Array.from(floats(shape, low, high).values, Math.floor) }
}

function booleans(shape: readonly number[]): Data {
  return { shape, dtype: 'bool', values: Uint8Array.from(floats(shape).values, (value) => (value > 0 ? 1 : 0)) }
}

/** Images with equal neighbours, so that pooling meets ties. */
function tied(shape: readonly number[]): Data {
  return { shape, dtype: 'float32', values: Float32Array.from(integers(shape, 0, 3).values) }
}

interface Row {
  readonly kernel: string
  readonly inputs: Named
  readonly attributes?: object
  /** Inputs that the kernel takes as a list. */
  readonly listed?: boolean
  readonly note?: string
}

const unary = (kernel: string, x = floats([3, 4]), attributes?: object): Row => ({
  kernel,
  inputs: { x },
  ...(attributes ? { attributes } : {}),
})

const binary = (kernel: string, a = floats([3, 4]), b = floats([3, 4])): Row[] => [
  { kernel, inputs: { a, b } },
  { kernel, inputs: { a, b: { ...b, shape: [4], values: b.values.slice(0, 4) } }, note: 'broadcast' },
]

const compared = [integers([3, 4], 0, 3), integers([3, 4], 0, 3)] as const

const convolution = (
  kernel: string,
  filter: readonly number[],
  attributes: { strides?: number | [number, number]; pad: 'same' | 'valid' | number },
  image: readonly number[] = [2, 7, 6, 3],
): Row => {
  const full = { strides: 1, dilations: 1, dataFormat: 'NHWC', ...attributes }
  const depthwise = kernel.startsWith('Depthwise')
  const geometry = tf.backend_util.computeConv2DInfo(
    image as [number, number, number, number],
    filter as [number, number, number, number],
    full.strides,
    full.dilations,
    full.pad,
    undefined,
    depthwise,
  )
  const note = `filter ${filter.join('x')}, strides ${String(full.strides)}, pad ${full.pad}`
  if (kernel.endsWith('Input'))
    return {
      kernel,
      inputs: { dy: floats(geometry.outShape), filter: floats(filter) },
      attributes: { ...full, inputShape: image },
      note,
    }
  if (kernel.endsWith('Filter'))
    return {
      kernel,
      inputs: { x: floats(image), dy: floats(geometry.outShape) },
      attributes: { ...full, filterShape: filter },
      note,
    }
  return { kernel, inputs: { x: floats(image), filter: floats(filter) }, attributes: full, note }
}

const convolutionShapes = [
  [[3, 3, 3, 4], { pad: 'same' }],
  [[3, 3, 3, 4], { pad: 'valid', strides: 2 }],
  [[2, 3, 3, 2], { pad: 'same', strides: [2, 1] }],
  [[1, 1, 3, 5], { pad: 'valid' }],
  [[5, 4, 3, 2], { pad: 'same' }],
] as const satisfies readonly (readonly [readonly number[], object])[]

const convolutions = (kernel: string, multiplier?: number): Row[] =>
  convolutionShapes.map(([filter, attributes]) =>
    convolution(kernel, multiplier ? [filter[0], filter[1], 3, multiplier] : filter, {
      ...attributes,
      ...('strides' in attributes && Array.isArray(attributes.strides) ? { strides: [2, 1] as [number, number] } : {}),
    } as { pad: 'same' | 'valid' }),
  )

const poolShapes = [
  { filterSize: 2, strides: 2, pad: 'valid' },
  { filterSize: [2, 2], strides: [2, 2], pad: 'same' },
  { filterSize: 3, strides: 3, pad: 'same' },
  { filterSize: 3, strides: 2, pad: 'valid' },
  { filterSize: 3, strides: 1, pad: 'same' },
] as const

const pool = (kernel: 'MaxPool' | 'AvgPool'): Row[] =>
  poolShapes.map((attributes) => ({
    kernel,
    inputs: { x: tied([2, 7, 5, 3]) },
    attributes,
    note: JSON.stringify(attributes),
  }))

function poolGradient(kernel: 'MaxPoolGrad' | 'AvgPoolGrad'): Row[] {
  return poolShapes
    .filter(({ pad }) => kernel === 'MaxPoolGrad' || pad === 'valid') // tfjs's is wrong for `same`: gradients.test.ts
    .map((attributes) => {
      const input = tied([2, 7, 5, 3])
      const { y } = runTfjs(
        (t) => ({
          y: tf.pool(
            t['x'] as tf.Tensor4D,
            attributes.filterSize as number,
            kernel === 'MaxPoolGrad' ? 'max' : 'avg',
            attributes.pad,
            1,
            attributes.strides as number,
          ),
        }),
        { x: input },
      )
      const { outShape } = tf.backend_util.computePool2DInfo(
        [2, 7, 5, 3],
        attributes.filterSize as number,
        attributes.strides as number,
        1,
        attributes.pad,
      )
      const output: Data = { shape: outShape, dtype: 'float32', values: Float32Array.from(y!) }
      const dy = floats(outShape)
      return {
        kernel,
        inputs: kernel === 'MaxPoolGrad' ? { dy, input, output } : { dy, input },
        attributes,
        note: JSON.stringify(attributes),
      }
    })
}

const reduction = (kernel: string, x = floats([2, 3, 4]), attribute = 'axis'): Row[] =>
  [[0], [1, 2], [2], [0, 1], [0, 1, 2]].map((axis) => ({
    kernel,
    inputs: { x },
    attributes: { [attribute]: axis, keepDims: axis.length === 1 && axis[0] === 2 },
    note: `axes ${axis.join()}`,
  }))

const table: Row[] = [
  ...[
    'Abs',
    'Ceil',
    'Cos',
    'Erf',
    'Exp',
    'Expm1',
    'Floor',
    'Neg',
    'Reciprocal',
    'Relu',
    'Round',
    'Sigmoid',
    'Sign',
  ].map((kernel) => unary(kernel)),
  ...['Sin', 'Tan', 'Tanh', 'Softplus', 'Elu', 'Selu', 'Square', 'Relu6'].map((kernel) => unary(kernel)),
  ...['Log', 'Log1p', 'Sqrt', 'Rsqrt'].map((kernel) => unary(kernel, floats([3, 4], 0.1, 3))),
  unary('Step', floats([3, 4]), { alpha: 0 }),
  unary('Step', floats([3, 4]), { alpha: -1 }),
  unary('LeakyRelu', floats([3, 4]), { alpha: 0.3 }),
  unary('ClipByValue', floats([3, 4]), { clipValueMin: -0.5, clipValueMax: 1.8e308 }),
  unary('Cast', floats([3, 4]), { dtype: 'int32' }),
  unary('Cast', integers([3, 4], 0, 2), { dtype: 'bool' }),
  unary('Cast', booleans([3, 4]), { dtype: 'float32' }),
  unary('ZerosLike'),
  unary('OnesLike'),
  { kernel: 'Fill', inputs: {}, attributes: { shape: [2, 3], value: 1.5, dtype: 'float32' } },
  unary('LogicalNot', booleans([3, 4])),
  ...['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum', 'SquaredDifference'].flatMap((kernel) =>
    binary(kernel),
  ),
  ...binary('Pow', floats([3, 4], 0.1, 2)),
  ...['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'].flatMap((kernel) =>
    binary(kernel, ...compared),
  ),
  ...['LogicalAnd', 'LogicalOr'].flatMap((kernel) => binary(kernel, booleans([3, 4]), booleans([3, 4]))),
  { kernel: 'AddN', inputs: { 0: floats([3, 4]), 1: floats([3, 4]), 2: floats([3, 4]) }, listed: true },
  { kernel: 'EluGrad', inputs: { dy: floats([3, 4]), y: floats([3, 4], -0.9, 2) } },
  { kernel: 'Prelu', inputs: { x: floats([3, 4]), alpha: floats([3, 4]) } },
  { kernel: 'Select', inputs: { condition: booleans([3, 4]), t: floats([3, 4]), e: floats([3, 4]) } },
  ...['Sum', 'Mean', 'Prod', 'Min'].flatMap((kernel) => reduction(kernel)),
  ...reduction('Max', floats([2, 3, 4]), 'reductionIndices'),
  ...['All', 'Any'].flatMap((kernel) => reduction(kernel, booleans([2, 3, 4]))),
  ...['ArgMax', 'ArgMin'].map((kernel) => unary(kernel, floats([4, 3]), { axis: 1 })),
  { kernel: 'Softmax', inputs: { logits: floats([3, 4]) }, attributes: { dim: 1 } },
  ...[false, true].flatMap((transposeA) =>
    [false, true].flatMap((transposeB): Row[] => {
      const [a, b] = [floats(transposeA ? [1, 5, 3] : [1, 3, 5]), floats(transposeB ? [1, 4, 5] : [1, 5, 4])]
      const [c, d] = [floats(transposeA ? [2, 5, 3] : [2, 3, 5]), floats(transposeB ? [2, 4, 5] : [2, 5, 4])]
      const attributes = { transposeA, transposeB }
      const note = `transposed ${String(transposeA)}, ${String(transposeB)}`
      return [
        { kernel: 'BatchMatMul', inputs: { a, b }, attributes, note },
        { kernel: 'BatchMatMul', inputs: { a: c, b: d }, attributes, note: `${note}, batches` },
        {
          kernel: '_FusedMatMul',
          inputs: { a, b, bias: floats([4]) },
          attributes: { ...attributes, activation: 'relu' },
          note,
        },
      ]
    }),
  ),
  ...['linear', 'elu', 'sigmoid', 'relu6', 'leakyrelu'].map((activation) => ({
    kernel: '_FusedMatMul',
    inputs: { a: floats([1, 3, 5]), b: floats([1, 5, 4]), bias: floats([4]) },
    attributes: { transposeA: false, transposeB: false, activation, leakyreluAlpha: 0.1 },
    note: activation,
  })),
  ...['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'].flatMap((kernel) => convolutions(kernel)),
  ...['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'].flatMap((kernel) => [
    convolution(kernel, [3, 3, 8, 4], { pad: 'same' }, [3, 5, 4, 8]), // small images: one product over the batch
    convolution(kernel, [2, 3, 9, 4], { pad: 'valid' }, [3, 5, 6, 9]),
    convolution(kernel, [2, 4, 8, 2], { pad: 'same' }, [1, 2, 3, 8]),
    convolution(kernel, [3, 3, 8, 4], { pad: 'same', strides: 2 }, [2, 5, 4, 8]),
  ]),
  convolution('Conv2DBackpropFilter', [3, 3, 1, 4], { pad: 'same' }, [2, 6, 5, 1]),
  convolution('Conv2DBackpropFilter', [3, 3, 1, 4], { pad: 'valid', strides: 2 }, [2, 7, 7, 1]),
  ...['DepthwiseConv2dNative', 'DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'].flatMap(
    (kernel) => [...convolutions(kernel, 1), ...convolutions(kernel, 2)],
  ),
  ...['FusedConv2D', 'FusedDepthwiseConv2D'].map((kernel): Row => {
    const filter = kernel === 'FusedConv2D' ? [3, 3, 3, 6] : [3, 3, 3, 2]
    const row = convolution(
      kernel.replace('Fused', '').replace('Conv2D', kernel === 'FusedConv2D' ? 'Conv2D' : 'Conv2dNative'),
      filter,
      { pad: 'same' },
    )
    return {
      ...row,
      kernel,
      inputs: { ...row.inputs, bias: floats([6]) },
      attributes: { ...row.attributes, activation: 'relu' },
    }
  }),
  ...pool('MaxPool'),
  ...pool('AvgPool'),
  ...poolGradient('MaxPoolGrad'),
  ...poolGradient('AvgPoolGrad'),
  {
    kernel: 'FusedBatchNorm',
    inputs: {
      x: floats([2, 3, 4, 5]),
      mean: floats([5]),
      variance: floats([5], 0.1, 2),
      offset: floats([5]),
      scale: floats([5]),
    },
    attributes: { varianceEpsilon: 0.01 },
  },
  unary('Reshape', floats([3, 4]), { shape: [2, 6] }),
  { kernel: 'ExpandDims', inputs: { input: floats([3, 4]) }, attributes: { dim: 1 } },
  unary('Transpose', floats([2, 3, 4]), { perm: [2, 0, 1] }),
  { kernel: 'Concat', inputs: { 0: floats([2, 3]), 1: floats([2, 1]) }, attributes: { axis: 1 }, listed: true },
  { kernel: 'Pack', inputs: { 0: floats([2, 3]), 1: floats([2, 3]) }, attributes: { axis: 1 }, listed: true },
  { kernel: 'Unpack', inputs: { value: floats([2, 3]) }, attributes: { axis: 1 } },
  unary('SplitV', floats([2, 6]), { numOrSizeSplits: [1, 3, 2], axis: 1 }),
  unary('SplitV', floats([2, 6]), { numOrSizeSplits: 3, axis: 1 }),
  unary('Slice', floats([4, 5]), { begin: [1, 2], size: [2, -1] }),
  unary('PadV2', floats([2, 3]), {
    paddings: [
      [1, 0],
      [0, 2],
    ],
    constantValue: 1.5,
  }),
  unary('Tile', floats([2, 3]), { reps: [2, 3] }),
  unary('Tile', floats([1, 3]), { reps: [4, 1] }),
  {
    kernel: 'GatherV2',
    inputs: { x: floats([5, 3]), indices: integers([4], 0, 5) },
    attributes: { axis: 0, batchDims: 0 },
  },
  {
    kernel: 'OneHot',
    inputs: { indices: integers([6], -1, 4) },
    attributes: { depth: 3, onValue: 1, offValue: 0, dtype: 'float32' },
    note: 'classes out of range are all zeros',
  },
  {
    kernel: 'OneHot',
    inputs: { indices: integers([6], 0, 3) },
    attributes: { depth: 3, onValue: 2, offValue: -1, dtype: 'float32' },
  },
  {
    kernel: 'UnsortedSegmentSum',
    inputs: { x: floats([6, 2]), segmentIds: integers([6], 0, 3) },
    attributes: { numSegments: 4 },
    note: 'segments add up, some are empty',
  },
  {
    kernel: 'TokenShares',
    inputs: { tokens: { ...tied([5, 7]), values: Float32Array.from([...tied([4, 7]).values, 0, 0, 0, 0, 0, 0, 0]) } },
    attributes: { vocabulary: 4 },
    note: 'tokens that repeat add up, padding does not count, a row of padding alone is zeros',
  },
  {
    kernel: 'RowSums',
    inputs: { x: floats([9, 3]), rows: { ...integers([9], 0, 4), values: Int32Array.of(0, 3, 1, 3, 0, 4, 3, 1, 0) } },
    attributes: { vocabulary: 6 },
    note: 'rows add up, some get nothing, the padding never',
  },
  {
    kernel: 'CounterMask',
    inputs: { key: integers([], -9e8, 9e8), rate: floats([], 0.2, 0.7) },
    attributes: { shape: [20, 30], layer: 2 },
  },
  {
    kernel: 'CounterUniform',
    inputs: { key: integers([], -9e8, 9e8) },
    attributes: { shape: [20, 30], stream: 'rotation' },
  },
]

const programOf =
  ({ kernel, attributes, listed, inputs }: Row) =>
  (tensors: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> => {
    const given = listed ? Object.keys(inputs).map((name) => tensors[name]!) : tensors
    const results = tf.engine().runKernel(kernel, given as never, (attributes ?? {}) as never)
    return Object.fromEntries([results].flat().map((tensor, index) => [`result${index}`, tensor as tf.Tensor]))
  }

describe('lowering rules', () => {
  it.each(table.map((row) => [`${row.kernel}${row.note ? ` (${row.note})` : ''}`, row] as const))(
    '%s gives what tfjs gives',
    async (_, row) => {
      const program = programOf(row)
      const expected = runTfjs(program, row.inputs)
      const graph = record('row', describeInputs(row.inputs), program)
      const actual = await runOnnx(lowered(graph), row.inputs)
      expect(Object.keys(actual)).toEqual(Object.keys(expected))
      for (const [name, values] of Object.entries(expected))
        expect(relativeError(actual[name]!, values)).toBeLessThan(2e-6)
    },
  )

  it('every rule has a row in this table', () => {
    const tested = new Set(table.map(({ kernel }) => kernel))
    // Not a kernel of tfjs but of a rewrite: rewriting.test.ts.
    expect([...loweringRules.keys()].filter((kernel) => !tested.has(kernel))).toEqual(['LogSoftmax'])
  })

  it('what can be recorded can be lowered', () => {
    // Identity is not recorded: it gives back its input.
    expect([...kernelRules.keys()].filter((kernel) => !loweringRules.has(kernel))).toEqual(['Identity'])
  })
})
