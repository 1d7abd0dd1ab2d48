import { describe, expect, test } from 'vitest'
import { withClassWeights } from '../../main/training/class-weights.ts'
import { completeHyperparameters } from '../../main/training/hyperparameters/complete.ts'
import { influences, namesOf } from '../../main/training/hyperparameters/influence.ts'
import { hyperparameterTable } from '../../main/training/hyperparameters/table.ts'
import type { HyperparameterName } from '../../main/training/hyperparameters/table.ts'
import type { TemplateName } from '../../main/training/templates/names.ts'
import { fittedTo } from '../../main/training/batching.ts'
import { createProgram } from '../../main/training/program/program.ts'
import { keepsStructure, stackName } from '../../main/training/stacking.ts'
import { jobFor, smallData, smallTexts } from './small-jobs.ts'

type Value = number | string | boolean
type Configuration = Readonly<Record<string, Value>>

const data = {
  tables: smallData(),
  values: smallData({ task: 'regression', outputs: 2 }),
  images: smallData({ inputShape: [8, 8, 1] }),
  texts: smallTexts(),
}

const everyStrength = Object.fromEntries(namesOf('strength').map((name) => [name, 0.2]))

/** Networks that between them read everything. */
const networks: readonly (readonly [TemplateName, keyof typeof data, Configuration])[] = [
  ['mlp', 'tables', { layers: 8, batchSize: 16 }],
  ['mlp', 'tables', { layers: 3, neuronShape: 'tapered', batchSize: 16 }],
  ['mlp', 'tables', { layers: 2, neurons: 12, normalisation: 'group', classificationLoss: 'focal', averaging: 'ema' }],
  ['mlp', 'tables', { ...everyStrength, layers: 2, optimizer: 'momentum', averaging: 'swa' }],
  ['mlp', 'values', { ...everyStrength, layers: 1, optimizer: 'rmsprop', regressionLoss: 'huber' }],
  ['mlp', 'values', { layers: 1, regressionLoss: 'quantile' }],
  ['cnn', 'images', { ...everyStrength, convBlocks: 2, filters: 4 }],
  ['cnn', 'images', { convBlocks: 2, filters: 4 }],
  ['text', 'texts', { ...everyStrength, encoder: 'conv' }],
  ['text', 'texts', { ...everyStrength, encoder: 'lstm', recurrentUnits: 4 }],
  ['linear', 'tables', { ...everyStrength }],
]

function keyOf([template, set, configuration]: (typeof networks)[number], change: Configuration): string {
  const job = jobFor(data[set], completeHyperparameters(template, { ...configuration, ...change }), { template })
  return createProgram(withClassWeights(fittedTo(job, data[set]), data[set])).structureKey
}

/** Values that a hyperparameter may be changed to: numbers other than 0, all choices. */
function values(name: HyperparameterName): readonly Value[] {
  const spec = hyperparameterTable[name]
  if (spec.kind === 'bool') return [true, false]
  if (spec.kind === 'choice') return spec.choices
  const { min, max } = spec
  const candidates = spec.kind === 'int' ? [1, 2, 3, 5] : [0.1, 0.3, 0.6, 1, 2]
  return candidates.filter((value) => value > min && value >= min && value < max)
}

const names = Object.keys(hyperparameterTable) as HyperparameterName[]

function keysOf(name: HyperparameterName): Set<string>[] {
  return networks
    .filter(([template]) => hyperparameterTable[name].templates.includes(template))
    .map((network) => {
      const spec = hyperparameterTable[name]
      const choices = spec.kind === 'choice' ? spec.choicesFor?.[network[0]] : undefined
      return new Set(
        values(name).flatMap((value) =>
          choices?.includes(String(value)) === false ? [] : [keyOf(network, { [name]: value })],
        ),
      )
    })
}

describe('what a hyperparameter reaches', () => {
  test('is said of each of them, and of nothing else', () => {
    expect(Object.keys(influences).sort()).toEqual([...names].sort())
  })

  test.each(names.filter((name) => influences[name] !== 'structure'))('%s leaves the graph as it is', (name) => {
    const keys = keysOf(name)
    expect(keys.length).toBeGreaterThan(0)
    for (const each of keys) expect(each.size).toBe(1)
  })

  test.each(namesOf('strength'))('%s leaves no trace in the graph while it is 0', (name) => {
    const applies = networks.filter(([template]) => hyperparameterTable[name].templates.includes(template))
    expect(applies.some((network) => keyOf(network, { [name]: 0 }) !== keyOf(network, { [name]: 0.2 }))).toBe(true)
  })

  test.each([...namesOf('number')])('%s leaves the same trace at the end of its range', (name) => {
    const spec = hyperparameterTable[name]
    if (spec.kind !== 'float' || spec.open?.includes('min') === true) return
    for (const network of networks) expect(keyOf(network, { [name]: spec.min })).toBe(keyOf(network, { [name]: 0.3 }))
  })

  test.each(names.filter((name) => influences[name] === 'structure'))('%s makes another graph', (name) => {
    expect(keysOf(name).some((keys) => keys.size > 1)).toBe(true)
  })
})

describe('networks that train as a stack', () => {
  const named = (template: TemplateName, configuration: Configuration): string | undefined =>
    stackName(template, completeHyperparameters(template, configuration))

  test('share a name exactly when they share a graph', () => {
    for (const name of names.filter((each) => hyperparameterTable[each].templates.includes('mlp')))
      for (const value of values(name)) {
        const network = networks[0]!
        const [template, , configuration] = network
        const stack = named(template, { ...configuration, [name]: value })
        if (stack === undefined) continue
        if (stack === named(template, configuration)) expect(keyOf(network, { [name]: value })).toBe(keyOf(network, {}))
        else if (influences[name] !== 'strength') expect(influences[name], name).toBe('structure')
      }
  })

  test('are small dense ones and linear ones, whose batches do not grow', () => {
    expect(named('linear', { learningRate: 0.1 })).toBe(named('linear', { learningRate: 0.2, l2: 0.3 }))
    expect(named('linear', { layers: 1 })).toBe(named('linear', { layers: 3 }))
    expect(named('mlp', { neurons: 512, layers: 2 })).toBeUndefined()
    expect(named('cnn', {})).toBeUndefined()
    expect(named('mlp', { batchGrowth: 2 })).toBeUndefined()
    expect(named('mlp', { normalisation: 'group' })).toBeUndefined()
  })

  test('may be searched over schedules, decays and strengths above 0', () => {
    for (const name of ['learningRate', 'schedule', 'plateauPatience', 'stoppingMetric', 'averageDecay', 'initializer'])
      expect(keepsStructure(name, 'low'), name).toBe(true)
    expect([keepsStructure('dropout', 0), keepsStructure('dropout', 0.1)]).toEqual([false, true])
    for (const name of ['neurons', 'batchGrowth', 'optimizer', 'placeholder'])
      expect(keepsStructure(name, 1), name).toBe(false)
  })
})
