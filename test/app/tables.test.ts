import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { App } from '../../main/app/app.ts'
import { ask } from './ask.ts'
import { useBench } from './workshop.ts'

const bench = useBench()
let app: App
let path = ''

beforeEach(() => {
  app = bench.open()
  path = join(bench.folder(), 'readings.csv')
  const rows = Array.from({ length: 80 }, (_, row) => `${row},${row % 7},${row % 2 ? 'on' : 'off'}`)
  writeFileSync(path, ['run,level,state', ...rows].join('\n'))
})

describe('a table that a window looks at', () => {
  it('is told apart by column, and told anew with other choices, without being imported', async () => {
    const table = await ask(app.backend, 'datasets.inspectTable', { path, choices: {} })
    expect(table).toMatchObject({ rows: 80, target: { column: 'state', task: 'classification' } })
    expect(table.columns.map(({ name, role }) => [name, role])).toEqual([
      ['run', 'ignore'],
      ['level', 'feature'],
      ['state', 'target'],
    ])
    expect(table.firstRows[1]).toEqual(['1', '1', 'on'])
    const other = await ask(app.backend, 'datasets.inspectTable', {
      path,
      choices: { target: 'level', task: 'regression', types: { run: 'integer' }, roles: { run: 'feature' } },
    })
    expect(other.target).toMatchObject({ column: 'level', task: 'regression' })
  })

  it('is read again when the file has changed', async () => {
    await ask(app.backend, 'datasets.inspectTable', { path, choices: {} })
    writeFileSync(path, 'a,b\n1,2\n3,4\n5,6\n')
    expect((await ask(app.backend, 'datasets.inspectTable', { path, choices: {} })).rows).toBe(3)
  })

  it('becomes a dataset of a project as it was chosen', async () => {
    const { folder } = await ask(app.backend, 'projects.create', { name: 'readings' })
    const choices = { target: 'level', task: 'regression' } as const
    const { dataset } = await ask(app.backend, 'datasets.importTable', { folder, path, choices })
    expect(dataset).toMatchObject({ id: 'readings', task: 'regression', trainable: true, rows: 80 })
  })

  it('is refused by a code that the contract names', async () => {
    writeFileSync(path, 'a,b\n1,2,3\n')
    await expect(ask(app.backend, 'datasets.inspectTable', { path, choices: {} })).rejects.toMatchObject({
      code: 'not-importable',
      message: expect.stringContaining('line 2') as string,
    })
    await expect(ask(app.backend, 'datasets.inspectTable', { path: 'x.csv', choices: {} })).rejects.toThrow(
      'whole path',
    )
  })
})

describe('a project made for an import', () => {
  it('is gone again when nothing came into it, and stays when something did', async () => {
    const { folder } = await ask(app.backend, 'projects.create', { name: 'empty' })
    await ask(app.backend, 'projects.discard', { folder })
    expect(existsSync(folder)).toBe(false)
    expect((await ask(app.backend, 'projects.recent', {})).projects).toEqual([])
    const kept = await ask(app.backend, 'projects.create', { name: 'kept' })
    await ask(app.backend, 'datasets.importTable', { folder: kept.folder, path, choices: {} })
    await expect(ask(app.backend, 'projects.discard', { folder: kept.folder })).rejects.toMatchObject({
      code: 'not-now',
    })
    expect(existsSync(join(kept.folder, 'datasets', 'readings'))).toBe(true)
  })

  it('is packed into one file and unpacked beside itself, to be opened like any other', async () => {
    const { folder } = await ask(app.backend, 'projects.create', { name: 'packed' })
    await ask(app.backend, 'datasets.importTable', { folder, path, choices: {} })
    const { file } = await ask(app.backend, 'projects.pack', { folder })
    expect(file).toBe(`${folder}.sweetspot`)
    const again = await ask(app.backend, 'projects.unpack', { file })
    expect(again.folder).not.toBe(folder)
    const { datasets } = await ask(app.backend, 'datasets.catalogue', { folder: again.folder })
    expect(datasets[0]).toMatchObject({ id: 'readings' })
    writeFileSync(file, 'no zip')
    await expect(ask(app.backend, 'projects.unpack', { file })).rejects.toMatchObject({ code: 'not-unpackable' })
  })
})
