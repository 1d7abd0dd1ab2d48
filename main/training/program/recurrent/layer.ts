import * as tf from '@tensorflow/tfjs-core'
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core'
import { initializers, layers } from '@tensorflow/tfjs-layers'
import type { SymbolicTensor } from '@tensorflow/tfjs-layers'
import type { MakeRecurrent, RecurrentSpec } from '../../spec/recurrent-layers.ts'
import { CounterMask } from '../randomness/counter-mask.ts'
import type { StepArguments } from '../randomness/dropout-layer.ts'
import type { Cell } from './cell.ts'
import { gru } from './gru.ts'
import { lstm } from './lstm.ts'
import { scan } from './scan.ts'
import { simpleRnn } from './simple-rnn.ts'

type Shape = (number | null)[]
type Variable = ReturnType<layers.Layer['addWeight']>

const cells: Readonly<Record<RecurrentSpec['cell'], Cell>> = { lstm, gru, simpleRnn }

/** Masks of recurrent layers are drawn apart from those of dropout layers, which count from 0. */
const firstMask = 1000

interface Direction {
  readonly kernel: Variable
  readonly recurrentKernel: Variable
  readonly bias: Variable
}

/**
 * A recurrent layer for training: [batch, length, features] to the states of all steps or the last one. The products of the
 * inputs of all steps are one product. With `masked` it takes the network's token numbers [batch, length] beside its input.
 * Recurrent dropout takes its rate and key from the step's scalars; one mask for a sequence (Gal and Ghahramani, 2016).
 */
export class Recurrent extends layers.Layer {
  static readonly className = 'SweetspotRecurrent'
  readonly #spec: RecurrentSpec
  readonly #index: number
  readonly #cell: Cell
  #directions: readonly Direction[] = []

  /** @param index number of the layer among the network's recurrent layers, from 0 */
  constructor(spec: RecurrentSpec, index: number) {
    super({ name: spec.name })
    this.#spec = spec
    this.#index = index
    this.#cell = cells[spec.cell]
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as Shape
    const { units, bidirectional } = this.#spec
    const columns = this.#cell.products.reduce((total, gates) => total + gates, 0) * units
    const weight = (name: string, size: number[]): Variable =>
      this.addWeight(name, size, 'float32', initializers.zeros())
    this.#directions = (bidirectional ? ['forward', 'backward'] : ['forward']).map((direction) => ({
      kernel: weight(`${direction}_kernel`, [shape.at(-1)!, columns]),
      recurrentKernel: weight(`${direction}_recurrent_kernel`, [units, columns]),
      bias: weight(`${direction}_bias`, [columns]),
    }))
    this.built = true
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: object): tf.Tensor {
    const [x, tokens] = (Array.isArray(inputs) ? inputs : [inputs]) as [Tensor3D, Tensor2D | undefined]
    const [batch, length, features] = x.shape
    const { units, sequences } = this.#spec
    const steps = tf.reshape(tf.transpose(x, [1, 0, 2]), [length * batch, features])
    const present = tokens && (tf.split(tf.minimum(tokens, 1), length, 1) as Tensor2D[])
    const states = this.#directions.map((direction, index) => {
      const sizes = this.#cell.products.map((gates) => gates * units)
      const cut = <T extends tf.Tensor>(whole: tf.Tensor, axis: number): T[] =>
        (sizes.length === 1 ? [whole] : tf.split(whole, sizes, axis)) as T[]
      const kernels = cut<Tensor2D>(direction.kernel.read(), 1)
      const biases = cut<tf.Tensor1D>(direction.bias.read(), 0)
      return scan(
        {
          cell: this.#cell,
          length,
          backwards: index === 1,
          sequences,
          mask: this.#mask([batch, units], index, kwargs as Partial<StepArguments>),
          present,
        },
        kernels.map((kernel, product) => tf.add(tf.matMul(steps, kernel), biases[product]!)),
        cut<Tensor2D>(direction.recurrentKernel.read(), 1),
      )
    })
    const joined = states.length === 1 ? states[0]! : tf.concat(states, 1)
    if (!sequences) return joined
    return tf.transpose(tf.reshape(joined, [length, batch, joined.shape[1]!]), [1, 0, 2])
  }

  #mask(
    shape: [number, number],
    direction: number,
    { training, scalars }: Partial<StepArguments>,
  ): Tensor2D | undefined {
    if (!this.#spec.dropout || training !== true || scalars === undefined) return undefined
    return tf
      .engine()
      .runKernel(
        CounterMask,
        { key: scalars['randomKey']!, rate: scalars['recurrentDropout']! },
        { shape, layer: firstMask + 2 * this.#index + direction },
      ) as Tensor2D
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, length] = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as Shape
    const { units, bidirectional, sequences } = this.#spec
    const width = bidirectional ? 2 * units : units
    return sequences ? [batch!, length!, width] : [batch!, width]
  }
}

/** The recurrent layers that a network in training has. */
export const trainableRecurrent: MakeRecurrent = (spec, index) => (x, tokens) =>
  new Recurrent(spec, index).apply(spec.masked ? [x, tokens] : x) as SymbolicTensor
