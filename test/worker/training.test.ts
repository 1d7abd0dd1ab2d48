/** The worker as it ships, on the bundled digits. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { referToDataset } from '../../main/data/fingerprint.ts'
import { loadReferenced } from '../../main/data/load.ts'
import { prepareTrainingData } from '../../main/data/prepare.ts'
import type { DatasetReference } from '../../main/data/reference.ts'
import { createChildFork } from '../../main/host/fork-child.ts'
import { resourcesFolder, workerModule } from '../../main/host/paths.ts'
import { processClock } from '../../main/pool/process-clock.ts'
import type { Pool } from '../../main/pool/pool.ts'
import { createPool } from '../../main/pool/pool.ts'
import type { Assignment } from '../../main/pool/protocol.ts'
import type { Hyperparameters } from '../../main/training/hyperparameters/table.ts'
import { loadSavedModel } from '../../main/training/saved-model.ts'
import { assignment, hyperparameters } from '../pool/assignments.ts'
import { Recorder } from '../pool/recorder.ts'
import { useProcessTree, zombieChildren } from '../process-tree.ts'

const tree = useProcessTree()
let digits: DatasetReference
beforeAll(async () => {
  digits = await referToDataset(join(resourcesFolder, 'datasets', 'digits-8x8'))
})

let heard = new Recorder()
let pool: Pool
function openPool(size = 1): void {
  heard = new Recorder()
  pool = createPool({ fork: createChildFork(workerModule), clock: processClock, size, onEvent: heard.onEvent })
}
afterEach(async () => {
  await pool.close()
  expect(tree.survivors()).toEqual([])
  expect(zombieChildren()).toEqual([])
})

function training(id: string, set: Partial<Hyperparameters> = {}, changes: Partial<Assignment> = {}): Assignment {
  const plain = assignment(id)
  return {
    ...plain,
    dataset: digits,
    engines: ['compiled'],
    job: { ...plain.job, hyperparameters: { ...hyperparameters, ...set } },
    ...changes,
  }
}

const mostLikely = (probabilities: Float32Array): number => probabilities.indexOf(Math.max(...probabilities))

describe('a worker', () => {
  it('trains digits on the compiled engine, streams its epochs, and hands over a network that predicts the same', async () => {
    openPool()
    pool.dispatch(training('a', { epochs: 6 }, { keepModel: true }))
    await heard.ended('a')
    const ending = heard.ending('a')
    if (ending.type !== 'finished') throw new Error(JSON.stringify(ending))
    const { parameters, modelBytes } = ending.result
    expect(heard.of('began')).toEqual([
      { type: 'began', id: 'a', engine: 'compiled', device: 'cpu', size: { parameters, modelBytes } },
    ])
    expect(heard.of('epoch').map(({ metrics }) => metrics.epoch)).toEqual([1, 2, 3, 4, 5, 6])
    expect(ending.result.validation.accuracy).toBeGreaterThan(0.9)
    expect(ending.result.test).toBeUndefined()
    const { preprocessing = '' } = ending.model ?? {}
    const { validation, ...data } = prepareTrainingData(await loadReferenced(digits), training('a').split)
    expect(preprocessing).toBe(data.preprocessing)
    const model = await loadSavedModel(ending.model as NonNullable<typeof ending.model>)
    const probabilities = await model.predict(validation.inputs, validation.count)
    model.dispose()
    const right = validation.targets.filter(
      (target, row) => target === mostLikely(probabilities.subarray(row * 10, row * 10 + 10)),
    )
    expect(right.length / validation.count).toBe(ending.result.validation.accuracy)
  })

  it('scores the sealed test rows only when they are to be opened', async () => {
    openPool()
    const opened = training('opened', { epochs: 1 })
    pool.dispatch({ ...opened, split: { ...opened.split, openTest: true } })
    await heard.ended('opened')
    const ending = heard.ending('opened')
    expect(ending.type === 'finished' && ending.result.test?.accuracy).toBeGreaterThan(0.5)
  })

  it('falls back to the next engine with a note when one cannot run', async () => {
    openPool()
    pool.dispatch(training('a', { epochs: 1 }, { engines: ['tfjs-node-gpu', 'tfjs-cpu'] }))
    await heard.ended('a')
    const [began] = heard.of('began')
    if (began?.engine === 'tfjs-node-gpu') return
    expect(began?.engine).toBe('tfjs-cpu')
    expect(heard.of('note')[0]?.text).toMatch(/tfjs-node-gpu.*Trying tfjs-cpu instead/s)
  })

  it('goes on from a checkpoint in another process to the same result as without interruption', async () => {
    openPool(2)
    const whole = training('whole', { epochs: 5, dropout: 0.2 }, { checkpointEveryMs: 0 })
    pool.dispatch(whole)
    await heard.ended('whole')
    const third = heard.of('checkpoint').find(({ checkpoint }) => checkpoint.epoch === 3)
    if (!third) throw new Error('no checkpoint after epoch 3')
    await pool.close()
    const before = heard.ending('whole')
    openPool()
    pool.dispatch({ ...whole, id: 'rest', checkpoint: third.checkpoint })
    await heard.ended('rest')
    const after = heard.ending('rest')
    if (before.type !== 'finished' || after.type !== 'finished') throw new Error('a training did not finish')
    expect(heard.of('epoch').map(({ metrics }) => metrics.epoch)).toEqual([4, 5])
    expect(after.result.validation).toEqual(before.result.validation)
    expect(after.result.train).toEqual(before.result.train)
  })
})

describe('a training that goes wrong', () => {
  it('by diverging fails with nan-loss, and the worker goes on', async () => {
    openPool()
    pool.dispatch(training('diverging', { optimizer: 'sgd', learningRate: 1e12, epochs: 20 }))
    pool.dispatch(training('next'))
    await heard.ended('diverging', 'next')
    expect(heard.ending('diverging')).toMatchObject({ type: 'failed', reason: 'nan-loss' })
    expect(heard.ending('next').type).toBe('finished')
    expect(pool.workers()[0]?.starts).toBe(1)
  })

  it('by its dataset fails with a sentence about it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sweetspot-digits-'))
    try {
      await cp(digits.folder, folder, { recursive: true })
      const description = JSON.parse(await readFile(join(folder, 'dataset.json'), 'utf8')) as object
      await writeFile(join(folder, 'dataset.json'), JSON.stringify({ ...description, valueMax: 15 }))
      openPool()
      pool.dispatch(training('changed', {}, { dataset: { ...digits, folder } }))
      pool.dispatch(training('missing', {}, { dataset: { ...digits, folder: join(folder, 'nothing') } }))
      pool.dispatch(training('next'))
      await heard.ended('changed', 'missing', 'next')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
    expect(heard.ending('changed')).toMatchObject({ type: 'failed', reason: 'dataset-changed' })
    expect(heard.ending('missing')).toMatchObject({ type: 'failed', reason: 'dataset-missing' })
    expect(heard.ending('next').type).toBe('finished')
  })

  it('by asking for what no machine has fails, whichever way it runs out, and the pool goes on', async () => {
    openPool()
    pool.dispatch(training('huge', { layers: 2, neurons: 60_000 }), { memoryBytes: 1.5 * 2 ** 30 })
    pool.dispatch(training('next'))
    await heard.ended('huge', 'next')
    expect(heard.ending('huge')).toMatchObject({ type: 'failed', reason: 'out-of-memory' })
    expect(heard.ending('next').type).toBe('finished')
  })
})

describe('a real training', () => {
  const long = { epochs: 100_000, patience: 0 }

  it.each(['compiled', 'compiled-wasm', 'tfjs-cpu', 'tfjs-wasm'] as const)(
    'on %s is broken off within a second, worker kept',
    async (engine) => {
      openPool()
      pool.dispatch(training('long', long, { engines: [engine] }))
      await heard.until(() => heard.of('epoch').length > 0)
      const startedAt = performance.now()
      pool.cancel('long')
      await heard.ended('long')
      expect(performance.now() - startedAt).toBeLessThan(1000)
      expect(heard.ending('long').type).toBe('cancelled')
      pool.dispatch(training('next', { epochs: 1 }))
      await heard.ended('next')
      expect(pool.workers()[0]?.starts).toBe(1)
    },
  )

  it('killed with SIGKILL costs itself alone', async () => {
    openPool(2)
    pool.dispatch(training('victim', long))
    await heard.until(() => heard.of('epoch').length > 0)
    const victim = pool.workers().find(({ id }) => id === 'victim')
    pool.dispatch(training('beside', { epochs: 10 }))
    process.kill(victim?.pid as number, 'SIGKILL')
    await heard.ended('victim')
    pool.dispatch(training('after'))
    await heard.ended('beside', 'after')
    expect(heard.ending('victim')).toMatchObject({ type: 'failed', reason: 'crash' })
    expect(
      heard
        .of('finished')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['after', 'beside'])
  })
})

afterAll(() => expect(tree.survivors()).toEqual([]))
