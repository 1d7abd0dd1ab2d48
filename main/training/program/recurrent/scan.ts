import * as tf from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Backward, Cell, Masking, State, StateGradient } from './cell.ts'

export interface Scan {
  readonly cell: Cell
  readonly length: number
  /** Reads from the last step to the first. */
  readonly backwards: boolean
  /** Give the state of every step, [length * batch, units] in the order of time, or the one read last, [batch, units]. */
  readonly sequences: boolean
  /** Recurrent dropout: what the gates see of the state is multiplied by it, [batch, units]. */
  readonly mask?: Tensor2D | undefined
  /** 1 where a step counts, 0 where the state stays as it is, [batch, 1] for each step. */
  readonly present?: readonly Tensor2D[] | undefined
}

const passed = <T>(x: T): T => x
const stack = (steps: readonly Tensor2D[]): Tensor2D => (steps.length === 1 ? steps[0]! : tf.concat([...steps], 0))
const sum = (a: Tensor2D | undefined, b: Tensor2D | undefined): Tensor2D | undefined =>
  a === undefined ? b : b === undefined ? a : tf.add(a, b)

/** Tensors in groups, and back: tfjs saves a flat list. */
function flatten(groups: readonly (readonly Tensor2D[])[]): {
  flat: Tensor2D[]
  regroup: (flat: readonly tf.Tensor[]) => Tensor2D[][]
} {
  const sizes = groups.map((group) => group.length)
  return {
    flat: groups.flat(),
    regroup: (flat) => {
      let offset = 0
      return sizes.map((size) => flat.slice(offset, (offset += size)) as Tensor2D[])
    },
  }
}

/**
 * The states of a recurrent layer, step by step. Its gradient is written by hand so that the gradient of a recurrent kernel is
 * one product over all steps instead of a sum of one for each.
 *
 * @param inputs what the inputs contribute to the gates, for each product of the cell: [length * batch, gates * units], the steps
 *        of a batch one after the other
 * @param kernels recurrent kernel of each product, [units, gates * units]
 */
export function scan(
  { cell, length, backwards, sequences, mask, present }: Scan,
  inputs: readonly Tensor2D[],
  kernels: readonly Tensor2D[],
): Tensor2D {
  const count = cell.products.length
  const order = Array.from({ length }, (_, step) => (backwards ? length - 1 - step : step))
  const units = kernels[0]!.shape[0]
  const given = (mask === undefined ? 0 : 1) + (present?.length ?? 0)

  return tf.customGrad((...args) => {
    const save = args.at(-1) as unknown as (tensors: tf.Tensor[]) => void
    const tensors = args.slice(0, -1) as Tensor2D[]
    const [own, recurrent] = [tensors.slice(0, count), tensors.slice(count)]
    const perStep = own.map((z) => tf.split(z, length, 0) as Tensor2D[])
    const masked: Masking = mask === undefined ? passed : (h) => tf.mul(h, mask)
    const states: Tensor2D[] = []
    const kept: (readonly Tensor2D[])[] = []
    const seen: (readonly Tensor2D[])[] = []
    let state: State | undefined
    for (const step of order) {
      const before = state
      const result = cell.forward(
        perStep.map((z) => z[step]!),
        before,
        (x, product) => tf.matMul(x, recurrent[product]!),
        masked,
      )
      state =
        present === undefined
          ? result.state
          : result.state.map((after, index) => carried(before?.[index], after, present[step]!))
      states[step] = state[0]!
      kept.push(result.kept)
      seen.push(result.seen)
    }
    const { flat, regroup } = flatten([...kept, ...seen, recurrent])
    save([...flat, ...(mask === undefined ? [] : [mask]), ...(present ?? [])])

    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const groups = regroup(saved)
      const others = saved.slice(saved.length - given) as Tensor2D[]
      const savedMask = mask === undefined ? undefined : others[0]!
      const savedPresent = present === undefined ? undefined : others.slice(-present.length)
      const [keptThen, seenThen, kernelsThen] = [groups.slice(0, length), groups.slice(length, -1), groups.at(-1)!]
      return backpropagate(dy as Tensor2D, { keptThen, seenThen, kernelsThen, savedMask, savedPresent })
    }
    return { value: sequences ? stack(states) : state![0]!, gradFunc }
  })(...inputs, ...kernels) as Tensor2D

  function backpropagate(
    dy: Tensor2D,
    then: {
      readonly keptThen: readonly Tensor2D[][]
      readonly seenThen: readonly Tensor2D[][]
      readonly kernelsThen: readonly Tensor2D[]
      readonly savedMask: Tensor2D | undefined
      readonly savedPresent: readonly Tensor2D[] | undefined
    },
  ): tf.Tensor[] {
    const masked: Masking = then.savedMask === undefined ? passed : (h) => tf.mul(h, then.savedMask!)
    const given = sequences ? (tf.split(dy, length, 0) as Tensor2D[]) : undefined
    const byInputs: Tensor2D[][] = inputs.map(() => [])
    let later: readonly (Tensor2D | undefined)[] = []
    for (let position = length - 1; position >= 0; position--) {
      const step = order[position]!
      const own = given?.[step] ?? (position === length - 1 ? dy : undefined)
      const total = [sum(later[0], own), ...later.slice(1)] as unknown as StateGradient
      const counted = then.savedPresent?.[step]
      const fresh =
        counted === undefined ? total : (total.map((each) => each && tf.mul(each, counted)) as unknown as StateGradient)
      const result: Backward = cell.backward(
        then.keptThen[position]!,
        fresh,
        position === 0,
        (x, product) => tf.matMul(x, then.kernelsThen[product]!, false, true),
        masked,
      )
      result.z.forEach((gradient, product) => (byInputs[product]![step] = gradient))
      later =
        counted === undefined
          ? result.before
          : result.before.map((each, index) => {
              const whole = total[index]
              return whole === undefined ? each : tf.add(each, tf.sub(whole, fresh[index]!))
            })
    }
    const stacked = byInputs.map(stack)
    const byKernels = stacked.map((gradient, product) => {
      const rows = dy.shape[0] / (sequences ? length : 1)
      const before: Tensor2D[] = []
      order.forEach((step, position) => {
        before[step] = then.seenThen[position]![product] ?? tf.zeros([rows, units])
      })
      return tf.matMul(stack(before), gradient, true, false)
    })
    return [...stacked, ...byKernels]
  }
}

/** The state after where a step counts, the one before where it does not. */
function carried(before: Tensor2D | undefined, after: Tensor2D, present: Tensor2D): Tensor2D {
  if (before === undefined) return tf.mul(after, present)
  return tf.add(before, tf.mul(tf.sub(after, before), present))
}
