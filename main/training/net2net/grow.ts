import type { SessionState } from '../engines/engine.ts'
import type { ModelSpec } from '../spec/model-spec.ts'
import { denseChain, weightsOfChain } from './dense-chain.ts'
import { identityLayer, repeatable } from './deeper.ts'
import { wider } from './wider.ts'

/** A larger network that computes what a smaller one does; or why there is none, as the second half of a sentence. */
export type Grown = { readonly state: SessionState } | { readonly because: string }

export interface Growth {
  readonly small: ModelSpec
  /** Of the small network, trained. */
  readonly trained: SessionState
  readonly large: ModelSpec
  /** Of the large network, as it would start from nothing: what is not a weight stays as it is here. */
  readonly initial: SessionState
  /** Random numbers in [0, 1). */
  readonly uniform: () => number
}

/**
 * Weights of a larger network that computes what a trained smaller one does: deeper by layers that hand on their inputs,
 * wider by copies of units. For chains of dense layers with the same inputs and outputs, of which no hidden one is narrower
 * than before.
 *
 * @see Chen, Goodfellow, Shlens 2016, "Net2Net: Accelerating learning via knowledge transfer", ICLR
 */
export function grow({ small, trained, large, initial, uniform }: Growth): Grown {
  const [from, to] = [denseChain(small), denseChain(large)]
  if (typeof from === 'string') return { because: from }
  if (typeof to === 'string') return { because: to }
  if (small.inputShape.join() !== large.inputShape.join() || from.at(-1)!.units !== to.at(-1)!.units)
    return { because: 'the two networks have other inputs or outputs' }
  const extra = to.length - from.length
  if (extra < 0) return { because: 'the network is to have fewer layers than before' }
  const last = from.at(-2)
  const expected = (place: number) => (from[Math.min(place, from.length - 2)] ?? last)?.activation
  if (last && to.slice(0, -1).some(({ activation }, place) => activation !== expected(place)))
    return { because: 'the two networks have other activations' }
  if (extra > 0 && (!last || !repeatable.has(last.activation)))
    return { because: `a layer that changes nothing cannot stand behind ${last?.activation ?? 'the inputs'}` }
  const weights = weightsOfChain(from, trained)
  if (extra > 0) weights.splice(from.length - 1, 0, ...Array.from({ length: extra }, () => identityLayer(last!.units)))
  for (const [place, { units }] of to.slice(0, -1).entries()) {
    const layer = weights[place]!
    if (units < layer.units) return { because: 'a layer is to have fewer units than before' }
    const [widened, next] = wider(layer, weights[place + 1]!, units, uniform)
    weights[place] = widened
    weights[place + 1] = next
  }
  const values = new Map(
    to.flatMap(({ name }, place): [string, Float32Array][] => [
      [`${name}/kernel`, weights[place]!.kernel],
      [`${name}/bias`, weights[place]!.bias],
    ]),
  )
  return {
    state: {
      tensors: initial.tensors.map((tensor) => ({ ...tensor, values: values.get(tensor.name) ?? tensor.values })),
    },
  }
}
