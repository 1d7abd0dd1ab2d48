import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { descentAsSum, scaleEarly } from '../../../main/training/engines/compiled/fuse/scale-early.ts'
import { sumIntoGemm } from '../../../main/training/engines/compiled/fuse/sum-into-gemm.ts'
import { fusionRules } from '../../../main/training/engines/compiled/fuse/fuse.ts'
import { print } from '../../../main/training/engines/compiled/graph/print.ts'
import type { Graph } from '../../../main/training/engines/compiled/graph/types.ts'
import { biasIntoProduct } from '../../../main/training/engines/compiled/rewrite/bias-into-product.ts'
import { crossEntropyFromParts, softmaxFromParts } from '../../../main/training/engines/compiled/rewrite/log-softmax.ts'
import { reluAfterMaxPool } from '../../../main/training/engines/compiled/rewrite/relu-after-max-pool.ts'
import { rewrite, rewriteRules } from '../../../main/training/engines/compiled/rewrite/rewrite.ts'
import type { RewriteRule } from '../../../main/training/engines/compiled/rewrite/rule.ts'
import { stepOfRelu } from '../../../main/training/engines/compiled/rewrite/step-of-relu.ts'
import { record } from '../../../main/training/engines/compiled/trace/record.ts'
import { softmaxCrossEntropy } from '../../../main/training/program/loss.ts'
import { keyOf, uniformAt } from '../../../main/training/program/randomness/hash.ts'
import { relativeError } from './reference.ts'
import type { Data, Named, TensorProgram } from './run-graph.ts'
import { describeInputs, lowered, runOnnx } from './run-graph.ts'

const floats = (seed: number, shape: readonly number[]): Data => ({
  shape,
  dtype: 'float32',
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => uniformAt(keyOf(seed), i) * 2 - 1),
})

/** Images with flat areas: the ties on which pooling's gradient depends. */
const tied = (seed: number, shape: readonly number[]): Data => {
  const { values } = floats(seed, shape)
  return { shape, dtype: 'float32', values: Float32Array.from(values, (value) => Math.round(value * 2)) }
}

const operations = (graph: Graph): string[] => graph.nodes.map((node) => node.op)
const count = (graph: Graph, op: string): number => operations(graph).filter((each) => each === op).length

interface Row {
  readonly rule: RewriteRule
  readonly what: string
  readonly inputs: Named
  readonly program: TensorProgram
  /** Whether the rule applies: where its condition fails, it must leave the graph as it is. */
  readonly applies: boolean
}

const matrix = { x: floats(1, [3, 5]), w: floats(2, [5, 4]), b: floats(3, [4]) }
const images = { x: tied(4, [2, 6, 6, 3]), dy: floats(5, [2, 3, 3, 3]) }
const logits = {
  x: floats(6, [5, 3]),
  y: { shape: [5], dtype: 'int32', values: Int32Array.of(0, 2, 1, 1, 0) },
} as const

const pooledRelu: TensorProgram = ({ x, dy }) => {
  const pool = (images: tf.Tensor): tf.Tensor => tf.maxPool(tf.relu(images) as tf.Tensor4D, 2, 2, 'valid')
  return { y: pool(x!), dx: tf.grad(pool)(x!, dy!) }
}

const lossAndGradient: TensorProgram = ({ x, y }) => {
  const loss = (logits: tf.Tensor): tf.Scalar => softmaxCrossEntropy(logits as tf.Tensor2D, y as tf.Tensor1D)
  return { loss: loss(x!), gradient: tf.grad(loss)(x!) }
}

const onKernels: Row[] = [
  {
    rule: biasIntoProduct,
    what: 'a matrix product and its bias',
    inputs: matrix,
    program: ({ x, w, b }) => ({ y: tf.relu(tf.add(tf.matMul(x!, w!), b!)) }),
    applies: true,
  },
  {
    rule: biasIntoProduct,
    what: 'a convolution and its bias',
    inputs: { x: floats(7, [2, 5, 5, 3]), w: floats(8, [3, 3, 3, 4]), b: floats(9, [4]) },
    program: ({ x, w, b }) => ({ y: tf.add(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'), b!) }),
    applies: true,
  },
  {
    rule: biasIntoProduct,
    what: 'a product that is used elsewhere too',
    inputs: matrix,
    program: ({ x, w, b }) => {
      const product = tf.matMul(x!, w!)
      return { y: tf.add(product, b!), z: tf.neg(product) }
    },
    applies: false,
  },
  {
    rule: biasIntoProduct,
    what: 'a sum with a matrix',
    inputs: { ...matrix, b: floats(3, [3, 4]) },
    program: ({ x, w, b }) => ({ y: tf.add(tf.matMul(x!, w!), b!) }),
    applies: false,
  },
  {
    rule: reluAfterMaxPool,
    what: 'relu, pool and their gradient, with ties',
    inputs: images,
    program: pooledRelu,
    applies: true,
  },
  {
    rule: reluAfterMaxPool,
    what: 'an activation that is used elsewhere too',
    inputs: { x: images.x },
    program: ({ x }) => {
      const activated = tf.relu(x as tf.Tensor4D)
      return { y: tf.maxPool(activated, 2, 2, 'valid'), z: tf.sum(activated) }
    },
    applies: false,
  },
  {
    rule: reluAfterMaxPool,
    what: 'another activation',
    inputs: { x: images.x },
    program: ({ x }) => ({ y: tf.maxPool(tf.tanh(x as tf.Tensor4D), 2, 2, 'valid') }),
    applies: false,
  },
  {
    rule: stepOfRelu,
    what: 'the gradient of relu',
    inputs: { x: floats(10, [3, 4]), dy: floats(11, [3, 4]) },
    program: ({ x, dy }) => ({ y: tf.relu(x!), dx: tf.mul(dy!, tf.step(x!)) }),
    applies: true,
  },
  {
    rule: stepOfRelu,
    what: 'a step with a slope',
    inputs: { x: floats(10, [3, 4]) },
    program: ({ x }) => ({ y: tf.relu(x!), s: tf.step(x!, -1) }),
    applies: false,
  },
  {
    rule: crossEntropyFromParts,
    what: 'softmax cross-entropy',
    inputs: logits,
    program: lossAndGradient,
    applies: true,
  },
  {
    rule: crossEntropyFromParts,
    what: 'targets that need not add up to one',
    inputs: { x: logits.x, t: floats(12, [5, 3]) },
    program: ({ x, t }) => {
      const shifted = tf.sub(x!, tf.max(x!, -1, true))
      const sums = tf.sum(tf.exp(shifted), -1, true)
      return { loss: tf.sub(tf.log(sums), tf.sum(tf.mul(t!, shifted), -1, true)) }
    },
    applies: false,
  },
  {
    rule: softmaxFromParts,
    what: 'the softmax in the gradient',
    inputs: logits,
    program: lossAndGradient,
    applies: true,
  },
]

describe('rewrite rules', () => {
  it.each(onKernels.map((row) => [row.rule.name, row.applies ? 'rewrites' : 'leaves alone', row.what, row] as const))(
    '%s: %s %s',
    async (_name, _verb, _what, { rule, inputs, program, applies }) => {
      const recorded = record('program', describeInputs(inputs), program)
      const rewritten = rewrite(recorded, [rule])
      if (applies) expect(print(rewritten)).not.toBe(print(recorded))
      else expect(print(rewritten)).toBe(print(recorded))
      const expected = await runOnnx(lowered(recorded), inputs)
      const actual = await runOnnx(lowered(rewritten), inputs)
      for (const [name, values] of Object.entries(expected))
        expect(relativeError(actual[name]!, values), name).toBeLessThan(1e-6)
    },
  )

  it('pooling first leaves a relu on a quarter of the elements, and nothing on all of them', () => {
    const graph = rewrite(record('program', describeInputs(images), pooledRelu), [reluAfterMaxPool])
    for (const node of graph.nodes) if (node.op !== 'MaxPoolGrad') expect(node.outputs[0]!.shape).toEqual([2, 3, 3, 3])
  })

  it('every rule is tested here', () => {
    expect(rewriteRules.filter((rule) => !onKernels.some((row) => row.rule === rule))).toEqual([])
    expect(fusionRules).toEqual([descentAsSum, scaleEarly, sumIntoGemm])
  })
})

describe('fusion rules', () => {
  const inputs = {
    x: floats(20, [4, 9]),
    w1: floats(21, [9, 8]),
    b1: floats(22, [8]),
    w2: floats(23, [8, 6]),
    y: floats(24, [4, 6]),
    rate: floats(25, []),
  }
  /** Two layers, their gradients, and plain gradient descent on all three parameters. */
  const descent: TensorProgram = ({ x, w1, b1, w2, y, rate }) => {
    const loss = (w1: tf.Tensor, b1: tf.Tensor, w2: tf.Tensor): tf.Scalar => {
      const hidden = tf.relu(tf.add(tf.matMul(x!, w1), b1))
      return tf.sum(tf.squaredDifference(tf.matMul(hidden, w2), y!))
    }
    const parameters = [w1!, b1!, w2!]
    const gradients = tf.grads(loss)(parameters)
    return Object.fromEntries(
      parameters.map((parameter, index) => [`new${index}`, tf.sub(parameter, tf.mul(gradients[index]!, rate!))]),
    )
  }
  const plain = (): Graph => lowered(rewrite(record('descent', describeInputs(inputs), descent)))

  it('put all of gradient descent into the products', async () => {
    const fused = rewrite(plain(), fusionRules)
    // The rate scales the loss's gradient, once; parameters are what the products start from.
    expect(count(fused, 'Sub')).toBe(1)
    expect(fused.nodes.filter((node) => node.op === 'Gemm' && node.inputs[2]?.name.startsWith('w'))).toHaveLength(2)
    const scaled = fused.nodes.filter(
      (node) => node.op === 'Mul' && node.inputs.some((input) => input?.shape.length === 0),
    )
    expect(scaled.every((node) => node.outputs[0]!.shape.join() !== '9,8')).toBe(true)
    const [expected, actual] = [await runOnnx(plain(), inputs), await runOnnx(fused, inputs)]
    for (const [name, values] of Object.entries(expected))
      expect(relativeError(actual[name]!, values), name).toBeLessThan(2e-6)
  })

  it('leave a gradient alone that something else needs as it is', () => {
    const both: TensorProgram = (tensors) => {
      const gradient = tf.matMul(tensors['x']!, tensors['w1']!, true)
      return { w: tf.sub(tensors['w2']!, tf.mul(gradient, tensors['rate']!)), norm: tf.sum(gradient) }
    }
    const given = { x: floats(30, [8, 5]), w1: floats(31, [8, 6]), w2: floats(32, [5, 6]), rate: floats(33, []) }
    const graph = lowered(record('both', describeInputs(given), both))
    const fused = rewrite(graph, fusionRules)
    expect(count(fused, 'Gemm')).toBe(1)
    expect(fused.nodes.find((node) => node.op === 'Gemm')!.inputs).toHaveLength(2)
  })
})
