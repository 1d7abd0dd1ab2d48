import { describe, expect, test } from 'vitest'
import {
  allowedValues,
  checkHyperparameter,
  completeHyperparameters,
} from '../../main/training/hyperparameters/complete.ts'
import type { HyperparameterName } from '../../main/training/hyperparameters/table.ts'
import { hyperparameterTable } from '../../main/training/hyperparameters/table.ts'
import { networkSize } from '../../main/training/network-size.ts'
import type { Parameter, SearchSpace } from '../../main/search/space/types.ts'
import { startBackend } from '../../main/training/engines/tfjs/backends.ts'
import { createProgram } from '../../main/training/program/program.ts'
import { describeWeights } from '../../main/training/spec/weights.ts'
import { withInputShapes } from '../../main/training/spec/shapes.ts'
import { weightsOfModel } from '../../main/training/spec/model-weights.ts'
import { templateDefinitions } from '../../main/training/templates/definitions.ts'
import { TemplateMismatch } from '../../main/training/templates/fault.ts'
import { templates } from '../../main/training/templates/table.ts'
import { jobFor, smallData } from './small-jobs.ts'

const tables = smallData()
const images = smallData({ inputShape: [8, 5, 2] })
const kinds = (job: ReturnType<typeof jobFor>): string[] => templates[job.template](job).layers.map(({ kind }) => kind)

describe('the MLP template', () => {
  test('is as many hidden layers as asked for, each as wide as it or the default says', () => {
    const job = jobFor(tables, { layers: 3, neurons: 9, neuronsPerLayer: [undefined, 4] })
    const units = templates.mlp(job).layers.map((layer) => layer.kind === 'dense' && layer.units)
    expect(units).toEqual([9, 4, 9, 3])
  })

  test('is a linear model without hidden layers', () => {
    expect(describeWeights(templates.mlp(jobFor(tables, { layers: 0 }))).map(({ shape }) => shape)).toEqual([
      [6, 3],
      [3],
    ])
  })

  test('flattens images', () => {
    const job = jobFor(images, {}, { template: 'mlp' })
    expect(kinds(job)).toEqual(['flatten', 'dense', 'dense'])
    expect(networkSize(job).parameters).toBe(80 * 8 + 8 + 8 * 3 + 3)
  })

  test('normalises before the activation, drops out after it, and drops the bias that normalisation would undo', () => {
    const job = jobFor(tables, { batchNorm: true, dropout: 0.5 })
    expect(kinds(job)).toEqual(['dense', 'batchNorm', 'activation', 'dropout', 'dense'])
    expect(describeWeights(templates.mlp(job)).map(({ name }) => name)).toEqual([
      'dense1/kernel',
      'dense1_norm/gamma',
      'dense1_norm/beta',
      'dense1_norm/movingMean',
      'dense1_norm/movingVariance',
      'output/kernel',
      'output/bias',
    ])
  })
})

describe('the CNN template', () => {
  test('grows filters by block and pools while both sides are at least two', () => {
    const job = jobFor(images, { convBlocks: 4, filters: 3, filterGrowth: 1.5 })
    const shapes = withInputShapes(templates.cnn(job)).filter(
      ({ layer }) => layer.kind === 'conv2d' || layer.kind === 'flatten',
    )
    // 8x5 -> 4x2 -> 2x1, where pooling ends.
    expect(shapes.map(({ input }) => input)).toEqual([
      [8, 5, 2],
      [4, 2, 3],
      [2, 1, 5],
      [2, 1, 7],
      [2, 1, 10],
    ])
    expect(kinds(job).filter((kind) => kind === 'pool2d')).toHaveLength(2)
  })

  test('refuses rows of a table with a sentence that says what to choose', () => {
    const job = jobFor(tables, {}, { template: 'cnn' })
    expect(() => templates.cnn(job)).toThrow(TemplateMismatch)
    expect(() => templates.cnn(job)).toThrow('an example of this dataset has shape [6]. Choose the MLP template.')
  })
})

describe('a specification and the tfjs model built from it', () => {
  test.each([
    ['mlp', jobFor(tables, { layers: 3, batchNorm: true, dropout: 0.1, activation: 'leakyRelu' })],
    ['cnn', jobFor(images, { convBlocks: 3, batchNorm: true, dropout: 0.1, activation: 'swish' })],
    ['cnn without normalisation', jobFor(images, { convBlocks: 2, activation: 'leakyRelu', layers: 0 })],
  ] as const)('agree on tensors and their number: %s', async (_title, job) => {
    await startBackend('tfjs-cpu')
    const program = createProgram(job)
    const model = program.buildModel()
    const weights = weightsOfModel(model, program.spec)
    expect(weights.map(({ variable }) => variable.shape)).toEqual(program.weights.map(({ shape }) => shape))
    expect(model.countParams()).toBe(weights.reduce((sum, { variable }) => sum + variable.size, 0))
    expect(networkSize(job).parameters).toBe(
      weights.filter(({ spec }) => spec.trainable).reduce((sum, { variable }) => sum + variable.size, 0),
    )
    weights.forEach(({ variable }, index) => expect(variable.dataSync()).toEqual(program.weights[index]!.initial()))
    model.dispose()
  })

  test('has the same structure key for jobs that differ in numbers alone', () => {
    const key = (changes: Parameters<typeof jobFor>[1], rest = {}) =>
      createProgram(jobFor(tables, changes, rest)).structureKey
    const base = key({ dropout: 0.2, l2: 1e-4 })
    expect(
      key(
        { dropout: 0.3, l2: 1e-3, learningRate: 0.5, epochs: 9, schedule: 'cosine', beta1: 0.5, initializer: 'zeros' },
        { seed: 99 },
      ),
    ).toBe(base)
    for (const changes of [
      { dropout: 0 },
      { l2: 0 },
      { l1: 1 },
      { neurons: 9 },
      { activation: 'elu' },
      { batchSize: 8 },
      { optimizer: 'sgd' },
      { batchNorm: true },
    ] as const)
      expect(key({ dropout: 0.2, l2: 1e-4, ...changes })).not.toBe(base)
    expect(key({ optimizer: 'adamw' })).toBe(key({ optimizer: 'adam' }))
  })
})

describe.each(['linear', 'mlp', 'cnn', 'text', 'nextToken', 'sequence'] as const)(
  'the file of template %s',
  (template) => {
    const definition = templateDefinitions[template]
    const space = definition.space as SearchSpace
    const configuration = Object.fromEntries(
      space.parameters.map((p) => [p.name, p.kind === 'fixed' ? p.value : p.default]),
    )

    const ends = (parameter: Parameter) => {
      switch (parameter.kind) {
        case 'float':
        case 'int':
          return [parameter.low, parameter.high, parameter.default]
        case 'categorical':
          return [...parameter.choices, parameter.default]
        case 'bool':
          return [true, false]
        case 'fixed':
          return [parameter.value]
      }
    }

    test('has defaults that the table allows', () => {
      for (const [name, value] of Object.entries(definition.defaults)) checkHyperparameter(name, value)
      expect(definition.id).toBe(template)
    })

    test.each(space.parameters.map((parameter) => [parameter.name, parameter] as const))(
      'offers %s within its range, for this template, with a reason',
      (name, parameter) => {
        const spec = hyperparameterTable[name as HyperparameterName]
        for (const value of ends(parameter))
          expect(() => checkHyperparameter(name, value), allowedValues(spec)).not.toThrow()
        if (parameter.kind === 'float' || parameter.kind === 'int') {
          expect(parameter.low).toBeLessThan(parameter.high)
          expect(parameter.default >= parameter.low && parameter.default <= parameter.high).toBe(true)
        }
        if (parameter.kind === 'categorical') expect(parameter.choices).toContain(parameter.default)
        expect(spec.templates).toContain(template)
        expect(definition.reasons[name]).toMatch(/\.$/)
        for (const condition of parameter.when ?? [])
          expect(space.parameters.map((other) => other.name)).toContain(condition.parameter)
      },
    )

    test('has no reason without a parameter, and about ten parameters', () => {
      expect(Object.keys(definition.reasons).sort()).toEqual(space.parameters.map(({ name }) => name).sort())
      expect(space.parameters.length).toBeGreaterThanOrEqual(template === 'linear' ? 3 : 10)
    })

    test('starts the search at the network that the template trains by default', () => {
      const always = space.parameters.filter(({ when }) =>
        (when ?? []).every(
          (condition) =>
            ('in' in condition && condition.in.includes(configuration[condition.parameter]!)) ||
            ('min' in condition && Number(configuration[condition.parameter]) >= condition.min!),
        ),
      )
      const active = Object.fromEntries(always.map(({ name }) => [name, configuration[name]!]))
      expect(completeHyperparameters(template, active)).toEqual(completeHyperparameters(template, {}))
    })
  },
)
