import { execFileSync } from 'node:child_process'
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { referToDataset, verifyFingerprint } from '../../../main/data/fingerprint.ts'
import { importTable } from '../../../main/data/import/import-table.ts'
import { loadDataset, loadReferenced } from '../../../main/data/load.ts'
import { prepareTrainingData } from '../../../main/data/prepare.ts'
import type { SplitSelection } from '../../../main/data/reference.ts'
import { removeAfterEach, temporaryFile, temporaryFolder } from './temporary.ts'

removeAfterEach()

const split: SplitSelection = {
  protocol: { kind: 'holdout', validationShare: 0.25 },
  by: 'stratified',
  seed: 3,
  sealed: 0.2,
  openTest: false,
}

const penguins = join(import.meta.dirname, '../../../resources/datasets/penguins/penguins_raw.csv')

function content(rows: number): string {
  const lines = Array.from(
    { length: rows },
    (_, row) => `${row},${(row * 37) % 101}.5,${['red', '', 'blue'][row % 3]},${row % 4 ? 'a' : 'b'}`,
  )
  return `id,size,colour,kind\n${lines.join('\n')}\n`
}

describe('importing a file', () => {
  it('makes a dataset folder with the file byte for byte, a readable schema and a profile', async () => {
    const bytes = Buffer.from('\ufeffgröße;art\r\n1,5;"x"\r\n2,5;y\r\n3,5;x\r\n', 'utf16le')
    const into = await temporaryFolder()
    const { reference } = await importTable(await temporaryFile(bytes, 'Größen 2024.csv'), { into })
    expect(reference.id).toBe('grossen-2024')
    expect(await readdir(into)).toEqual([reference.id])
    expect((await readdir(reference.folder)).sort()).toEqual(['data.csv', 'dataset.json', 'profile.json'])
    expect(await readFile(join(reference.folder, 'data.csv'))).toEqual(bytes)
    const description = JSON.parse(await readFile(join(reference.folder, 'dataset.json'), 'utf8')) as unknown
    expect(description).toMatchObject({
      kind: 'table',
      task: 'classification',
      target: 'art',
      rows: 3,
      source: { originalName: 'Größen 2024.csv', encoding: 'utf-16le', delimiter: ';', header: true },
      columns: [
        { name: 'größe', type: 'number', role: 'feature', decimalComma: true },
        { name: 'art', type: 'category', role: 'target', categories: ['x', 'y'] },
      ],
    })
  })

  it('brings every value into memory as it stands in the file', async () => {
    const { reference } = await importTable(await temporaryFile(content(40)), { into: await temporaryFolder() })
    const dataset = await loadReferenced(reference)
    expect(dataset.classes).toEqual(['a', 'b'])
    expect([...dataset.targets.subarray(0, 5)]).toEqual([1, 0, 0, 0, 1])
    expect(dataset.inputs.kind === 'table' && dataset.inputs.columns.map(({ name }) => name)).toEqual([
      'size',
      'colour',
    ])
    const [size, colour] = dataset.inputs.kind === 'table' ? dataset.inputs.columns : []
    expect(size?.kind === 'number' && [...size.values.subarray(0, 3)]).toEqual([0.5, 37.5, 74.5])
    expect(colour?.kind === 'category' && [...colour.codes.subarray(0, 4)]).toEqual([1, -1, 0, 1])
  })

  it('takes messy field notes: the raw penguins train, with their ids as groups', async () => {
    const { reference, inspection } = await importTable(penguins, {
      into: await temporaryFolder(),
      title: 'Penguins, raw',
    })
    expect(inspection.target?.column).toBe('Species')
    expect(inspection.columns.find(({ name }) => name === 'Individual ID')).toMatchObject({ type: 'id', role: 'group' })
    const dataset = await loadReferenced(reference)
    const data = prepareTrainingData(dataset, { ...split, by: 'group', column: 'Individual ID' })
    expect(data.outputs).toBe(3)
    expect(data.train.count + data.validation.count).toBeGreaterThan(250)
    expect(data.train.inputs.every(Number.isFinite)).toBe(true)
  })

  it('gives a second import of the same name a name of its own, and equal files equal data hashes', async () => {
    const into = await temporaryFolder()
    const path = await temporaryFile(content(40))
    const [first, second] = [await importTable(path, { into }), await importTable(path, { into })]
    expect([first.reference.id, second.reference.id]).toEqual(['table', 'table-2'])
    expect(first.inspection.sha256).toBe(second.inspection.sha256)
  })

  it('leaves nothing behind when it fails or is stopped', async () => {
    const into = await temporaryFolder()
    await expect(importTable(await temporaryFile('a,b\n1,2\n3\n'), { into })).rejects.toMatchObject({
      code: 'malformed-row',
    })
    await expect(
      importTable(await temporaryFile('a\nsome words here\nother words there\n'), { into }),
    ).rejects.toMatchObject({
      code: expect.stringMatching(/^no-(target|features)$/),
    })
    const stop = new AbortController()
    const stopped = importTable(
      await temporaryFile(content(200_000)),
      { into },
      {},
      { signal: stop.signal, onProgress: () => stop.abort() },
    )
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
    expect(await readdir(into)).toEqual([])
  })

  it('clears away what a killed import left, and leaves alone one that is running', async () => {
    const into = await temporaryFolder()
    const gone = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim()
    await mkdir(join(into, `.importing-${gone}-abc`, 'half'), { recursive: true })
    await mkdir(join(into, `.importing-${process.ppid}-abc`))
    await importTable(await temporaryFile(content(40)), { into })
    expect((await readdir(into)).sort()).toEqual([`.importing-${process.ppid}-abc`, 'table'])
  })

  it('takes a table of thousands of columns without reserving room for millions of rows', async () => {
    const columns = Array.from({ length: 5000 }, (_, column) => column)
    const row = (number: number) =>
      columns.map((column) => (column * number) % 97).join(',') + `,${number % 2 ? 'a' : 'b'}`
    const text = `${columns.map((column) => `x${column}`).join(',')},kind\n${Array.from({ length: 30 }, (_, number) => row(number)).join('\n')}\n`
    const before = process.memoryUsage().rss
    const { inspection } = await importTable(await temporaryFile(text), { into: await temporaryFolder() })
    expect(inspection.columns).toHaveLength(5001)
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6)
  })

  it('tells how far it is, up to the whole', async () => {
    const shares: number[] = []
    const path = await temporaryFile(content(200_000))
    await importTable(path, { into: await temporaryFolder() }, {}, { onProgress: (share) => shares.push(share) })
    expect(shares.length).toBeGreaterThan(2)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
  })
})

describe('100,000 rows', () => {
  it('import, load, split and prepare completely', async () => {
    const rows = 100_000
    const lines = Array.from({ length: rows }, (_, row) =>
      [
        row,
        ((row * 7919) % 10007) / 10,
        row % 11 ? (row * 31) % 997 : 'NA',
        ['north', 'south', 'east'][row % 3],
        (row * 13) % 7 < 3 ? 'yes' : 'no',
      ].join(','),
    )
    const path = await temporaryFile(`id,size,count,region,bought\n${lines.join('\n')}\n`)
    const { reference, inspection } = await importTable(path, { into: await temporaryFolder() })
    expect(inspection.rows).toBe(rows)
    expect(inspection.profiles[2]?.missing).toBe(Math.ceil(rows / 11))
    expect(inspection.columns.map(({ type }) => type)).toEqual(['id', 'number', 'integer', 'category', 'boolean'])
    const data = prepareTrainingData(await loadReferenced(reference), { ...split, openTest: true })
    expect([data.train.count, data.validation.count, data.test?.count]).toEqual([60_000, 20_000, 20_000])
    // size, count, count missing, three regions
    expect(data.inputShape).toEqual([6])
    expect(data.train.inputs).toHaveLength(60_000 * 6)
  })
})

describe('the fingerprint of an imported dataset', () => {
  it('holds while nothing changes, and a change of contents or schema is refused with what to do', async () => {
    const { reference } = await importTable(await temporaryFile(content(40)), { into: await temporaryFolder() })
    await verifyFingerprint(reference)
    expect(await referToDataset(reference.folder)).toEqual(reference)

    const schema = join(reference.folder, 'dataset.json')
    const original = await readFile(schema, 'utf8')
    await writeFile(schema, original.replace('"title": "table"', '"title": "Better name"'))
    await verifyFingerprint(reference)
    await writeFile(schema, original.replace('"role": "feature"', '"role": "ignore"'))
    const refusal = {
      code: 'dataset-changed',
      message: expect.stringMatching(/Put the original files back in .*, or start a new study/),
    }
    await expect(verifyFingerprint(reference)).rejects.toMatchObject(refusal)
    await expect(loadReferenced(reference)).rejects.toMatchObject(refusal)
    await writeFile(schema, original)
    await verifyFingerprint(reference)

    await appendFile(join(reference.folder, 'data.csv'), '41,1.5,red,a\n')
    await expect(verifyFingerprint(reference)).rejects.toMatchObject(refusal)
    await expect(loadDataset(reference.folder)).rejects.toMatchObject({ code: 'dataset-damaged' })
  })

  it('is missed with a sentence when the folder or a file is gone', async () => {
    const { reference } = await importTable(await temporaryFile(content(40)), { into: await temporaryFolder() })
    await expect(verifyFingerprint({ ...reference, folder: `${reference.folder}-gone` })).rejects.toMatchObject({
      code: 'dataset-missing',
    })
    await writeFile(join(reference.folder, 'dataset.json'), '{"id": ')
    await expect(verifyFingerprint(reference)).rejects.toMatchObject({ code: 'description-invalid' })
  })
})
