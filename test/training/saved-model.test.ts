import { describe, expect, test } from 'vitest'
import type { SavedModel } from '../../main/training/saved-model.ts'
import { loadSavedModel, savedModelOf, UnreadableModel } from '../../main/training/saved-model.ts'
import { jobFor, smallData, smallTexts } from './small-jobs.ts'
import { engines } from './training.ts'

/** Trains a few steps, so that weights and moving statistics have left their initial values. */
async function trained(data: ReturnType<typeof smallData>, job: ReturnType<typeof jobFor>) {
  const { session } = await engines.open(['tfjs-cpu'], job, data)
  await session.train({
    rows: Int32Array.from({ length: 64 }, (_, row) => row),
    learningRates: new Float32Array(4).fill(0.02),
    firstStep: 0,
  })
  const predicted = await session.predict('validation', 0, data.validation.count)
  const state = await session.capture()
  await session.dispose()
  return { predicted, state }
}

describe('a saved model', () => {
  test.each([
    ['a classifier with normalisation and dropout', smallData(), { batchNorm: true, dropout: 0.3, layers: 2 }],
    ['a regression', smallData({ task: 'regression', outputs: 2 }), { activation: 'gelu' }],
    [
      'a convolutional network',
      smallData({ inputShape: [5, 4, 2], validation: 10 }),
      { convBlocks: 2, activation: 'leakyRelu' },
    ],
    ...(['softplus', 'mish', 'hardSwish', 'prelu'] as const).flatMap((activation) => [
      [`a network with ${activation}`, smallData(), { activation, layers: 2 }] as const,
      [
        `convolutions with ${activation}`,
        smallData({ inputShape: [5, 4, 2], validation: 10 }),
        { activation },
      ] as const,
    ]),
    ...(['layer', 'group'] as const).flatMap((normalisation) => [
      [
        `a network with ${normalisation} normalisation`,
        smallData(),
        { normalisation, normalisationGroups: 2 },
      ] as const,
      [
        `convolutions with ${normalisation} normalisation`,
        smallData({ inputShape: [5, 4, 2], validation: 10 }),
        { normalisation, normalisationGroups: 2, blockKind: 'residual', activation: 'prelu' },
      ] as const,
    ]),
    [
      'residual blocks with normalisation, dropout of all kinds and noise',
      smallData({ inputShape: [5, 4, 2], validation: 10 }),
      { blockKind: 'residual', batchNorm: true, convBlocks: 2, spatialDropout: 0.2, dropout: 0.2, hiddenNoise: 0.1 },
    ],
    [
      'separable blocks and global pooling',
      smallData({ inputShape: [5, 4, 2], validation: 10 }),
      { blockKind: 'separable', globalPooling: true, dropout: 0.2, dropoutKind: 'alpha' },
    ],
    ['a linear model', smallData({ inputShape: [3, 2, 1], validation: 10 }), {}, 'linear'],
    ...(['average', 'max', 'conv', 'gru', 'lstm'] as const).map(
      (encoder) => [`a text by ${encoder}`, smallTexts(), { encoder, convBlocks: 1 }, 'text'] as const,
    ),
    [
      'a text by averaged convolutions, with normalisation',
      smallTexts(),
      { encoder: 'conv', pooling: 'average', batchNorm: true },
      'text',
    ],
    ['the next token after a window', smallTexts({ outputs: 12 }), { encoder: 'mlp' }, 'nextToken'],
    [
      'the next token at each step',
      smallTexts({ outputs: 12, targetsPerExample: 7 }),
      { encoder: 'gru', dropout: 0.2 },
      'nextToken',
    ],
    [
      'convolutions of a series',
      smallData({ inputShape: [6, 2], task: 'regression', outputs: 1 }),
      { encoder: 'conv' },
      'sequence',
    ],
    ['a series by an LSTM', smallData({ inputShape: [6, 2] }), { encoder: 'lstm' }, 'sequence'],
  ] as const)('reloads and predicts the same: %s', async (_title, data, hyperparameters, template = undefined) => {
    const job = jobFor(data, hyperparameters, template === undefined ? {} : { template })
    const { predicted, state } = await trained(data, job)
    const saved = await savedModelOf(job, state, '{"columns":[]}')
    expect(await savedModelOf(job, state, '{"columns":[]}')).toEqual(saved)
    const reread = JSON.parse(JSON.stringify({ ...saved, weights: undefined })) as SavedModel
    const model = await loadSavedModel({ ...reread, weights: saved.weights })
    const again = await model.predict(data.validation.inputs, data.validation.count)
    expect(again.length).toBe(predicted.length)
    again.forEach((value, index) => expect(value).toBeCloseTo(predicted[index]!, 6))
    expect(saved.preprocessing).toBe('{"columns":[]}')
    model.dispose()
  })

  test('says what is wrong when a tensor is missing', async () => {
    const data = smallData()
    const job = jobFor(data)
    const saved = await savedModelOf(job, (await trained(data, job)).state, '')
    const damaged = { ...saved, weights: { tensors: saved.weights.tensors.slice(1) } }
    await expect(loadSavedModel(damaged)).rejects.toThrow(UnreadableModel)
    await expect(savedModelOf(job, { tensors: [] }, '')).rejects.toThrow(
      'The state to save has no tensor dense1/kernel.',
    )
  })
})
