import type { SessionState } from '../engines/engine.ts'
import { everyLayer } from '../spec/shapes.ts'
import type { LayerSpec, ModelSpec } from '../spec/model-spec.ts'

type Dense = Extract<LayerSpec, { kind: 'dense' }>

/** A dense layer with its numbers, rows of inputs by columns of units. */
export interface DenseWeights {
  readonly units: number
  readonly inputs: number
  readonly kernel: Float32Array
  readonly bias: Float32Array
}

/** Between dense layers these change nothing of what a network in use computes. */
const idle: ReadonlySet<LayerSpec['kind']> = new Set(['flatten', 'dropout', 'noise'])

/** The dense layers of a network that is a chain of them, output included; a sentence on why it is none otherwise. */
export function denseChain(spec: ModelSpec): readonly Dense[] | string {
  const layers = everyLayer(spec)
  const dense = layers.filter((layer): layer is Dense => layer.kind === 'dense')
  const other = layers.find((layer) => layer.kind !== 'dense' && !idle.has(layer.kind))
  if (other) return `a network with a layer of the kind ${other.kind} cannot be grown`
  const learnt = dense.find(({ activation }) => activation === 'prelu')
  return learnt ? 'a network whose activations have weights cannot be grown' : dense
}

/** @throws Error naming a tensor that the state lacks */
export function weightsOfChain(chain: readonly Dense[], state: SessionState): DenseWeights[] {
  const held = new Map(state.tensors.map((tensor) => [tensor.name, tensor]))
  return chain.map(({ name, units, bias }) => {
    const kernel = held.get(`${name}/kernel`)
    if (!kernel) throw new Error(`The state to grow from has no tensor ${name}/kernel.`)
    const values = bias ? held.get(`${name}/bias`)?.values : undefined
    return {
      units,
      inputs: kernel.shape[0]!,
      kernel: kernel.values,
      bias: values ?? new Float32Array(units),
    }
  })
}
