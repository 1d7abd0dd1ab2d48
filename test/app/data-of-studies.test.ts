import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assignmentOf } from '../../main/app/assignment.ts'
import type { StudyDraft } from '../../main/app/app.ts'
import { completeDraft } from '../../main/app/draft.ts'
import { inspect } from '../../main/app/search-thread/inspect.ts'
import { preview } from '../../main/app/search-thread/preview.ts'
import { suitableTemplates } from '../../main/app/suitable-templates.ts'
import { readEntry } from '../../main/data/catalogue.ts'
import { referToDataset } from '../../main/data/fingerprint.ts'
import type { StudyDefinition } from '../../main/study/study.ts'

const folderOf = (id: string) => join(import.meta.dirname, '../../resources/datasets', id)

async function define(id: string, draft: Omit<StudyDraft, 'datasetId'>): Promise<StudyDefinition> {
  const { fingerprint } = await referToDataset(folderOf(id))
  const undetermined = completeDraft({ ...draft, datasetId: id }, await readEntry(folderOf(id)))
  return { ...undetermined, id: 'study', dataset: { id, fingerprint } }
}

async function assign(definition: StudyDefinition, encoder?: string) {
  const dataset = await referToDataset(folderOf(definition.dataset.id))
  const plan = { purpose: 'search' as const, seed: 1 }
  const configuration = encoder === undefined ? {} : { encoder }
  return assignmentOf({
    id: 'a',
    definition,
    dataset,
    command: { plan, configuration, keepModel: false } as Parameters<typeof assignmentOf>[0]['command'],
  })
}

describe('a study of texts', () => {
  it('reads sequences with the text template and vectors with an MLP, and passes on what was said', async () => {
    const said = { text: { vocabulary: 100 } }
    const reading = await assign(await define('sms-spam', { template: 'text', preprocessing: said }))
    expect(reading.preprocessing).toEqual({ text: { vocabulary: 100, encoding: 'sequence' } })
    const mlp = await assign(await define('sms-spam', { template: 'mlp', preprocessing: said }))
    expect(mlp.preprocessing).toEqual(said)
    const shape = await inspect({ dataset: mlp.dataset, split: mlp.split, preprocessing: mlp.preprocessing })
    expect(shape).toMatchObject({ inputShape: [100], outputs: 2, rows: { train: 3568, validation: 892, sealed: 1114 } })
  })

  it('shows a few of them beforehand', async () => {
    const shown = await preview(folderOf('sms-spam'))
    expect(shown).toMatchObject({ kind: 'texts' })
    const text = await preview(folderOf('tiny-shakespeare'))
    expect(text.kind === 'texts' && text.samples[0]?.startsWith('First Citizen:')).toBe(true)
  })
})

describe('a study of a running text', () => {
  it('is split in its order, follows the loss, and predicts at each character with a recurrent network', async () => {
    const definition = await define('tiny-shakespeare', { template: 'nextToken' })
    expect(definition).toMatchObject({
      task: 'classification',
      objective: { metric: 'loss' },
      protocol: { by: 'time' },
    })
    expect((await assign(definition, 'gru')).preprocessing).toMatchObject({ characters: { targets: 'every' } })
    expect((await assign(definition, 'mlp')).preprocessing).toMatchObject({ characters: { targets: 'last' } })
  })
})

describe('a study of a series', () => {
  it('is split by its time, as a regression; its course can be shown', async () => {
    const definition = await define('co2-weekly', { template: 'sequence' })
    expect(definition).toMatchObject({
      task: 'regression',
      protocol: { by: 'time', column: 'date', sealed: 'official' },
    })
    const { dataset, split, preprocessing } = await assign(definition)
    expect(await inspect({ dataset, split, preprocessing })).toMatchObject({
      inputShape: [12, 3],
      rows: { train: 1374, validation: 354, sealed: 457 },
    })
    expect(await preview(folderOf('co2-weekly'))).toMatchObject({ kind: 'points', y: 'co2_ppm' })
  })

  it('can be made of a table with a time column', async () => {
    const series = { hour: 'hr', lags: 6 }
    const definition = await define('bike-sharing', { template: 'sequence', preprocessing: { series } })
    expect(definition.protocol).toMatchObject({ by: 'time', column: 'dteday' })
    await expect(define('bike-sharing', { template: 'sequence' })).rejects.toThrow('Choose mlp')
    expect(suitableTemplates(await readEntry(folderOf('bike-sharing')), { series })[0]).toBe('sequence')
  })

  it('is refused with the name of an option that does not exist', async () => {
    const preprocessing = { series: { lag: 3 } } as NonNullable<StudyDraft['preprocessing']>
    await expect(define('co2-weekly', { template: 'sequence', preprocessing })).rejects.toThrow(
      /preprocessing.series: there is no setting lag here. There are: time, hour, lags/,
    )
  })
})
