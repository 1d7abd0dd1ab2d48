import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findBundled, listBundled } from '../../main/data/catalogue.ts'
import { referToDataset } from '../../main/data/fingerprint.ts'
import { loadDataset } from '../../main/data/load.ts'
import { prepareTrainingData } from '../../main/data/prepare.ts'
import type { SplitSelection } from '../../main/data/reference.ts'

const folder = join(import.meta.dirname, '../../resources/datasets')

const split: SplitSelection = {
  protocol: { kind: 'holdout', validationShare: 0.2 },
  by: 'stratified',
  seed: 1,
  sealed: 'official',
  openTest: true,
}

/** Rows and shapes as DATASETS.md lists them. */
const trainable = [
  { id: 'digits-8x8', train: 3823, test: 1797, inputShape: [8, 8, 1], outputs: 10 },
  { id: 'mnist-subset', train: 12005, test: 2003, inputShape: [28, 28, 1], outputs: 10 },
  { id: 'fashion-mnist-subset', train: 15000, test: 2500, inputShape: [28, 28, 1], outputs: 10 },
  { id: 'spoken-digits', train: 2700, test: 300, inputShape: [32, 24, 1], outputs: 10 },
  { id: 'speech-synthesis', train: 51463, test: 12624, inputShape: [26], outputs: 24 },
  { id: 'concrete', train: 824, test: 206, inputShape: [8], outputs: 1 },
  { id: 'airfoil', train: 1203, test: 300, inputShape: [5], outputs: 1 },
  // 12 columns, of which yr, holiday and workingday are yes or no: two inputs each.
  { id: 'bike-sharing', train: 10886, test: 6493, inputShape: [15], outputs: 1 },
  // Texts by the 2,000 commonest words of the training rows.
  { id: 'sentiment-sentences', train: 2400, test: 600, inputShape: [2000], outputs: 2 },
  { id: 'sms-spam', train: 4460, test: 1114, inputShape: [2000], outputs: 2 },
  { id: 'snips-intents', train: 13784, test: 700, inputShape: [2000], outputs: 7 },
  { id: 'iris', train: 120, test: 30, inputShape: [4], outputs: 3 },
  { id: 'wine', train: 142, test: 36, inputShape: [13], outputs: 3 },
  { id: 'breast-cancer', train: 456, test: 113, inputShape: [30], outputs: 2 },
  // 5 numbers and 2 categories of 3 and 2; the 4 measurements and sex also say where they are missing.
  { id: 'penguins', train: 275, test: 69, inputShape: [15], outputs: 3 },
]

describe('the bundled datasets', () => {
  it('are the seventeen, all of them trainable', async () => {
    const entries = await listBundled(folder)
    expect(entries).toHaveLength(17)
    expect(entries.filter((entry) => entry.trainable).map((entry) => entry.id)).toEqual(
      [...trainable.map(({ id }) => id), 'co2-weekly', 'tiny-shakespeare'].sort(),
    )
  })

  it('say who made them and under which licence', async () => {
    for (const entry of await listBundled(folder)) {
      expect(entry.licence).not.toBe('')
      expect(entry.credit.length).toBeGreaterThan(20)
      expect(entry.source).not.toBe('')
    }
  })

  it.each(trainable)('$id prepares with the rows and the shape that its description promises', async (expected) => {
    const entry = await findBundled(folder, expected.id)
    const dataset = await loadDataset(entry.folder)
    const data = prepareTrainingData(dataset, split)
    expect(entry.rows).toEqual({ train: expected.train, test: expected.test })
    expect(data.train.count + data.validation.count).toBe(expected.train)
    expect(data.test?.count).toBe(expected.test)
    expect(data.inputShape).toEqual(expected.inputShape)
    expect(data.outputs).toBe(expected.outputs)
    const width = expected.inputShape.reduce((product, size) => product * size, 1)
    for (const part of [data.train, data.validation, data.test]) {
      expect(part?.inputs).toHaveLength((part?.count ?? 0) * width)
      expect(part?.inputs.every((value) => Number.isFinite(value))).toBe(true)
      expect(part?.targets.every((value) => Number.isFinite(value))).toBe(true)
    }
  })

  it('have the class counts that their descriptions list', async () => {
    for (const id of [
      'iris',
      'wine',
      'breast-cancer',
      'penguins',
      'sentiment-sentences',
      'sms-spam',
      'snips-intents',
    ]) {
      const description = JSON.parse(await readFile(join(folder, id, 'dataset.json'), 'utf8')) as {
        classCounts: Record<string, number>
        testClassCounts: Record<string, number>
      }
      const dataset = await loadDataset(join(folder, id))
      const count = (targets: ArrayLike<number>) =>
        Object.fromEntries(
          dataset.classes.map((name, code) => [name, Array.from(targets).filter((target) => target === code).length]),
        )
      expect(count(dataset.targets)).toEqual(description.classCounts)
      expect(count(prepareTrainingData(dataset, split).test?.targets ?? [])).toEqual(description.testClassCounts)
    }
  })

  it.each([
    { id: 'co2-weekly', train: 1827, test: 457, inputShape: [12, 3], outputs: 1 },
    { id: 'tiny-shakespeare', train: 1_003_854, test: 111_540, inputShape: [64], outputs: 67 },
  ])('$id is cut into windows', async (expected) => {
    const entry = await findBundled(folder, expected.id)
    expect(entry.rows).toEqual({ train: expected.train, test: expected.test })
    const data = prepareTrainingData(await loadDataset(entry.folder), { ...split, by: 'time' })
    expect(data.inputShape).toEqual(expected.inputShape)
    expect(data.outputs).toBe(expected.outputs)
    const width = expected.inputShape.reduce((product, size) => product * size, 1)
    for (const part of [data.train, data.validation, data.test])
      expect(part?.inputs).toHaveLength((part?.count ?? 0) * width)
  })

  it('have one fingerprint each, the same at every reading', async () => {
    const entries = await listBundled(folder)
    const first = await Promise.all(entries.map((entry) => referToDataset(entry.folder)))
    const second = await Promise.all(entries.map((entry) => referToDataset(entry.folder)))
    expect(second).toEqual(first)
    expect(new Set(first.map(({ fingerprint }) => fingerprint)).size).toBe(entries.length)
  })

  it('are found by id, and an unknown id is answered with the known ones', async () => {
    await expect(findBundled(folder, 'mnist')).rejects.toMatchObject({
      code: 'dataset-missing',
      message: expect.stringContaining('mnist-subset'),
    })
  })
})
