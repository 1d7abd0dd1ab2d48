import { input, layers, model } from '@tensorflow/tfjs-layers'
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers'
import type { Activation } from '../hyperparameters/architecture.ts'
import { activationLayer, isInline } from './activation-layers.ts'
import type { LayerSpec, ModelSpec } from './model-spec.ts'
import { groupNormalisation, layerNormalisation, standardRowNormalisation } from './normalisation-layers.ts'
import type { MakeRowNormalisation } from './normalisation-layers.ts'
import { standardRecurrent } from './recurrent-layers.ts'
import type { MakeRecurrent, RecurrentSpec } from './recurrent-layers.ts'
import { standardTokenLayers, tokenStep } from './token-layers.ts'
import type { Step, TokenLayers, TokenLayerSpec } from './token-layers.ts'

type Layer = layers.Layer

/**
 * Decay of batch normalisation's running statistics: PyTorch's 0.9 rather than Keras's 0.99, with which a training of a few
 * hundred steps would be judged by statistics that have not arrived yet.
 */
const normalisationMomentum = 0.9

type NoiseSpec = Extract<LayerSpec, { kind: 'dropout' | 'noise' }>

/** What dropout and noise become: the trainable program brings its own layers, a saved model tfjs's. @param index from 0 */
export type MakeDropout = (spec: NoiseSpec, index: number) => Layer | undefined

/** Weights start as zeros here, drawn without kernels; their values are set afterwards. */
const startAtZero = { kernelInitializer: 'zeros', biasInitializer: 'zeros' } as const

const through = (chain: readonly (Layer | Step)[], start: SymbolicTensor): SymbolicTensor =>
  chain.reduce<SymbolicTensor>((x, layer) => layer.apply(x) as SymbolicTensor, start)

function makeLayers(
  spec: LayerSpec,
  dropout: (spec: NoiseSpec) => Layer | undefined,
  token: (spec: TokenLayerSpec) => Step,
  recurrent: (spec: RecurrentSpec) => Step,
  rows: MakeRowNormalisation,
): (Layer | Step)[] {
  const { name } = spec
  switch (spec.kind) {
    case 'dense':
    case 'conv1d':
    case 'conv2d': {
      const { bias: useBias, activation } = spec
      const own = { name, useBias, activation: isInline(activation) ? activation : 'linear', ...startAtZero } as const
      const layer =
        spec.kind === 'dense'
          ? layers.dense({ ...own, units: spec.units })
          : (spec.kind === 'conv1d' ? layers.conv1d : layers.conv2d)({
              ...own,
              filters: spec.filters,
              kernelSize: spec.kernelSize,
              padding: 'same',
            })
      return isInline(activation) ? [layer] : [layer, activationLayer(`${name}_activation`, activation)]
    }
    case 'batchNorm':
      return [layers.batchNormalization({ name, momentum: normalisationMomentum })]
    case 'activation':
      return [activationLayer(name, spec.activation)]
    case 'pool2d':
      return [(spec.pooling === 'max' ? layers.maxPooling2d : layers.averagePooling2d)({ name, poolSize: 2 })]
    case 'flatten':
      return [layers.flatten({ name })]
    case 'depthwiseConv2d':
      return [
        layers.depthwiseConv2d({
          name,
          kernelSize: spec.kernelSize,
          padding: 'same',
          useBias: false,
          depthwiseInitializer: 'zeros',
        }),
      ]
    case 'globalPool2d':
      return [layers.globalAveragePooling2d({ name })]
    case 'layerNorm':
      return [layerNormalisation(name)]
    case 'groupNorm':
      return [groupNormalisation(name, spec.groups, rows)]
    case 'residual': {
      const chain = (specs: readonly LayerSpec[]): (Layer | Step)[] =>
        specs.flatMap((inner) => makeLayers(inner, dropout, token, recurrent, rows))
      const [own, shortcut] = [chain(spec.layers), chain(spec.projection ? [spec.projection] : [])]
      return [
        {
          apply: (x: SymbolicTensor) =>
            layers.add({ name }).apply([through(own, x), through(shortcut, x)]) as SymbolicTensor,
        },
      ]
    }
    case 'dropout':
    case 'noise': {
      const layer = dropout(spec)
      return layer ? [layer] : []
    }
    case 'embedding':
    case 'embeddingBag':
    case 'poolTime':
      return [token(spec)]
    case 'recurrent':
      return [recurrent(spec)]
  }
}

/**
 * The tfjs-layers model of a specification, on the current tfjs backend, with zeros for weights.
 * @param outputActivation put on top of the raw outputs, for a model that is to be used rather than trained
 * @param tokenLayers of a network in training, or tfjs's standard ones; likewise `makeRecurrent` and `makeRowNormalisation`
 */
export function buildLayersModel(
  spec: ModelSpec,
  makeDropout: MakeDropout,
  outputActivation?: Activation,
  tokenLayers: TokenLayers = standardTokenLayers,
  makeRecurrent: MakeRecurrent = standardRecurrent,
  makeRowNormalisation: MakeRowNormalisation = standardRowNormalisation,
): LayersModel {
  const start = input({ shape: [...spec.inputShape], name: 'examples' })
  let dropouts = 0
  let recurrents = 0
  const chain = spec.layers.flatMap((layer) =>
    makeLayers(
      layer,
      (noise) => makeDropout(noise, dropouts++),
      (token) => tokenStep(token, start, tokenLayers),
      (recurrent) => {
        const make = makeRecurrent(recurrent, recurrents++)
        return { apply: (x) => make(x, start) }
      },
      makeRowNormalisation,
    ),
  )
  if (outputActivation !== undefined) chain.push(activationLayer('prediction', outputActivation))
  const end = through(chain, start)
  return model({ inputs: start, outputs: end, name: 'network' })
}
