import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importFolder } from '../../../../main/data/import/folder/import-folder.ts'
import { loadDataset } from '../../../../main/data/load.ts'
import { prepareTrainingData } from '../../../../main/data/prepare.ts'

let root = ''
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'sweetspot-media-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const into = () => join(root, 'datasets')
function put(name: string, bytes: Uint8Array | string): void {
  const path = join(root, 'media', name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, bytes)
}
/** A picture of one colour. */
function picture(level: number, size = 8): Uint8Array {
  const png = new PNG({ width: size, height: size })
  for (let i = 0; i < png.data.length; i++) png.data[i] = i % 4 === 3 ? 255 : level
  return PNG.sync.write(png, { colorType: 0 })
}
function wav(rate: number, hertz: number, seconds: number): Uint8Array {
  const samples = Math.round(rate * seconds)
  const bytes = Buffer.alloc(44 + 2 * samples)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(36 + 2 * samples, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(rate, 24)
  bytes.writeUInt32LE(2 * rate, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(2 * samples, 40)
  for (let n = 0; n < samples; n++)
    bytes.writeInt16LE(Math.round(9000 * Math.sin((2 * Math.PI * hertz * n) / rate)), 44 + 2 * n)
  return bytes
}
const doImport = (choices = {}) => importFolder(join(root, 'media'), { into: into() }, choices)

describe('importing a folder of pictures or recordings', () => {
  it('takes subfolders for classes, one size for all, and can be trained on', async () => {
    for (let n = 0; n < 12; n++) {
      put(`dark/${n}.png`, picture(n))
      put(`light/deep/${n}.png`, picture(200 + n, n === 0 ? 16 : 8))
    }
    const { reference, profile } = await doImport()
    expect(profile).toMatchObject({ kind: 'image', shape: [8, 8, 1], rows: 24, leftOut: [], duplicates: 0 })
    expect(profile.warnings.map(({ code }) => code)).toEqual(['different-sizes'])
    const dataset = await loadDataset(reference.folder)
    expect(dataset.classes).toEqual(['dark', 'light'])
    expect([...dataset.targets].filter((target) => target === 1)).toHaveLength(12)
    if (dataset.inputs.kind !== 'image') throw new Error('not images')
    const means = Array.from(dataset.targets, (_, row) => (dataset.inputs as { pixels: Uint8Array }).pixels[row * 64]!)
    expect(means.slice(0, 3)).toEqual([0, 1, 10])
    expect(means.slice(12, 14)).toEqual([200, 201])
    const prepared = prepareTrainingData(dataset, {
      protocol: { kind: 'holdout', validationShare: 0.25 },
      by: 'stratified',
      seed: 1,
      sealed: 0,
      openTest: false,
    })
    expect(prepared.inputShape).toEqual([8, 8, 1])
  })

  it('names what cannot be read and leaves it out, counts equal files, and warns of contradicting and few ones', async () => {
    for (let n = 0; n < 60; n++) put(`a/${n}.png`, picture(n))
    for (let n = 0; n < 4; n++) put(`b/${n}.png`, picture(100 + n))
    put('b/copy.png', picture(5))
    put('a/broken.png', picture(7).slice(0, 60))
    put('a/empty.jpg', '')
    put('b/notes.txt', 'x')
    const { profile } = await doImport()
    expect(profile.rows).toBe(65)
    expect(profile.leftOut.map(({ file }) => file).sort()).toEqual([join('a', 'broken.png'), join('a', 'empty.jpg')])
    expect(profile.warnings.map(({ code }) => code)).toEqual([
      'unreadable-files',
      'other-files',
      'contradicting-duplicates',
      'duplicate-files',
      'imbalance',
      'few-rows-per-class',
    ])
  })

  it('takes files and labels from a CSV, and names a file that is not there', async () => {
    for (let n = 0; n < 4; n++) put(`${n}.png`, picture(40 * n))
    put('labels.csv', 'file,label\n0.png,x\n1.png,y\n2.png,x\n3.png,y\ngone.png,y\n')
    const { profile } = await doImport({ width: 4, height: 6, colour: 'rgb' })
    expect(profile).toMatchObject({ rows: 4, shape: [6, 4, 3] })
    expect(profile.leftOut).toEqual([{ file: 'gone.png', because: 'there is no such file' }])
  })

  it('turns recordings of different rates into spectrograms that tell them apart', async () => {
    for (let n = 0; n < 10; n++) {
      put(`low/${n}.wav`, wav(n % 2 ? 8000 : 16000, 300 + 5 * n, 0.3))
      put(`high/${n}.wav`, wav(8000, 2500 + 5 * n, 0.25))
    }
    const { reference, profile } = await doImport({ frames: 20 })
    expect(profile).toMatchObject({ kind: 'spectrogram', shape: [20, 24, 1], rows: 20 })
    const dataset = await loadDataset(reference.folder)
    const { pixels } = dataset.inputs as { pixels: Uint8Array }
    dataset.targets.forEach((target, row) => {
      const middle = pixels.subarray((row * 20 + 10) * 24, (row * 20 + 11) * 24)
      expect(middle.indexOf(Math.max(...middle)) < 12).toBe(dataset.classes[target] === 'low')
    })
  })

  it('takes clips of raw mu-law files as the bundled spoken digits have them', async () => {
    const digits = join(import.meta.dirname, '../../../../resources/datasets/spoken-digits')
    mkdirSync(join(root, 'media'))
    copyFileSync(join(digits, 'nicolas.ulaw.gz'), join(root, 'media', 'nicolas.ulaw.gz'))
    const [header, ...lines] = readFileSync(join(digits, 'clips.csv'), 'utf8').trim().split(/\r?\n/)
    const chosen = lines.filter((line) => line.startsWith('nicolas')).slice(0, 20)
    put('clips.csv', [header, ...chosen].join('\n'))
    const { profile } = await doImport({ frames: 32 })
    expect(profile).toMatchObject({ rows: 20, shape: [32, 24, 1], leftOut: [] })
    expect(profile.classes.map(({ name }) => name)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
  })

  it('stops where it is told to, and leaves nothing behind', async () => {
    for (let n = 0; n < 20; n++) {
      put(`a/${n}.png`, picture(n))
      put(`b/${n}.png`, picture(200 + n))
    }
    for (const at of [0, 0.5]) {
      const controller = new AbortController()
      let last = 0
      const onProgress = (share: number) => {
        last = share
        if (share >= at) controller.abort(new Error('enough'))
      }
      if (at === 0) controller.abort(new Error('enough'))
      const { signal } = controller
      await expect(importFolder(join(root, 'media'), { into: into() }, {}, { signal, onProgress })).rejects.toThrow(
        'enough',
      )
      expect(last).toBe(at)
      expect(existsSync(into()) ? readdirSync(into()) : []).toEqual([])
    }
  })

  it('leaves nothing behind when it refuses, and says what to do', async () => {
    put('only/a.png', picture(1))
    await expect(doImport()).rejects.toMatchObject({ code: 'one-class' })
    put('other/b.png', 'no picture')
    await expect(doImport()).rejects.toThrow(/Only files of the class only/)
    expect(readdirSync(into())).toEqual([])
    rmSync(join(root, 'media'), { recursive: true })
    put('train/a.png', picture(1))
    put('test/a.png', picture(1))
    await expect(doImport()).rejects.toThrow(/parts, not classes/)
    put('labels.csv', 'file,label\n../../etc/passwd,x\n')
    await expect(doImport()).rejects.toThrow(/not in the folder/)
  })
})
