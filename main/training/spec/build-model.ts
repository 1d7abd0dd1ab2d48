import { input, layers, model } from '@tensorflow/tfjs-layers'
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers'
import type { Activation } from '../hyperparameters/architecture.ts'
import type { LayerSpec, ModelSpec } from './model-spec.ts'
import { standardRecurrent } from './recurrent-layers.ts'
import type { MakeRecurrent, RecurrentSpec } from './recurrent-layers.ts'
import { standardTokenLayers, tokenStep } from './token-layers.ts'
import type { Step, TokenLayers, TokenLayerSpec } from './token-layers.ts'

type Layer = layers.Layer

/** Slope of leaky ReLU below zero (Maas, Hannun and Ng, 2013). */
export const leakySlope = 0.01

/**
 * Decay of batch normalisation's running statistics: PyTorch's 0.9 rather than Keras's 0.99, with which a training of a few
 * hundred steps would be judged by statistics that have not arrived yet.
 */
const normalisationMomentum = 0.9

/** What dropout becomes: the trainable program brings its own layer, a saved model tfjs's. @param index from 0 */
export type MakeDropout = (name: string, index: number) => Layer

/** Leaky ReLU is a layer of its own in tfjs; all other activations have a name there. */
const inline = (activation: Activation): activation is Exclude<Activation, 'leakyRelu'> => activation !== 'leakyRelu'

const activationLayer = (name: string, activation: Activation): Layer =>
  inline(activation) ? layers.activation({ name, activation }) : layers.leakyReLU({ name, alpha: leakySlope })

/** Weights start as zeros here, drawn without kernels; their values are set afterwards. */
const startAtZero = { kernelInitializer: 'zeros', biasInitializer: 'zeros' } as const

function makeLayers(
  spec: LayerSpec,
  dropout: () => Layer,
  token: (spec: TokenLayerSpec) => Step,
  recurrent: (spec: RecurrentSpec) => Step,
): (Layer | Step)[] {
  const { name } = spec
  switch (spec.kind) {
    case 'dense':
    case 'conv1d':
    case 'conv2d': {
      const { bias: useBias, activation } = spec
      const own = { name, useBias, activation: inline(activation) ? activation : 'linear', ...startAtZero } as const
      const layer =
        spec.kind === 'dense'
          ? layers.dense({ ...own, units: spec.units })
          : (spec.kind === 'conv1d' ? layers.conv1d : layers.conv2d)({
              ...own,
              filters: spec.filters,
              kernelSize: spec.kernelSize,
              padding: 'same',
            })
      return inline(activation) ? [layer] : [layer, activationLayer(`${name}_activation`, activation)]
    }
    case 'batchNorm':
      return [layers.batchNormalization({ name, momentum: normalisationMomentum })]
    case 'activation':
      return [activationLayer(name, spec.activation)]
    case 'pool2d':
      return [(spec.pooling === 'max' ? layers.maxPooling2d : layers.averagePooling2d)({ name, poolSize: 2 })]
    case 'flatten':
      return [layers.flatten({ name })]
    case 'dropout':
      return [dropout()]
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
 * @param tokenLayers of a network in training, or tfjs's standard ones; likewise `makeRecurrent`
 */
export function buildLayersModel(
  spec: ModelSpec,
  makeDropout: MakeDropout,
  outputActivation?: Activation,
  tokenLayers: TokenLayers = standardTokenLayers,
  makeRecurrent: MakeRecurrent = standardRecurrent,
): LayersModel {
  const start = input({ shape: [...spec.inputShape], name: 'examples' })
  let dropouts = 0
  let recurrents = 0
  const chain = spec.layers.flatMap((layer) =>
    makeLayers(
      layer,
      () => makeDropout(layer.name, dropouts++),
      (token) => tokenStep(token, start, tokenLayers),
      (recurrent) => {
        const make = makeRecurrent(recurrent, recurrents++)
        return { apply: (x) => make(x, start) }
      },
    ),
  )
  if (outputActivation !== undefined) chain.push(activationLayer('prediction', outputActivation))
  const end = chain.reduce<SymbolicTensor>((tensor, layer) => layer.apply(tensor) as SymbolicTensor, start)
  return model({ inputs: start, outputs: end, name: 'network' })
}
