import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  BadHyperparameter,
  checkHyperparameter,
  completeHyperparameters,
} from '../../main/training/hyperparameters/complete.ts'
import type { HyperparameterName } from '../../main/training/hyperparameters/table.ts'
import type { HyperparameterSpec } from '../../main/training/hyperparameters/spec.ts'
import { hyperparameterTable } from '../../main/training/hyperparameters/table.ts'
import { templateDefinitions } from '../../main/training/templates/definitions.ts'

const entries = Object.entries(hyperparameterTable) as [HyperparameterName, HyperparameterSpec][]

/** Any value that the table allows. */
function allowed(spec: HyperparameterSpec): fc.Arbitrary<number | string | boolean> {
  if (spec.kind === 'bool') return fc.boolean()
  if (spec.kind === 'choice') return fc.constantFrom(...spec.choices)
  if (spec.kind === 'int') return fc.integer({ min: spec.min, max: spec.max })
  const { min, max, open = [] } = spec
  return fc.double({ min, max, minExcluded: open.includes('min'), maxExcluded: open.includes('max'), noNaN: true })
}

type Values = Record<string, number | string | boolean>

const configurations: fc.Arbitrary<Values> = fc.record(
  Object.fromEntries(entries.map(([name, spec]) => [name, allowed(spec)])),
  {
    requiredKeys: [],
  },
) as fc.Arbitrary<Values>

describe('completing a configuration', () => {
  test('keeps what is given and fills in the rest, for any configuration that the table allows', () => {
    fc.assert(
      fc.property(fc.constantFrom('mlp', 'cnn'), configurations, (template, configuration) => {
        const h = completeHyperparameters(template, configuration) as unknown as Record<string, unknown>
        for (const [name, spec] of entries) {
          if (name === 'regularisation' || /^neurons\d$/.test(name)) continue
          // One without a default, like the kind of normalisation, may stay away.
          if (spec.default !== undefined || name in configuration) expect(h[name], name).toBeDefined()
          const penalty = ['l1', 'l2', 'weightDecay'].includes(name) && 'regularisation' in configuration
          if (name in configuration && !penalty) expect(h[name]).toBe(configuration[name])
        }
        expect(h).not.toHaveProperty('regularisation')
        expect(h['neuronsPerLayer']).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((layer) => configuration[`neurons${layer}`]))
      }),
    )
  })

  test("takes the template's defaults before the table's", () => {
    expect(completeHyperparameters('cnn', {})).toMatchObject({ ...templateDefinitions.cnn.defaults, kernelSize: 3 })
    expect(completeHyperparameters('mlp', {})).toMatchObject(templateDefinitions.mlp.defaults)
  })

  test('gives the chosen optimizer a learning rate that suits it, and adamw its decay', () => {
    expect(completeHyperparameters('mlp', { optimizer: 'sgd' }).learningRate).toBe(0.05)
    expect(completeHyperparameters('mlp', { optimizer: 'sgd', learningRate: 0.3 }).learningRate).toBe(0.3)
    expect(completeHyperparameters('mlp', { optimizer: 'adamw' }).weightDecay).toBe(0.01)
    expect(completeHyperparameters('mlp', { optimizer: 'adamw', weightDecay: 0 }).weightDecay).toBe(0)
    expect(completeHyperparameters('mlp', {}).weightDecay).toBe(0.1)
    expect(completeHyperparameters('cnn', {}).weightDecay).toBe(0)
  })

  test('regularisation leaves one penalty on, with a strength of its own if none is given', () => {
    const strengths = (configuration: Record<string, number | string>) => {
      const { l1, l2, weightDecay } = completeHyperparameters('cnn', configuration)
      return [l1, l2, weightDecay]
    }
    expect(strengths({ regularisation: 'none', l1: 1, l2: 1, weightDecay: 1 })).toEqual([0, 0, 0])
    expect(strengths({ regularisation: 'l2', l2: 0.5, l1: 0.3 })).toEqual([0, 0.5, 0])
    expect(strengths({ regularisation: 'l1' })).toEqual([1e-5, 0, 0])
    expect(strengths({ regularisation: 'weightDecay' })).toEqual([0, 0, 0.01])
    expect(strengths({ l1: 0.1, l2: 0.2 })).toEqual([0.1, 0.2, 0])
  })

  test.each([
    ['learningRate', 0, 'Learning rate (learningRate) is 0, but must be a number above 0 and at most 100.'],
    ['learningRate', NaN, 'Learning rate (learningRate) is NaN, but must be a number above 0 and at most 100.'],
    ['learningRate', '0.1', 'Learning rate (learningRate) is "0.1", but must be a number above 0 and at most 100.'],
    ['batchSize', 12.5, 'Batch size (batchSize) is 12.5, but must be a whole number at least 1 and at most 65536.'],
    ['dropout', 1, 'Dropout (dropout) is 1, but must be a number at least 0 and below 1.'],
    [
      'optimizer',
      'sophia',
      'Optimizer (optimizer) is "sophia", but must be one of sgd, momentum, nesterov, adam, adamw, rmsprop, adagrad, adadelta, adamax, nadam, amsgrad, lion.',
    ],
    ['activation', 'softmax', /must be one of linear, relu/],
    ['batchNorm', 1, 'Batch normalisation (batchNorm) is 1, but must be true or false.'],
    ['neurons9', 3, /^There is no hyperparameter "neurons9"\. Known: learningRate, /],
    ['toString', 3, /^There is no hyperparameter "toString"/],
    ['neuronsPerLayer', 3, /^There is no hyperparameter/],
  ] as const)('refuses %s = %j, naming what is allowed', (name, value, message) => {
    const refused = () => completeHyperparameters('mlp', { [name]: value })
    expect(refused).toThrow(BadHyperparameter)
    expect(refused).toThrow(message)
    try {
      refused()
    } catch (error) {
      expect(error).toMatchObject({ code: 'bad-hyperparameter', hyperparameter: name, value })
    }
  })
})

describe('the table', () => {
  test.each(entries)('%s: its default lies in its range, its sentence ends in a full stop', (name, spec) => {
    if (spec.default !== undefined) expect(() => checkHyperparameter(name, spec.default!)).not.toThrow()
    expect(spec.doc).toMatch(/^[A-Z"].*\.$/)
    expect(spec.title).not.toBe('')
    expect(spec.templates.length).toBeGreaterThan(0)
    if ('defaultFor' in spec && spec.defaultFor)
      for (const value of Object.values(spec.defaultFor)) expect(() => checkHyperparameter(name, value)).not.toThrow()
    if (spec.actsWith)
      for (const value of spec.actsWith.in) expect(() => checkHyperparameter(spec.actsWith!.name, value)).not.toThrow()
  })
})
