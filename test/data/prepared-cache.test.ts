import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../main/data/dataset.ts'
import { createPreparedCache } from '../../main/data/prepared-cache.ts'
import type { DatasetReference, SplitSelection } from '../../main/data/reference.ts'

const reference = (name: string): DatasetReference => ({ id: name, folder: `/${name}`, fingerprint: name })
const split = (seed: number): SplitSelection => ({
  protocol: { kind: 'holdout', validationShare: 0.5 },
  by: 'random',
  seed,
  sealed: 0,
  openTest: false,
})

/** A hundred rows of one number: 400 bytes of inputs and 400 of targets a split. */
const dataset: Dataset = {
  id: 'things',
  title: 'Things',
  fingerprint: 'x',
  task: 'classification',
  rows: 100,
  inputs: { kind: 'vector', names: ['x'], values: Float32Array.from({ length: 100 }, (_, row) => row) },
  targets: Int32Array.from({ length: 100 }, (_, row) => row % 2),
  targetNames: ['y'],
  classes: ['a', 'b'],
  keys: new Map(),
}

function counted(limitBytes: number) {
  const loads: string[] = []
  const cache = createPreparedCache(limitBytes, async ({ id }) => {
    loads.push(id)
    return dataset
  })
  return { cache, loads }
}

describe('the cache of prepared splits', () => {
  it('gives the very same data for an equal question, however its properties are ordered', async () => {
    const { cache, loads } = counted(1e6)
    const first = await cache.prepare(reference('a'), split(1))
    const reordered = Object.fromEntries(Object.entries(split(1)).reverse()) as unknown as SplitSelection
    expect(await cache.prepare(reference('a'), reordered)).toBe(first)
    expect(loads).toEqual(['a'])
  })

  it('prepares anew, from the dataset in memory, for another seed, fold, option or opened test set', async () => {
    const { cache, loads } = counted(1e6)
    const base = await cache.prepare(reference('a'), split(1))
    const others = [
      await cache.prepare(reference('a'), split(2)),
      await cache.prepare(reference('a'), { ...split(1), protocol: { kind: 'kfold', folds: 2, fold: 0 } }),
      await cache.prepare(reference('a'), split(1), { scaling: 'min-max' }),
      await cache.prepare(reference('a'), { ...split(1), sealed: 0.2, openTest: true }),
    ]
    expect(new Set([base, ...others]).size).toBe(5)
    expect(loads).toEqual(['a'])
  })

  it('loads again for another fingerprint', async () => {
    const { cache, loads } = counted(1e6)
    await cache.prepare(reference('a'), split(1))
    await cache.prepare(reference('b'), split(1))
    expect(loads).toEqual(['a', 'b'])
  })

  it('lets go of the split that was used longest ago when the limit is passed', async () => {
    const { cache } = counted(1700)
    const one = await cache.prepare(reference('a'), split(1))
    const two = await cache.prepare(reference('a'), split(2))
    expect(await cache.prepare(reference('a'), split(1))).toBe(one)
    await cache.prepare(reference('a'), split(3))
    expect(await cache.prepare(reference('a'), split(1))).toBe(one)
    expect(await cache.prepare(reference('a'), split(2))).not.toBe(two)
  })

  it('does not remember a failure', async () => {
    let failures = 0
    const cache = createPreparedCache(1e6, async () => {
      if (failures++ === 0) throw new Error('the disk was away')
      return dataset
    })
    await expect(cache.prepare(reference('a'), split(1))).rejects.toThrow('the disk was away')
    expect((await cache.prepare(reference('a'), split(1))).train.count).toBe(50)
  })
})
