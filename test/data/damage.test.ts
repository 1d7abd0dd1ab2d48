import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listBundled, readEntry } from '../../main/data/catalogue.ts'
import { parseDescription } from '../../main/data/description.ts'
import { loadDataset } from '../../main/data/load.ts'
import { removeAfterEach, temporaryFolder } from './import/temporary.ts'

removeAfterEach()

const bundled = join(import.meta.dirname, '../../resources/datasets')

async function copyOf(id: string): Promise<string> {
  const folder = join(await temporaryFolder(), id)
  await cp(join(bundled, id), folder, { recursive: true })
  return folder
}

async function change(path: string, edit: (text: string) => string): Promise<void> {
  await writeFile(path, edit(await readFile(path, 'utf8')))
}

describe('a damaged dataset folder', () => {
  it('is noticed by a single changed byte, and the file is named', async () => {
    const folder = await copyOf('digits-8x8')
    const path = join(folder, 'train-labels-idx1-ubyte.gz')
    const bytes = await readFile(path)
    bytes[1000] = (bytes[1000] as number) ^ 1
    await writeFile(path, bytes)
    await expect(loadDataset(folder)).rejects.toMatchObject({
      code: 'dataset-damaged',
      message: expect.stringContaining('train-labels-idx1-ubyte.gz is not the file that dataset.json describes'),
    })
  })

  it('is noticed when a file is gone, and when there is no dataset at all', async () => {
    const folder = await copyOf('iris')
    await rm(join(folder, 'data.csv'))
    await expect(loadDataset(folder)).rejects.toMatchObject({
      code: 'missing-file',
      message: expect.stringContaining('data.csv'),
    })
    await expect(loadDataset(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'dataset-missing' })
    await expect(listBundled(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'dataset-missing' })
  })

  it('is noticed when the split does not fit the rows', async () => {
    const folder = await copyOf('iris')
    await change(join(folder, 'split.json'), (text) => text.replace('"rows":150', '"rows":151'))
    await change(join(folder, 'dataset.json'), (text) =>
      text.replace(/\{\s*"name": "split.json"[^}]*\}/, '{"name":"LICENSE.txt","bytes":1,"sha256":"x"}'),
    )
    await expect(loadDataset(folder)).rejects.toMatchObject({ code: 'description-invalid' })
    const split = await copyOf('digits-8x8')
    await change(join(split, 'split.json'), (text) => text.replace('"count": 1797', '"count": 1798'))
    await expect(loadDataset(split)).rejects.toMatchObject({
      code: 'dataset-damaged',
      message: expect.stringContaining('1798'),
    })
  })

  it('cannot reach for files outside itself', async () => {
    const text = await readFile(join(bundled, 'iris', 'dataset.json'), 'utf8')
    for (const name of ['../secret.csv', '/etc/passwd', 'C:\\\\secret.csv'])
      expect(() => parseDescription(text.replace('"data.csv"', `"${name}"`), 'dataset.json')).toThrow('without a path')
    const folder = await copyOf('digits-8x8')
    await change(join(folder, 'split.json'), (split) => split.replace('"train-labels-idx1-ubyte.gz"', '"../other.gz"'))
    await expect(loadDataset(folder)).rejects.toMatchObject({
      code: 'description-invalid',
      message: expect.stringContaining('../other.gz'),
    })
  })
})

describe('the description of a dataset', () => {
  it('is refused with the place of the fault', () => {
    expect(() => parseDescription('{"id": 3}', '/data/x/dataset.json')).toThrow(/dataset.json.*id/)
    expect(() => parseDescription('{', '/data/x/dataset.json')).toThrow('is not valid JSON')
  })

  it('makes an entry that says what one row is', async () => {
    const shapes = Object.fromEntries((await listBundled(bundled)).map(({ id, shape }) => [id, shape]))
    expect(shapes).toMatchObject({
      'digits-8x8': '8 x 8',
      'bike-sharing': '12 columns',
      penguins: '7 columns',
      'speech-synthesis': '26 inputs, 24 outputs',
      'co2-weekly': '1 series',
      'sms-spam': 'text',
    })
    expect((await readEntry(join(bundled, 'iris'))).classes).toEqual(['setosa', 'versicolor', 'virginica'])
  })
})
