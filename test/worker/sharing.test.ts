/** The worker as it ships, with several trainings of one stack in hand. */
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { referToDataset } from '../../main/data/fingerprint.ts'
import { createChildFork } from '../../main/host/fork-child.ts'
import { resourcesFolder, workerModule } from '../../main/host/paths.ts'
import { processClock } from '../../main/pool/process-clock.ts'
import { createPool } from '../../main/pool/pool.ts'
import type { Pool } from '../../main/pool/pool.ts'
import type { Assignment } from '../../main/pool/protocol.ts'
import type { Hyperparameters } from '../../main/training/hyperparameters/table.ts'
import { assignment, hyperparameters } from '../pool/assignments.ts'
import { Recorder } from '../pool/recorder.ts'
import { useProcessTree } from '../process-tree.ts'

const tree = useProcessTree()
let heard = new Recorder()
let pool: Pool

function openPool(): void {
  heard = new Recorder()
  pool = createPool({ fork: createChildFork(workerModule), clock: processClock, size: 1, onEvent: heard.onEvent })
}

afterEach(async () => {
  await pool.close()
  expect(tree.survivors()).toEqual([])
})

async function training(id: string, set: Partial<Hyperparameters>, changes: Partial<Assignment>): Promise<Assignment> {
  const plain = assignment(id)
  const dataset = await referToDataset(join(resourcesFolder, 'datasets', 'digits-8x8'))
  const job = { ...plain.job, hyperparameters: { ...hyperparameters, ...set } }
  return { ...plain, dataset, engines: ['compiled'], job, ...changes }
}

const variants = [
  { learningRate: 0.001, epochs: 6 },
  { learningRate: 0.01, epochs: 3 },
  { learningRate: 0.003, epochs: 6, patience: 1 },
]

/** Validation losses by epoch of each variant. */
async function train(stack: string | undefined): Promise<number[][]> {
  openPool()
  for (const [index, set] of variants.entries())
    pool.dispatch(await training(String(index), set, stack === undefined ? {} : { stack }))
  await heard.ended(...variants.map((_, index) => String(index)))
  return variants.map((_, index) => {
    expect(heard.ending(String(index)).type).toBe('finished')
    return heard
      .of('epoch')
      .flatMap(({ id, metrics }) => (id === String(index) ? [metrics.validation['loss'] ?? NaN] : []))
  })
}

describe('a worker with a stack of trainings', () => {
  it('gives each the epochs that it has alone, and ends each by itself', async () => {
    const together = await train('same')
    const began = heard.events.findIndex((event) => event.type === 'finished')
    expect(heard.events.slice(0, began).filter(({ type }) => type === 'began')).toHaveLength(variants.length)
    await pool.close()
    const alone = await train(undefined)
    expect(together.map(({ length }) => length)).toEqual(alone.map(({ length }) => length))
    alone.forEach((losses, index) =>
      losses.forEach((loss, epoch) => expect(Math.abs(together[index]![epoch]! / loss - 1)).toBeLessThan(1e-3)),
    )
  })

  it('breaks one off and goes on with the others, and goes on from a checkpoint of a stack', async () => {
    openPool()
    pool.dispatch(await training('long', { epochs: 5_000 }, { stack: 'same', checkpointEveryMs: 0 }))
    pool.dispatch(await training('short', { epochs: 30 }, { stack: 'same' }))
    await heard.until(() => heard.of('epoch').some(({ id }) => id === 'short') && heard.of('checkpoint').length > 1)
    pool.cancel('long')
    await heard.ended('long', 'short')
    expect(heard.ending('long').type).toBe('cancelled')
    expect(heard.ending('short')).toMatchObject({ type: 'finished', result: { epochs: 30 } })
    const { checkpoint } = heard.of('checkpoint').at(-1)!
    pool.dispatch(await training('resumed', { epochs: checkpoint.epoch + 2 }, { stack: 'same', checkpoint }))
    await heard.ended('resumed')
    expect(heard.of('epoch').filter(({ id }) => id === 'resumed')).toHaveLength(2)
  })
})
