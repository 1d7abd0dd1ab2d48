import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CheckpointFolder } from '../../main/store/checkpoint-folder.ts'
import { ModelFolder } from '../../main/store/model-folder.ts'
import type { StoredModel } from '../../main/store/model-folder.ts'
import { readTensorFile, writeTensorFile } from '../../main/store/tensor-file.ts'
import type { TensorState } from '../../main/store/tensor-file.ts'
import { ForgetfulDisk } from './forgetful-disk.ts'
import { seededRandom } from './random.ts'

async function newDisk(): Promise<ForgetfulDisk> {
  const disk = new ForgetfulDisk(seededRandom(1))
  await disk.makeFolder('/disk')
  return disk
}

function stateOf(...values: number[]): TensorState {
  return { tensors: [{ name: 'dense/kernel', shape: [values.length], values: new Float32Array(values) }] }
}

describe('a file of tensors', () => {
  it('gives back every bit: shapes, names, NaN, infinities, signed zero, nothing at all', async () => {
    const disk = await newDisk()
    const tensor = fc.record({
      name: fc.string({ unit: 'binary' }),
      shape: fc.array(fc.nat(9), { maxLength: 4 }),
      values: fc.float32Array({ maxLength: 40 }),
    })
    const state = fc.record({ tensors: fc.array(tensor, { maxLength: 4 }) })
    const states = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), state, { maxKeys: 3 })
    await fc.assert(
      fc.asyncProperty(states, fc.jsonValue(), async (given, about) => {
        await writeTensorFile(disk, '/disk/t.bin', { about, states: given })
        const found = await readTensorFile(disk, '/disk/t.bin')
        expect(JSON.stringify(found.about)).toBe(JSON.stringify(about))
        expect(Object.keys(found.states)).toEqual(Object.keys(given))
        for (const [name, { tensors }] of Object.entries(given))
          found.states[name]!.tensors.forEach((read, index) => {
            expect(read.name).toBe(tensors[index]!.name)
            expect(read.shape).toEqual(tensors[index]!.shape)
            expect(bitsOf(read.values)).toEqual(bitsOf(tensors[index]!.values))
          })
      }),
      { numRuns: 60 },
    )
  })

  it('writes the part of a larger array that a tensor is, and reads arrays that stand alone', async () => {
    const disk = await newDisk()
    const all = new Float32Array([0, 1, 2, 3, 4])
    await writeTensorFile(disk, '/disk/t.bin', {
      about: null,
      states: { a: { tensors: [{ name: 'x', shape: [2], values: all.subarray(1, 3) }] } },
    })
    const [read] = (await readTensorFile(disk, '/disk/t.bin')).states['a']!.tensors
    expect([...read!.values]).toEqual([1, 2])
    expect(read!.values.buffer.byteLength).toBe(8)
  })

  it('is refused whichever bit is wrong, and however short it is cut', async () => {
    const disk = await newDisk()
    await writeTensorFile(disk, '/disk/t.bin', { about: { epoch: 3 }, states: { state: stateOf(1, 2) } })
    const good = await disk.read('/disk/t.bin')
    for (let at = 0; at < good.length; at++) {
      const bad = Buffer.from(good)
      bad[at]! ^= 1 << (at % 8)
      disk.corrupt('/disk/t.bin', () => bad)
      await expect(readTensorFile(disk, '/disk/t.bin'), `byte ${at}`).rejects.toMatchObject({
        code: expect.stringMatching(/^(file-damaged|too-new)$/) as string,
      })
      disk.corrupt('/disk/t.bin', () => good.subarray(0, at))
      await expect(readTensorFile(disk, '/disk/t.bin')).rejects.toMatchObject({ code: 'file-damaged' })
    }
  })
})

function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.slice().buffer)
}

describe('checkpoints', () => {
  const checkpoint = {
    epoch: 3,
    state: stateOf(1, 2, 3),
    best: { epoch: 2, value: 0.1 + 0.2, state: stateOf(4) },
    epochs: [{ epoch: 1, train: { loss: 1 / 3 } }],
  }

  it('are the newest of each run, and give back all that training needs', async () => {
    const folder = new CheckpointFolder(await newDisk(), '/disk/checkpoints')
    await folder.write(7, 'search/0', { epoch: 1, state: stateOf(0), epochs: [] })
    await folder.write(7, 'search/0', checkpoint)
    await folder.write(7, 'confirmation/1', { epoch: 9, state: stateOf(9), epochs: [] })
    expect(await folder.read(7, 'search/0')).toEqual({ checkpoint })
    expect(await folder.read(8, 'search/0')).toEqual({})
    await folder.drop(7, 'search/0')
    await folder.drop(7, 'search/0')
    expect(await folder.read(7, 'search/0')).toEqual({})
    expect((await folder.read(7, 'confirmation/1')).checkpoint).toMatchObject({ epoch: 9 })
  })

  it('that are damaged or of another run are reported and left out', async () => {
    const disk = await newDisk()
    const folder = new CheckpointFolder(disk, '/disk/checkpoints')
    await folder.write(7, 'search/0', checkpoint)
    await disk.link('/disk/checkpoints/trial-7.search-0.bin', '/disk/checkpoints/trial-8.search-0.bin')
    expect(await folder.read(8, 'search/0')).toMatchObject({
      notice: expect.stringContaining('Trial 8 starts again') as string,
    })
    disk.corrupt('/disk/checkpoints/trial-7.search-0.bin', (content) => content.subarray(0, -1))
    const { checkpoint: none, notice } = await folder.read(7, 'search/0')
    expect(none).toBeUndefined()
    expect(notice).toContain('Trial 7 starts again from its first epoch')
  })

  it('of runs that are over are removed', async () => {
    const disk = await newDisk()
    const folder = new CheckpointFolder(disk, '/disk/checkpoints')
    await folder.prune(() => true)
    for (const trial of [1, 2, 12]) await folder.write(trial, 'search/0', checkpoint)
    await folder.prune((trial, run) => trial === 12 && run === 'search/0')
    expect((await disk.list('/disk/checkpoints')).map(({ name }) => name)).toEqual(['trial-12.search-0.bin'])
  })

  it('cannot be named out of their folder', async () => {
    const folder = new CheckpointFolder(await newDisk(), '/disk/checkpoints')
    for (const [trial, run] of [
      [1, '../x/0'],
      [1, 'search/..'],
      [-1, 'search/0'],
      [NaN, 'search/0'],
      [1, 'a/b/0'],
    ] as const)
      await expect(folder.read(trial, run)).rejects.toMatchObject({ code: 'unsafe-id' })
  })

  it('that do not fit on the disk leave the one before', async () => {
    const disk = await newDisk()
    const folder = new CheckpointFolder(disk, '/disk/checkpoints')
    await folder.write(1, 'search/0', checkpoint)
    disk.free = 100
    await expect(folder.write(1, 'search/0', { ...checkpoint, epoch: 4 })).rejects.toMatchObject({ code: 'disk-full' })
    expect((await folder.read(1, 'search/0')).checkpoint).toMatchObject({ epoch: 3 })
  })
})

describe('trained networks', () => {
  const model = (value: number, size = 1): StoredModel => ({
    json: '{"class_name":"Sequential","config":[1.5,"é"]}',
    preprocessing: '{"mean":[0.1]}',
    weights: stateOf(...Array<number>(size).fill(value)),
  })

  it('are read back as they were written, and can be replaced', async () => {
    const disk = await newDisk()
    const folder = new ModelFolder(disk, '/disk/models')
    await folder.write(3, model(1))
    await folder.write(3, model(2))
    expect(await folder.read(3)).toEqual(model(2))
    expect(await disk.list('/disk/models/trial-3')).toHaveLength(2)
    await expect(folder.read(4)).rejects.toMatchObject({ code: 'missing' })
  })

  it('are kept for the best trials within the space allowed, and removed for the others', async () => {
    const folder = new ModelFolder(await newDisk(), '/disk/models')
    expect(await folder.prune([1])).toEqual([])
    for (const trial of [0, 1, 2, 3, 4]) await folder.write(trial, model(trial, 1000))
    expect(await folder.prune([4, 9, 0, 2, 1])).toEqual([4, 0, 2, 1])
    expect(await folder.trials()).toEqual([0, 1, 2, 4])
    expect(await folder.prune([4, 0, 2, 1], 10_000)).toEqual([4, 0])
    expect(await folder.trials()).toEqual([0, 4])
    expect(await folder.prune([4, 0], 10)).toEqual([4])
    expect(await folder.read(4)).toEqual(model(4, 1000))
  })

  it('whose weights are damaged are refused', async () => {
    const disk = await newDisk()
    const folder = new ModelFolder(disk, '/disk/models')
    await folder.write(3, model(1))
    const weights = (await disk.list('/disk/models/trial-3')).find(({ name }) => name.startsWith('weights-'))!
    disk.corrupt(`/disk/models/trial-3/${weights.name}`, (content) => content.fill(0, 40, 44))
    await expect(folder.read(3)).rejects.toMatchObject({ code: 'file-damaged' })
  })
})
