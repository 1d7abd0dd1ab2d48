import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { completeDraft } from '../../main/app/draft.ts'
import {
  isInOrder,
  preprocessingFor,
  suitableTemplates,
  trainingTask,
  usualPreprocessing,
} from '../../main/app/suitable-templates.ts'
import { listBundled } from '../../main/data/catalogue.ts'
import type { CatalogueEntry } from '../../main/data/catalogue.ts'
import { defaultConfiguration } from '../../main/search/space/configuration.ts'
import { checkChoice, completeHyperparameters } from '../../main/training/hyperparameters/complete.ts'
import { hyperparameterTable } from '../../main/training/hyperparameters/table.ts'

type What = Pick<CatalogueEntry, 'kind' | 'task'>
const bundled = await listBundled(join(import.meta.dirname, '../../resources/datasets'))

describe('the templates that suit a dataset', () => {
  it.each<[What['kind'], What['task'], string[]]>([
    ['table', 'classification', ['mlp', 'linear']],
    ['frames', 'regression', ['mlp', 'linear']],
    ['image', 'classification', ['cnn', 'mlp', 'linear']],
    ['spectrogram', 'classification', ['cnn', 'mlp', 'linear']],
    ['text', 'classification', ['text', 'mlp', 'linear']],
    ['characters', 'text generation', ['nextToken']],
    ['table', 'time series', ['sequence', 'mlp', 'linear']],
  ])('%s, %s', (kind, task, templates) => {
    expect(suitableTemplates({ kind, task })).toEqual(templates)
  })

  it('are those of a series where a table is to be one', () => {
    expect(suitableTemplates({ kind: 'table', task: 'regression' }, { series: {} })[0]).toBe('sequence')
    expect(isInOrder({ kind: 'table', task: 'regression' }, { series: {} })).toBe(true)
    expect(isInOrder({ kind: 'table', task: 'regression' })).toBe(false)
    expect(isInOrder({ kind: 'characters', task: 'text generation' })).toBe(true)
  })

  it('give every bundled dataset a study that is complete without a further word', () => {
    expect(bundled).toHaveLength(17)
    for (const entry of bundled)
      for (const template of suitableTemplates(entry)) {
        const { space, task } = completeDraft({ datasetId: entry.id, template }, entry)
        const hyperparameters = completeHyperparameters(template, defaultConfiguration(space))
        expect(hyperparameters.learningRate).toBeGreaterThan(0)
        expect(task).toBe(trainingTask(entry))
      }
  })
})

describe('what a network is trained to do', () => {
  it.each([
    ['classification', 'classification'],
    ['regression', 'regression'],
    ['time series', 'regression'],
    ['text generation', 'classification'],
  ] as const)('%s is %s', (task, trained) => {
    expect(trainingTask({ task })).toBe(trained)
  })
})

describe('how data are prepared', () => {
  it('as sequences for a network that reads, as vectors for others', () => {
    const said = { text: { vocabulary: 50, encoding: 'tf-idf' } } as const
    expect(preprocessingFor('text', { encoder: 'max' }, said)).toEqual({
      text: { vocabulary: 50, encoding: 'sequence' },
    })
    expect(preprocessingFor('mlp', { encoder: 'max' }, said)).toBe(said)
    expect(preprocessingFor('mlp', { encoder: 'max' })).toBeUndefined()
  })

  it('to predict after a window for an MLP, at each character for a recurrent network', () => {
    expect(preprocessingFor('nextToken', { encoder: 'mlp' }, { characters: { windows: 9 } })).toEqual({
      characters: { windows: 9, targets: 'last' },
    })
    expect(preprocessingFor('nextToken', { encoder: 'mlp' })).toEqual({ characters: { windows: 0, targets: 'last' } })
    expect(preprocessingFor('nextToken', { encoder: 'gru' }, { characters: { context: 9 } })).toEqual({
      characters: { context: 9, targets: 'every' },
    })
    const entry = bundled.find(({ id }) => id === 'tiny-shakespeare')!
    expect(usualPreprocessing(completeDraft({ datasetId: entry.id, template: 'nextToken' }, entry))).toMatchObject({
      characters: { targets: 'last' },
    })
  })
})

describe('a choice that only some templates have', () => {
  const limited = Object.entries(hyperparameterTable).flatMap(([name, spec]) =>
    spec.kind === 'choice'
      ? Object.entries(spec.choicesFor ?? {}).map(([template, own]) => ({ name, template, own, all: spec.choices }))
      : [],
  )

  it('is one of those that there are', () => {
    expect(limited.length).toBeGreaterThan(2)
    for (const { own, all } of limited) for (const choice of own) expect(all).toContain(choice)
  })

  it('is refused for the others, with those that they have', () => {
    for (const { name, template, own, all } of limited) {
      for (const choice of own) expect(() => checkChoice(template as 'text', name, choice)).not.toThrow()
      for (const choice of all.filter((each) => !own.includes(each)))
        expect(() => checkChoice(template as 'text', name, choice)).toThrow(`one of ${own.join(', ')} for the template`)
    }
    expect(() => checkChoice('mlp', 'activation', 'relu')).not.toThrow()
  })

  it('makes a study impossible before anything is trained', () => {
    const entry = bundled.find(({ id }) => id === 'co2-weekly')!
    const parameters = [{ kind: 'categorical', name: 'encoder', choices: ['mlp', 'average'], default: 'mlp' }] as const
    const draft = () =>
      completeDraft(
        { datasetId: entry.id, template: 'sequence', space: { parameters: [...parameters], relations: [] } },
        entry,
      )
    expect(draft).toThrow(
      expect.objectContaining({ code: 'bad-study', message: expect.stringContaining('average') as string }),
    )
  })
})
