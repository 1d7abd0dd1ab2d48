import { backend_util as util } from '@tensorflow/tfjs-core'
import type { Attributes, Graph, Node, Value } from '../../../main/training/engines/compiled/graph/types.ts'
import { counterUniform } from '../../../main/training/program/randomness/counter-uniform.ts'
import { bitsAt } from '../../../main/training/program/randomness/hash.ts'
import { dropThreshold, layerSalt } from '../../../main/training/program/randomness/counter-mask.ts'

/**
 * Evaluates a recorded graph in double precision, one kernel at a time, written from the kernels' definitions alone: what
 * gradients are differenced with. Shares no code with tfjs's kernels nor with lowering.
 */
export type Array64 = Float64Array

interface Call {
  readonly node: Node
  readonly input: (name: string) => Array64
  readonly shape: (name: string) => readonly number[]
  readonly output: Value
  readonly attributes: Attributes
}

type Kernel = (call: Call) => Array64

const size = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1)

/** Position in an operand of the element at `index` of the broadcast result. */
function broadcastIndex(index: number, result: readonly number[], operand: readonly number[]): number {
  let [position, stride] = [0, 1]
  for (let axis = result.length - 1; axis >= 0; axis--) {
    const at = index % result[axis]!
    index = Math.floor(index / result[axis]!)
    const own = axis - (result.length - operand.length)
    if (own < 0) continue
    if (operand[own] !== 1) position += at * stride
    stride *= operand[own]!
  }
  return position
}

const binary =
  (apply: (a: number, b: number) => number): Kernel =>
  ({ input, shape, output }) =>
    Float64Array.from({ length: size(output.shape) }, (_, index) =>
      apply(
        input('a')[broadcastIndex(index, output.shape, shape('a'))]!,
        input('b')[broadcastIndex(index, output.shape, shape('b'))]!,
      ),
    )

const unary =
  (apply: (x: number, attributes: Attributes) => number): Kernel =>
  ({ input, attributes }) =>
    input('x').map((x) => apply(x, attributes))

const reduce =
  (attribute: string, start: number, fold: (a: number, b: number) => number, mean = false): Kernel =>
  ({ input, shape, output, attributes }) => {
    const from = shape('x')
    const given = attributes[attribute]
    const all = given === null || given === undefined ? [...from.keys()] : ([given].flat() as number[])
    const axes = new Set(all.map((axis) => (axis < 0 ? axis + from.length : axis)))
    const kept = from.map((length, axis) => (axes.has(axis) ? 1 : length))
    const result = new Float64Array(size(output.shape)).fill(start)
    input('x').forEach((x, index) => {
      const at = broadcastIndex(index, from, kept)
      result[at] = fold(result[at]!, x)
    })
    return mean ? result.map((sum) => (sum * result.length) / size(from)) : result
  }

const activations: Readonly<Record<string, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => Math.max(0, x),
  elu: (x) => (x < 0 ? Math.expm1(x) : x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
}

const product: Kernel = ({ node, input, shape, output, attributes }) => {
  const [rows, columns] = output.shape.slice(-2) as [number, number]
  const [transposeA, transposeB] = [attributes['transposeA'] === true, attributes['transposeB'] === true]
  const inner = shape('a').at(transposeA ? -2 : -1)!
  const [a, b] = [input('a'), input('b')]
  const bias = node.inputNames!.includes('bias') ? input('bias') : undefined
  const activate = activations[String(attributes['activation'] ?? 'linear')]!
  return Float64Array.from({ length: rows * columns }, (_, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns]
    let sum = bias?.[column] ?? 0
    for (let k = 0; k < inner; k++)
      sum +=
        a[transposeA ? k * rows + row : row * inner + k]! * b[transposeB ? column * inner + k : k * columns + column]!
    return activate(sum)
  })
}

type Four = [number, number, number, number]

const convolution: Kernel = ({ node, input, shape, output, attributes }) => {
  const info = util.computeConv2DInfo(
    shape('x') as Four,
    shape('filter') as Four,
    attributes['strides'] as number,
    1,
    attributes['pad'] as 'same',
  )
  const [x, filter] = [input('x'), input('filter')]
  const bias = node.inputNames!.includes('bias') ? input('bias') : undefined
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth, padInfo } = info
  return Float64Array.from({ length: size(output.shape) }, (_, index) => {
    const channel = index % outChannels
    const column = Math.floor(index / outChannels) % outWidth
    const row = Math.floor(index / outChannels / outWidth) % outHeight
    const image = Math.floor(index / outChannels / outWidth / outHeight)
    let sum = bias?.[channel] ?? 0
    for (let i = 0; i < filterHeight; i++)
      for (let j = 0; j < filterWidth; j++) {
        const [y, z] = [row * info.strideHeight + i - padInfo.top, column * info.strideWidth + j - padInfo.left]
        if (y < 0 || z < 0 || y >= inHeight || z >= inWidth) continue
        for (let c = 0; c < inChannels; c++)
          sum +=
            x[((image * inHeight + y) * inWidth + z) * inChannels + c]! *
            filter[((i * filterWidth + j) * inChannels + c) * outChannels + channel]!
      }
    return sum
  })
}

const pool =
  (fold: (cells: readonly number[]) => number): Kernel =>
  ({ input, shape, output, attributes }) => {
    const info = util.computePool2DInfo(
      shape('x') as Four,
      attributes['filterSize'] as number,
      attributes['strides'] as number,
      1,
      attributes['pad'] as 'same',
    )
    const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, padInfo } = info
    return Float64Array.from({ length: size(output.shape) }, (_, index) => {
      const channel = index % inChannels
      const column = Math.floor(index / inChannels) % outWidth
      const row = Math.floor(index / inChannels / outWidth) % outHeight
      const image = Math.floor(index / inChannels / outWidth / outHeight)
      const cells: number[] = []
      for (let i = 0; i < filterHeight; i++)
        for (let j = 0; j < filterWidth; j++) {
          const [y, z] = [row * info.strideHeight + i - padInfo.top, column * info.strideWidth + j - padInfo.left]
          if (y >= 0 && z >= 0 && y < inHeight && z < inWidth)
            cells.push(input('x')[((image * inHeight + y) * inWidth + z) * inChannels + channel]!)
        }
      return fold(cells)
    })
  }

const [seluAlpha, seluScale] = [1.6732632423543772, 1.0507009873554805]

/** The error function by its series: exact to double precision for the moderate arguments of these tests. */
function erf(x: number): number {
  let [term, sum] = [x, x]
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n
    sum += term / (2 * n + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

const copy: Kernel = ({ node, input }) => input(node.inputNames![0]!)

const kernels: Readonly<Record<string, Kernel>> = {
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Multiply: binary((a, b) => a * b),
  RealDiv: binary((a, b) => a / b),
  Maximum: binary(Math.max),
  Minimum: binary(Math.min),
  Pow: binary(Math.pow),
  SquaredDifference: binary((a, b) => (a - b) ** 2),
  Greater: binary((a, b) => Number(a > b)),
  Neg: unary((x) => -x),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Sqrt: unary(Math.sqrt),
  Rsqrt: unary((x) => 1 / Math.sqrt(x)),
  Square: unary((x) => x * x),
  Abs: unary(Math.abs),
  Cos: unary(Math.cos),
  Softplus: unary((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  Tanh: unary(Math.tanh),
  Erf: unary(erf),
  Relu: unary(activations['relu']!),
  Elu: unary(activations['elu']!),
  Sigmoid: unary(activations['sigmoid']!),
  Selu: unary((x) => seluScale * (x > 0 ? x : seluAlpha * Math.expm1(x))),
  LeakyRelu: unary((x, attributes) => (x >= 0 ? x : x * Number(attributes['alpha']))),
  Sum: reduce('axis', 0, (a, b) => a + b),
  Mean: reduce('axis', 0, (a, b) => a + b, true),
  Max: reduce('reductionIndices', -Infinity, Math.max),
  Reshape: copy,
  ExpandDims: copy,
  Cast: copy,
  BatchMatMul: product,
  _FusedMatMul: product,
  Conv2D: convolution,
  FusedConv2D: convolution,
  MaxPool: pool((cells) => Math.max(...cells)),
  AvgPool: pool((cells) => cells.reduce((sum, cell) => sum + cell, 0) / cells.length),
  Fill: ({ output, attributes }) => new Float64Array(size(output.shape)).fill(Number(attributes['value'])),
  OneHot: ({ input, output }) => {
    const depth = output.shape.at(-1)!
    return Float64Array.from({ length: size(output.shape) }, (_, index) =>
      Number(input('indices')[Math.floor(index / depth)] === index % depth),
    )
  },
  Softmax: ({ input, shape }) => {
    const width = shape('logits').at(-1)!
    const exponentials = input('logits').map(Math.exp)
    return exponentials.map((exponential, index) => {
      const start = index - (index % width)
      return exponential / exponentials.subarray(start, start + width).reduce((sum, each) => sum + each, 0)
    })
  },
  FusedBatchNorm: ({ input, attributes }) => {
    return input('x').map((x, index) => {
      const at = (name: string): number => input(name)[index % input(name).length]!
      return (
        ((x - at('mean')) / Math.sqrt(at('variance') + Number(attributes['varianceEpsilon']))) * at('scale') +
        at('offset')
      )
    })
  },
  GatherV2: ({ input, shape }) => {
    const [, width] = shape('x') as [number, number]
    return Float64Array.from(
      [...input('indices')].flatMap((row) => [...input('x').subarray(row * width, (row + 1) * width)]),
    )
  },
  ClipByValue: unary((x, { clipValueMin, clipValueMax }) =>
    Math.min(Math.max(x, Number(clipValueMin)), Number(clipValueMax)),
  ),
  TokenShares: ({ input, shape, output }) => {
    const [, length] = shape('tokens') as [number, number]
    const vocabulary = output.shape[1]!
    return Float64Array.from({ length: size(output.shape) }, (_, index) => {
      const [row, token] = [Math.floor(index / vocabulary), index % vocabulary]
      const tokens = [...input('tokens').subarray(row * length, (row + 1) * length)].filter((each) => each !== 0)
      return token === 0 ? 0 : tokens.filter((each) => each === token).length / Math.max(1, tokens.length)
    })
  },
  CounterMask: ({ input, output, attributes }) => {
    const [key, rate] = [input('key')[0]! ^ layerSalt(Number(attributes['layer'])), input('rate')[0]!]
    return Float64Array.from({ length: size(output.shape) }, (_, index) =>
      bitsAt(key, index) < dropThreshold(rate) ? 0 : 1 / (1 - rate),
    )
  },
  CounterUniform: ({ input, output, attributes }) =>
    Float64Array.from(counterUniform(size(output.shape), input('key')[0]!, String(attributes['stream']))),
}

/** Writes `part` into `whole` where it lies along an axis, or (`out`) reads it from there. */
function along(
  whole: Array64,
  wholeShape: readonly number[],
  part: Array64,
  partShape: readonly number[],
  axis: number,
  offset: number,
  out: boolean,
): void {
  const inner = size(wholeShape.slice(axis + 1))
  const [wholeRow, partRow] = [wholeShape[axis]! * inner, partShape[axis]! * inner]
  for (let index = 0; index < part.length; index++) {
    const at = Math.floor(index / partRow) * wholeRow + offset * inner + (index % partRow)
    if (out) part[index] = whole[at]!
    else whole[at] = part[index]!
  }
}

const axisOf = (attributes: Attributes, rank: number): number => {
  const axis = Number(attributes['axis'])
  return axis < 0 ? axis + rank : axis
}

const split: Kernel = ({ node, input, shape, output, attributes }) => {
  const axis = axisOf(attributes, output.shape.length)
  const before = node.outputs.slice(0, node.outputs.indexOf(output))
  const part = new Float64Array(size(output.shape))
  const offset = before.reduce((sum, each) => sum + each.shape[axis]!, 0)
  along(input('x'), shape('x'), part, output.shape, axis, offset, true)
  return part
}

const concat: Kernel = ({ node, input, shape, output, attributes }) => {
  const axis = axisOf(attributes, output.shape.length)
  const whole = new Float64Array(size(output.shape))
  let offset = 0
  for (const name of node.inputNames!) {
    along(whole, output.shape, input(name), shape(name), axis, offset, false)
    offset += shape(name)[axis]!
  }
  return whole
}

const transpose: Kernel = ({ input, shape, output, attributes }) => {
  const perm = attributes['perm'] as readonly number[]
  const from = shape('x')
  const strides = from.map((_, axis) => size(from.slice(axis + 1)))
  return Float64Array.from({ length: size(output.shape) }, (_, index) => {
    let [rest, at] = [index, 0]
    for (let axis = perm.length - 1; axis >= 0; axis--) {
      at += (rest % output.shape[axis]!) * strides[perm[axis]!]!
      rest = Math.floor(rest / output.shape[axis]!)
    }
    return input('x')[at]!
  })
}

/** Tensors of one number each, one after the other. */
const pack: Kernel = ({ node, input }) => Float64Array.from(node.inputNames!, (name) => input(name)[0]!)

const tile: Kernel = ({ input, shape, output }) => {
  const from = shape('x')
  return Float64Array.from({ length: size(output.shape) }, (_, index) => {
    let [rest, at, stride] = [index, 0, 1]
    for (let axis = from.length - 1; axis >= 0; axis--) {
      at += ((rest % output.shape[axis]!) % from[axis]!) * stride
      rest = Math.floor(rest / output.shape[axis]!)
      stride *= from[axis]!
    }
    return input('x')[at]!
  })
}

const prelu: Kernel = ({ input, shape, output }) =>
  input('x').map((x, index) => (x > 0 ? x : x * input('alpha')[broadcastIndex(index, output.shape, shape('alpha'))]!))

/** A window for each channel, one result each, padded to the same size (an odd cell at the end), steps of 1. */
const depthwise: Kernel = ({ input, shape, output }) => {
  const [, height, width, channels] = shape('x') as [number, number, number, number]
  const [rows, columns] = shape('filter') as [number, number]
  const [top, left] = output.shape[1] === height ? [(rows - 1) >> 1, (columns - 1) >> 1] : [0, 0]
  const [image, window] = [input('x'), input('filter')]
  return Float64Array.from({ length: size(output.shape) }, (_, index) => {
    const channel = index % channels
    const place = Math.floor(index / channels)
    const [column, line] = [place % width, Math.floor(place / width) % height]
    const example = Math.floor(place / (width * height))
    let sum = 0
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) {
        const [y, x] = [line + i - top, column + j - left]
        if (y < 0 || y >= height || x < 0 || x >= width) continue
        const cell = ((example * height + y) * width + x) * channels + channel
        sum += image[cell]! * window[(i * columns + j) * channels + channel]!
      }
    return sum
  })
}

const moving: Readonly<Record<string, Kernel>> = {
  Pack: pack,
  Tile: tile,
  Prelu: prelu,
  DepthwiseConv2dNative: depthwise,
  SplitV: split,
  Concat: concat,
  Transpose: transpose,
}

/** The value of one output of a graph. @throws Error naming a kernel that this evaluator lacks */
export function evaluate(graph: Graph, name: string, inputs: ReadonlyMap<string, Array64>): Array64 {
  const values = new Map<Value, Array64>(graph.inputs.map((value) => [value, inputs.get(value.name)!]))
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node] as const)))
  const valueOf = (value: Value): Array64 => {
    const known = values.get(value)
    if (known !== undefined) return known
    const result = value.data ? Float64Array.from([...value.data].map(Number)) : compute(producers.get(value)!, value)
    values.set(value, result)
    return result
  }
  const compute = (node: Node, output: Value): Array64 => {
    const kernel = kernels[node.op] ?? moving[node.op]
    if (kernel === undefined) throw new Error(`The double precision evaluator has no ${node.op}.`)
    const named = (input: string): Value => node.inputs[node.inputNames!.indexOf(input)]!
    return kernel({
      node,
      input: (input) => valueOf(named(input)),
      shape: (input) => named(input).shape,
      output,
      attributes: node.attributes,
    })
  }
  return valueOf(graph.outputs.find((output) => output.name === name)!.value)
}
