import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { App } from '../../main/app/app.ts'
import { events } from '../../preload/contract/events.ts'
import { ask } from './ask.ts'
import { useBench } from './workshop.ts'

const bench = useBench()
let media = ''
let app: App
let folder = ''

/** Two classes of small pictures, told apart by how bright they are. */
function makePictures(each: number): void {
  for (const [label, level] of [
    ['dark', 20],
    ['light', 200],
  ] as const) {
    mkdirSync(join(media, label), { recursive: true })
    for (let n = 0; n < each; n++) {
      const png = new PNG({ width: 8, height: 8 })
      png.data.forEach((_, i) => (png.data[i] = i % 4 === 3 ? 255 : level + n + (i % 3)))
      writeFileSync(join(media, label, `${n}.png`), PNG.sync.write(png, { colorType: 0 }))
    }
  }
}

beforeEach(async () => {
  media = join(bench.folder(), 'pictures')
  app = bench.open()
  folder = bench.folder()
  await app.createProject(folder)
})

const datasetsOnDisk = () => {
  const path = join(folder, 'datasets')
  return existsSync(path) ? readdirSync(path) : []
}

describe('an import that a window asks for', () => {
  it('makes a dataset of a folder of pictures, from the catalogue to a study of it', async () => {
    makePictures(30)
    writeFileSync(join(media, 'dark', 'broken.png'), 'no picture')
    const shares: number[] = []
    const changed: unknown[] = []
    app.backend.subscribe('datasets.importing', (payload) =>
      shares.push(events['datasets.importing'].parse(payload).share),
    )
    app.backend.subscribe('projects.changed', (payload) => changed.push(payload))

    const made = await ask(app.backend, 'datasets.importFolder', {
      folder,
      path: media,
      choices: { width: 6, height: 6 },
    })
    expect(made).toMatchObject({
      dataset: { id: 'pictures', kind: 'image', task: 'classification', rows: 60, classes: 2, trainable: true },
      leftOut: 1,
    })
    expect(made.warnings.join(' ')).toContain('broken.png')
    expect(shares.length).toBeGreaterThan(0)
    expect(shares.every((share, at) => share > (shares[at - 1] ?? 0) && share <= 1)).toBe(true)
    expect(changed).toContainEqual({ folder })

    const { datasets } = await ask(app.backend, 'datasets.catalogue', { folder })
    expect(datasets[0]).toEqual(made.dataset)
    expect((await ask(app.backend, 'datasets.catalogue', {})).datasets).toEqual(datasets.slice(1))
    const preview = await ask(app.backend, 'datasets.preview', { dataset: 'pictures', folder })
    expect(preview).toMatchObject({ kind: 'images', shape: [6, 6, 1] })
    const { templates } = await ask(app.backend, 'templates.list', { dataset: 'pictures', folder })
    expect(templates[0]).toMatchObject({ name: 'cnn', recommended: true })
    const draft = { datasetId: 'pictures', template: 'cnn', budget: { trials: 1 } } as const
    const { rows } = await ask(app.backend, 'studies.plan', { folder, draft })
    expect(rows).toEqual({ train: 38, validation: 10, sealed: 12 })
    expect(await ask(app.backend, 'studies.create', { folder, draft })).toMatchObject({ datasetId: 'pictures' })
    await expect(ask(app.backend, 'templates.list', { dataset: 'pictures' })).rejects.toMatchObject({
      code: 'dataset-missing',
    })
  })

  it('makes a dataset of a running text, which a network of next tokens reads', async () => {
    const path = join(bench.folder(), 'rhymes.txt')
    writeFileSync(path, 'the cat sat on the mat and the dog sat on the log\n'.repeat(40))
    const { dataset } = await ask(app.backend, 'datasets.importText', { folder, path })
    expect(dataset).toMatchObject({ id: 'rhymes', kind: 'text', trainable: true, rows: 2_000 })
    const { templates } = await ask(app.backend, 'templates.list', { dataset: 'rhymes', folder })
    expect(templates.map(({ name }) => name)).toContain('nextToken')
  })

  it('is refused with what to do, by a code that the contract names, and leaves nothing behind', async () => {
    const refused = (path: string, within = folder) =>
      expect(ask(app.backend, 'datasets.importFolder', { folder: within, path })).rejects
    await refused(join(media, 'nowhere')).toMatchObject({ code: 'not-importable' })
    await refused('pictures').toMatchObject({ code: 'not-importable' })
    await refused('/').toThrow('a whole disk')
    makePictures(2)
    await refused(join(media, 'dark')).toThrow('no PNG, JPEG or WAV files in subfolders')
    await refused(media, bench.folder()).toMatchObject({ code: 'project-missing' })
    const tooShort = join(media, 'short.txt')
    writeFileSync(tooShort, 'a few words')
    await expect(ask(app.backend, 'datasets.importText', { folder, path: tooShort })).rejects.toMatchObject({
      code: 'not-importable',
      message: expect.stringContaining('11 characters') as string,
    })
    expect(datasetsOnDisk()).toEqual([])
  })

  it('is refused in a project that another program holds', async () => {
    makePictures(2)
    const second = bench.open()
    expect(await second.openProject(folder)).toMatchObject({ readOnly: true })
    await expect(ask(second.backend, 'datasets.importFolder', { folder, path: media })).rejects.toMatchObject({
      code: 'project-read-only',
    })
  })

  it('that is taken back stops between two files and leaves nothing behind', async () => {
    makePictures(100)
    const controller = new AbortController()
    const shares: number[] = []
    app.backend.subscribe('datasets.importing', ({ share }) => {
      shares.push(share)
      controller.abort()
    })
    const importing = ask(app.backend, 'datasets.importFolder', { folder, path: media }, controller.signal)
    await expect(importing).rejects.toMatchObject({ name: 'AbortError' })
    expect(shares).toEqual([1 / 200])
    expect(datasetsOnDisk()).toEqual([])
    expect((await ask(app.backend, 'datasets.importFolder', { folder, path: media })).dataset.rows).toBe(200)
  })
})
