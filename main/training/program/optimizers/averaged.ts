import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerRule } from './rule.ts'

/** Slot that holds the running average of a weight. */
export const averageSlot = 'average'

/** Scalar that says how much of the average stays at a step; the rest is the new weight. */
export const averageKept = 'averageKept'

/** An optimizer that also keeps a running average of the weights that it makes; training goes on from the weights. */
export const averaged = (rule: OptimizerRule): OptimizerRule => ({
  ...rule,
  name: `${rule.name}+average`,
  slots: [...rule.slots, { name: averageSlot, initial: 0 }],
  update(inputs) {
    const { w, slots } = rule.update(inputs)
    const average = tf.add(w, tf.mul(tf.sub(inputs.slots[averageSlot]!, w), inputs.s[averageKept]!))
    return { w, slots: { ...slots, [averageSlot]: average } }
  },
})
