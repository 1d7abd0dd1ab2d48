import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../main/data/dataset.ts'
import type { PreparedData } from '../../main/data/prepared.ts'
import type { SplitSelection } from '../../main/data/reference.ts'
import { DataCache } from '../../main/worker/data-cache.ts'
import { assignment } from '../pool/assignments.ts'

const { split } = assignment('any')
const reference = { id: 'digits', folder: '/data/digits', fingerprint: 'f' }

/** A source whose every split takes 1000 bytes, and that counts what it is asked for. */
function countingSource() {
  const asked = { loads: 0, prepares: 0 }
  const examples = { count: 100, inputs: new Float32Array(100), targets: new Int32Array(25) }
  return {
    asked,
    load: () => {
      asked.loads += 1
      return Promise.resolve({} as Dataset)
    },
    prepare: () => {
      asked.prepares += 1
      return { train: examples, validation: examples } as unknown as PreparedData
    },
  }
}

const fold = (number: number): SplitSelection => ({ ...split, protocol: { kind: 'kfold', folds: 10, fold: number } })

describe('the data that trials share', () => {
  it('are loaded and prepared once, and are the same object', async () => {
    const source = countingSource()
    const cache = new DataCache(source, 10_000)
    const first = await cache.get(reference, split)
    expect(await cache.get({ ...reference }, { ...split })).toBe(first)
    expect(source.asked).toEqual({ loads: 1, prepares: 1 })
  })

  it('are prepared anew for another split, other options, and loaded anew for another fingerprint', async () => {
    const source = countingSource()
    const cache = new DataCache(source, 10_000)
    await cache.get(reference, split)
    await cache.get(reference, { ...split, seed: 2 })
    await cache.get(reference, split, { scaling: 'robust' })
    expect(source.asked).toEqual({ loads: 1, prepares: 3 })
    await cache.get({ ...reference, fingerprint: 'g' }, split)
    expect(source.asked).toEqual({ loads: 2, prepares: 4 })
  })

  it('are forgotten when they take too much, those first that were not asked for longest', async () => {
    const source = countingSource()
    const cache = new DataCache(source, 3_000)
    for (const number of [0, 1, 2]) await cache.get(reference, fold(number))
    await cache.get(reference, fold(0))
    await cache.get(reference, fold(3))
    expect(source.asked.prepares).toBe(4)
    await cache.get(reference, fold(0))
    expect(source.asked.prepares).toBe(4)
    await cache.get(reference, fold(1))
    expect(source.asked.prepares).toBe(5)
  })

  it('are kept while they are in use, however large', async () => {
    const source = countingSource()
    const cache = new DataCache(source, 10)
    const first = await cache.get(reference, split)
    expect(await cache.get(reference, split)).toBe(first)
  })

  it('are asked for again after a failure', async () => {
    const source = countingSource()
    let fails = true
    const cache = new DataCache(
      { ...source, load: () => (fails ? Promise.reject(new Error('gone')) : source.load()) },
      10,
    )
    await expect(cache.get(reference, split)).rejects.toThrow('gone')
    fails = false
    await expect(cache.get(reference, split)).resolves.toBeDefined()
  })
})
