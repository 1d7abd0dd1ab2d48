import { describe, expect, it } from 'vitest'
import { effectDefinitions } from '../../../main/app/effects/definitions.ts'
import { checkConfiguration, defaultConfiguration } from '../../../main/search/space/configuration.ts'
import { validateSpace } from '../../../main/search/space/validate.ts'
import {
  candidatesOf,
  configurationOfTrial,
  measuringGrid,
  needsTuning,
  reductionOf,
  spaceOf,
  trialsOf,
  tuningGrid,
  versionOf,
} from '../../../main/study/effects/plan.ts'
import { completeHyperparameters } from '../../../main/training/hyperparameters/complete.ts'

const versions = (['naive', 'fair'] as const).flatMap((kind) => [false, true].map((quick) => ({ kind, quick })))
const cases = effectDefinitions.flatMap((effect) => versions.map((version) => ({ effect, ...version, id: effect.id })))

describe('the nine effects', () => {
  it('are those of the article, each with its settings', () => {
    const settings = Object.fromEntries(
      effectDefinitions.map(({ id, settings }) => [
        id,
        settings.filter(({ article }) => article !== undefined).map(({ label }) => label),
      ]),
    )
    expect(settings).toEqual({
      'learning-rate': ['0.001', '0.01', '0.1', '1.0'],
      'batch-size': ['32', '64', '128', '256'],
      'hidden-layers': ['1', '2', '3', '4'],
      activation: ['ReLU', 'tanh', 'sigmoid'],
      regularisation: ['L1', 'L2', 'dropout'],
      optimizer: ['Adam', 'RMSprop', 'SGD'],
      dropout: ['0', '0.2', '0.5'],
      initialisation: ['random normal', 'He normal', 'Xavier uniform'],
      epochs: ['10', '100', '1000'],
    })
  })

  it.each(effectDefinitions)(
    '$id: five seeds at least, a finer sweep, and figures only for columns that there are',
    (effect) => {
      expect(effect.seeds).toBeGreaterThanOrEqual(5)
      expect(effect.settings.some(({ article }) => article === undefined)).toBe(true)
      const columns = effect.columns.map(({ id }) => id)
      for (const { article } of effect.settings)
        for (const name of Object.keys(article ?? {})) expect(columns).toContain(name)
      for (const label of effect.quick.settings ?? []) expect(effect.settings.map((one) => one.label)).toContain(label)
    },
  )

  it.each(cases)('$id, $kind, quick $quick: every trial belongs to its space and is understood by training', (one) => {
    const definition = versionOf(one.effect, one)
    for (const grid of [
      tuningGrid(definition, one.kind),
      measuringGrid(
        definition,
        definition.settings.map((s) => s.own?.[0] ?? {}),
      ),
    ]) {
      const space = spaceOf(grid)
      expect(validateSpace(space)).toEqual([])
      // Trial 0 of a study is the default of its space.
      expect(defaultConfiguration(space)).toEqual(configurationOfTrial(grid, 0))
      for (let trial = 0; trial < trialsOf(grid); trial++) {
        const configuration = configurationOfTrial(grid, trial)
        expect(checkConfiguration(space, configuration)).toEqual([])
        expect(completeHyperparameters(definition.template, configuration)).toMatchObject({
          patience: 0,
          restoreBest: false,
        })
      }
    }
  })

  it.each(effectDefinitions)('$id: settings differ in nothing but what they vary', (effect) => {
    const grid = measuringGrid(effect, [])
    const texts = grid.configurations.map((configuration) => JSON.stringify(configuration))
    const ownOnly = effect.settings.every(({ values }) => Object.keys(values).length === 0)
    if (!ownOnly) expect(new Set(texts).size).toBe(texts.length)
  })
})

describe('the plan of an effect', () => {
  const find = (id: string) => effectDefinitions.find((effect) => effect.id === id)!

  it('gives every setting its turn before any has two', () => {
    const grid = measuringGrid(find('learning-rate'), [])
    const first = Array.from({ length: 8 }, (_, trial) => configurationOfTrial(grid, trial)['learningRate'])
    expect(first).toEqual([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3])
    expect(configurationOfTrial(grid, 8)['learningRate']).toBe(0.001)
    expect(trialsOf(grid)).toBe(80)
  })

  it('searches nothing naively but what a setting has to itself', () => {
    expect(needsTuning(find('learning-rate'), 'naive')).toBe(false)
    expect(needsTuning(find('optimizer'), 'naive')).toBe(true)
    expect(candidatesOf(find('optimizer').settings[0]!, find('optimizer'), 'naive')).toHaveLength(4)
  })

  it('gives every setting the same number of learning rates in the fair version', () => {
    const effect = find('hidden-layers')
    const counts = effect.settings.map((setting) => candidatesOf(setting, effect, 'fair').length)
    expect(new Set(counts)).toEqual(new Set([4]))
  })

  it('searches strength and learning rate together where a setting has a strength', () => {
    const effect = find('regularisation')
    const [none, l1] = effect.settings
    expect(candidatesOf(none!, effect, 'fair')).toHaveLength(3)
    expect(candidatesOf(l1!, effect, 'fair')).toHaveLength(12)
    expect(candidatesOf(l1!, effect, 'fair')[0]).toEqual({ l1: 0.00001, learningRate: 0.001 })
  })

  it('refuses settings that do not name the same hyperparameters', () => {
    expect(() => spaceOf({ configurations: [{ a: 1 }, { b: 1 }], repeats: 1 })).toThrow(/a is set in some settings/)
  })
})

it('the quick version says what it leaves out', () => {
  const dropout = effectDefinitions.find(({ id }) => id === 'dropout')!
  expect(reductionOf(dropout, { quick: false })).toBeUndefined()
  expect(reductionOf(dropout, { quick: true })).toBe(
    'The quick version has 5 seeds instead of 10; epochs 30 instead of 60; without the settings 0.1, 0.3, 0.7, 0.9.',
  )
  const epochs = effectDefinitions.find(({ id }) => id === 'epochs')!
  expect(reductionOf(epochs, { quick: true })).toBe('The quick version has less data; without the settings 30, 300.')
})
