import { describe, expect, test } from 'vitest'
import { completeHyperparameters } from '../../../main/training/hyperparameters/complete.ts'
import type { TrainingJob } from '../../../main/training/job.ts'
import { custom, withTopology } from '../../../main/training/templates/custom.ts'
import { layersOf } from '../../../main/training/topology/keras.ts'
import { filled, placeholdersOf } from '../../../main/training/topology/placeholders.ts'
import { jobFor, smallData } from '../small-jobs.ts'
import { train } from '../training.ts'

const layer = (class_name: string, config: Record<string, unknown> = {}) => ({ class_name, config })
const sequential = (...layers: unknown[]) => ({ class_name: 'Sequential', config: { name: 'net', layers } })
const dense = (units: unknown, activation = 'relu') => layer('Dense', { units, activation, use_bias: true })

const network = sequential(
  layer('InputLayer', { batch_input_shape: [null, 6] }),
  dense('{units=12}'),
  layer('BatchNormalization'),
  layer('Dropout', { rate: '{rate=0.25}' }),
  dense('{outputs}', 'softmax'),
)

const data = smallData()
function jobOf(
  topology: unknown,
  configuration: Record<string, number | string | boolean> = {},
  rest = {},
): TrainingJob {
  return {
    ...jobFor(data),
    template: 'custom',
    topology: JSON.stringify(topology),
    hyperparameters: completeHyperparameters('custom', configuration),
    ...rest,
  }
}
const refusal = (...layers: unknown[]) => expect(() => custom(jobOf(sequential(...layers))))

describe('a topology of the user', () => {
  test('becomes layers, its placeholders filled from the configuration, the defaults and the data', () => {
    const { layers } = custom(jobOf(network, { units: 20 }))
    expect(layers).toMatchObject([
      { kind: 'dense', units: 20, activation: 'relu' },
      { kind: 'batchNorm' },
      { kind: 'dropout' },
      { kind: 'dense', units: 3, activation: 'linear' },
    ])
    expect(placeholdersOf(network)).toEqual([
      { name: 'units', default: 12 },
      { name: 'rate', default: 0.25 },
    ])
    expect(withTopology(jobOf(network, { rate: 0.4 })).hyperparameters.dropout).toBe(0.4)
  })

  test('is read from the model.json of tfjs, from Keras 2 and Keras 3, and from a chain of the functional API', () => {
    const chain = (nodes: (before: string) => unknown) => ({
      class_name: 'Functional',
      config: {
        layers: ['in', 'hidden', 'out'].map((name, index, names) => ({
          class_name: index === 0 ? 'InputLayer' : 'Dense',
          config: { name, units: 3 },
          inbound_nodes: index === 0 ? [] : nodes(names[index - 1]!),
        })),
      },
    })
    const keras2 = chain((before) => [[[before, 0, 0, {}]]])
    const keras3 = chain((before) => [
      { args: [{ class_name: '__keras_tensor__', config: { keras_history: [before, 0, 0] } }], kwargs: {} },
    ])
    for (const written of [
      network,
      { modelTopology: { model_config: network }, weightsManifest: [] },
      { modelTopology: network },
      { class_name: 'Sequential', config: network.config.layers },
    ])
      expect(layersOf(written)).toHaveLength(5)
    expect(layersOf(keras2)).toHaveLength(3)
    expect(layersOf(keras3)).toHaveLength(3)
  })

  test('is refused where it branches, is no network, or has layers that are not known', () => {
    const branching = {
      class_name: 'Functional',
      config: {
        layers: [
          { class_name: 'InputLayer', config: { name: 'in' }, inbound_nodes: [] },
          { class_name: 'Dense', config: { name: 'a', units: 2 }, inbound_nodes: [[['in', 0, 0, {}]]] },
          { class_name: 'Dense', config: { name: 'b', units: 2 }, inbound_nodes: [[['in', 0, 0, {}]]] },
        ],
      },
    }
    expect(() => layersOf(branching)).toThrow('Layer b does not follow the layer before it alone')
    expect(() => layersOf({ layers: [] })).toThrow('The file holds no Keras network')
    expect(() => layersOf({ class_name: 'Sequential', config: { layers: [] } })).toThrow('holds no Keras network')
    refusal(layer('Lambda', { function: ['code'] })).toThrow(/Lambda.*cannot be trained here\. Known: .*Dense/)
    refusal(layer('constructor')).toThrow('layers of this class cannot be trained here')
  })

  test('says which setting of which layer cannot be kept, and what can', () => {
    refusal(dense(0)).toThrow('Layer dense_1 (Dense): units is 0; it must be a whole number of at least 1.')
    refusal(layer('Conv2D', { filters: 3, kernel_size: [3, 3], padding: 'valid' })).toThrow(
      'padding is "valid"; only same',
    )
    refusal(layer('Conv2D', { filters: 3, kernel_size: 3, padding: 'same', strides: [2, 2] })).toThrow(
      'strides is [2,2]',
    )
    refusal(dense(4, 'sin')).toThrow('the activation "sin" is not known here')
    refusal(dense('{width}')).toThrow('The placeholder {width} has no value')
    refusal(layer('Dropout', { rate: 0.1 }), layer('Dropout', { rate: 0.2 }), dense(3)).toThrow('must share one rate')
    refusal(dense(4)).toThrow('The last layer has the activation relu')
    refusal(dense(4, 'softmax')).toThrow('ends with shape [4], but the data need 3 outputs')
    refusal(layer('Conv1D', { filters: 2, kernel_size: 3, padding: 'same' })).toThrow(
      'cannot take what comes before it',
    )
  })

  test('is refused if it is no JSON', () => {
    expect(() => custom({ ...jobOf(network), topology: '{' })).toThrow('The topology is not JSON')
  })

  test('holds values only where the whole text is a placeholder', () => {
    expect(filled({ a: '{x=1}', b: 'no {x}', c: ['{ x }', '{y=relu}', '{z=true}'] }, { x: 7 })).toEqual({
      a: 7,
      b: 'no {x}',
      c: [7, 'relu', true],
    })
    expect(() => placeholdersOf(['{x=1}', '{x=2}'])).toThrow('has two defaults, 1 and 2')
  })

  test('trains on the compiled engine as on tfjs', async () => {
    const job = withTopology(jobOf(network, { units: 9, epochs: 3, batchSize: 16, learningRate: 0.02 }))
    const [ours, theirs] = [await train(job, data, 'compiled'), await train(job, data, 'tfjs-cpu')]
    expect(ours.train['loss']).toBeCloseTo(theirs.train['loss']!, 4)
  })
})
