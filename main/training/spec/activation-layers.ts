import { layers } from '@tensorflow/tfjs-layers'
import type { SymbolicTensor } from '@tensorflow/tfjs-layers'
import type { Activation } from '../hyperparameters/architecture.ts'
import type { Step } from './token-layers.ts'

type Layer = layers.Layer

/** Slope of leaky ReLU below zero (Maas, Hannun and Ng, 2013). */
export const leakySlope = 0.01

const ownLayers = ['leakyRelu', 'prelu', 'hardSwish'] as const
type Inline = Exclude<Activation, (typeof ownLayers)[number]>

/** Whether tfjs knows an activation by name, so that a layer can have it inside; the others are layers of their own. */
export const isInline = (activation: Activation): activation is Inline =>
  !(ownLayers as readonly string[]).includes(activation)

/** PReLU with a slope for each channel, shared over places (He et al., 2015). */
const prelu = (name: string): Step => ({
  apply(x: SymbolicTensor) {
    const places = Array.from({ length: x.shape.length - 2 }, (_, axis) => axis + 1)
    const shared = places.length > 0 ? { sharedAxes: places } : {}
    return layers.prelu({ name, alphaInitializer: 'zeros', ...shared }).apply(x) as SymbolicTensor
  },
})

/** x * clip(x / 6 + 1/2, 0, 1) (Howard et al., 2019). tfjs's hard sigmoid has slope 1/5 where this wants 1/6. */
const hardSwish = (name: string): Step => ({
  apply(x: SymbolicTensor) {
    const flatter = layers.rescaling({ name: `${name}_scaled`, scale: 5 / 6 }).apply(x) as SymbolicTensor
    const gate = layers.activation({ name: `${name}_gate`, activation: 'hardSigmoid' }).apply(flatter) as SymbolicTensor
    return layers.multiply({ name }).apply([x, gate]) as SymbolicTensor
  },
})

/** An activation by standard layers of tfjs. */
export function activationLayer(name: string, activation: Activation): Layer | Step {
  switch (activation) {
    case 'leakyRelu':
      return layers.leakyReLU({ name, alpha: leakySlope })
    case 'prelu':
      return prelu(name)
    case 'hardSwish':
      return hardSwish(name)
    default:
      return layers.activation({ name, activation })
  }
}
