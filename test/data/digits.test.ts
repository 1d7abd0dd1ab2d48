import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findBundled } from '../../main/data/catalogue.ts'
import { referToDataset } from '../../main/data/fingerprint.ts'
import { loadReferenced } from '../../main/data/load.ts'
import { prepareTrainingData } from '../../main/data/prepare.ts'
import type { SplitSelection } from '../../main/data/reference.ts'

const datasets = join(import.meta.dirname, '../../resources/datasets')
const split: SplitSelection = {
  protocol: { kind: 'holdout', validationShare: 0.2 },
  by: 'stratified',
  seed: 7,
  sealed: 'official',
  openTest: false,
}

describe('the bundled 8x8 digits, from the folder to the network', () => {
  it('become training and validation examples between 0 and 1, and the test part stays sealed', async () => {
    const entry = await findBundled(datasets, 'digits-8x8')
    const dataset = await loadReferenced(await referToDataset(entry.folder))
    const data = prepareTrainingData(dataset, split)
    expect(data.inputShape).toEqual([8, 8, 1])
    expect(data.outputs).toBe(10)
    expect(data.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    expect(data.train.count + data.validation.count).toBe(3823)
    expect(data.validation.count).toBe(765)
    expect(data.train.inputs).toHaveLength(data.train.count * 64)
    expect(data.train.inputs.reduce((least, value) => Math.min(least, value))).toBe(0)
    expect(data.train.inputs.reduce((most, value) => Math.max(most, value))).toBe(1)
    expect(data.test).toBeUndefined()
  })

  it('give their official 1,797 test rows when the user opens the sealed test set', async () => {
    const { folder } = await findBundled(datasets, 'digits-8x8')
    const dataset = await loadReferenced(await referToDataset(folder))
    const data = prepareTrainingData(dataset, { ...split, openTest: true })
    expect(data.test?.count).toBe(1797)
    // The first digits of scikit-learn's load_digits(), which is this test part.
    expect([...(data.test?.targets.subarray(0, 10) ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect([...(data.test?.inputs.subarray(0, 8) ?? [])].map((value) => value * 16)).toEqual([0, 0, 5, 13, 9, 1, 0, 0])
  })
})
