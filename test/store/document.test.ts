import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openDocument, readDocument } from '../../main/store/document.ts'
import type { DocumentFormat } from '../../main/store/document.ts'
import { nodeFiles } from '../../main/store/node-files.ts'
import type { StoreFiles } from '../../main/store/files.ts'
import { ForgetfulDisk } from './forgetful-disk.ts'
import { temporaryFolder } from './folders.ts'
import { seededRandom } from './random.ts'

interface Note {
  title: string
  pages: number
}

const format: DocumentFormat<Note> = {
  name: 'note',
  version: 1,
  schema: z.looseObject({ title: z.string(), pages: z.number() }),
}

const disks: Record<string, () => Promise<{ files: StoreFiles; folder: string }>> = {
  'the real disk': async () => ({ files: nodeFiles, folder: await temporaryFolder() }),
  'the forgetful disk': async () => {
    const files = new ForgetfulDisk(seededRandom(1))
    await files.makeFolder('/disk')
    return { files, folder: '/disk' }
  },
}

describe.each(Object.entries(disks))('a document on %s', (_name, make) => {
  let files: StoreFiles
  let path: string
  let folder: string
  beforeEach(async () => {
    const disk = await make()
    files = disk.files
    folder = disk.folder
    path = `${folder}/note.json`
  })
  const write = async (text: string): Promise<void> => {
    await files.remove(path)
    const file = await files.open(path, 'create')
    await file.write(Buffer.from(text), 0)
    await file.close()
  }

  it('is readable JSON with its format and version on top', async () => {
    await openDocument(files, path, format, { title: 'Ähre', pages: 2 }).write()
    expect((await files.read(path)).toString()).toBe(
      '{\n  "format": "note",\n  "version": 1,\n  "title": "Ähre",\n  "pages": 2\n}\n',
    )
    expect((await files.list(folder)).map((entry) => entry.name)).toEqual(['note.json'])
  })

  it('gives back what was written, members that it does not know included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.jsonValue(),
        async (title, pages, extra) => {
          const written = { title, pages, extra } as Note
          await openDocument(files, path, format, written).write()
          const { data } = await readDocument(files, path, format)
          expect(JSON.stringify(data)).toBe(JSON.stringify(written))
        },
      ),
      { numRuns: 25 },
    )
  })

  it('holds the newest of many writes at once, and leaves no draft behind', async () => {
    const document = openDocument(files, path, format, { title: 'a', pages: 0 })
    const writes = Array.from({ length: 20 }, (_, pages) => {
      document.data.pages = pages
      return document.write()
    })
    await Promise.all(writes)
    expect((await readDocument(files, path, format)).data.pages).toBe(19)
    expect(await files.list(folder)).toHaveLength(1)
  })

  it('is left as it is when it is damaged, and the sentence says what and where', async () => {
    const damages: [string, string][] = [
      ['', 'the file is empty'],
      ['{"format":"note","version":1,"tit', 'not valid JSON'],
      ['[1]', 'not a JSON object'],
      ['null', 'not a JSON object'],
      ['{"format":"nota","version":1}', '"format" should be "note"'],
      ['{"format":"note","version":"1"}', '"version" should be a whole number'],
      ['{"format":"note","version":1,"title":"a","pages":"two"}', '"pages"'],
    ]
    for (const [text, said] of damages) {
      await write(text)
      const refused: unknown = await readDocument(files, path, format).catch((error: unknown) => error)
      expect(refused).toMatchObject({ code: 'document-damaged', path })
      expect(String(refused)).toContain(said)
      expect((await files.read(path)).toString()).toBe(text)
    }
  })

  it('of a newer version is refused; of an older one is migrated, and kept beside the first that replaces it', async () => {
    const old = '{"format":"note","version":1,"name":"a"}'
    await write(old.replace('1', '4'))
    await expect(readDocument(files, path, format)).rejects.toMatchObject({ code: 'too-new' })
    await write(old)
    const newer: DocumentFormat<Note> = {
      ...format,
      version: 3,
      migrations: {
        1: ({ name, ...rest }) => ({ ...rest, title: name }),
        2: (data) => ({ ...data, pages: 1 }),
      },
    }
    const document = await readDocument(files, path, newer)
    expect(document.data).toEqual({ title: 'a', pages: 1 })
    expect((await files.read(path)).toString()).toBe(old)
    document.data.pages = 2
    await document.write()
    expect((await readDocument(files, path, newer)).data).toEqual({ title: 'a', pages: 2 })
    expect((await files.read(`${folder}/note.v1.json`)).toString()).toBe(old)
  })

  it('that does not exist is missing', async () => {
    await expect(readDocument(files, path, format)).rejects.toMatchObject({ code: 'missing' })
  })
})

describe('a document', () => {
  it('keeps its old contents when the disk is full, and no draft', async () => {
    const disk = new ForgetfulDisk(seededRandom(1))
    await disk.makeFolder('/disk')
    const document = openDocument(disk, '/disk/note.json', format, { title: 'a', pages: 1 })
    await document.write()
    disk.free = 20
    document.data.pages = 2
    await expect(document.write()).rejects.toMatchObject({ code: 'disk-full' })
    expect((await readDocument(disk, '/disk/note.json', format)).data.pages).toBe(1)
    expect(await disk.list('/disk')).toHaveLength(1)
    disk.free = Infinity
    await document.write()
    expect((await readDocument(disk, '/disk/note.json', format)).data.pages).toBe(2)
  })

  it('written twice at once ends with the later data, although the earlier write is slower', async () => {
    const disk = new ForgetfulDisk(seededRandom(1))
    await disk.makeFolder('/disk')
    const document = openDocument(disk, '/disk/note.json', format, { title: 'a', pages: 1 })
    let open: () => void = () => {}
    disk.gate = new Promise((resolve) => (open = resolve))
    const first = document.write()
    await new Promise(setImmediate)
    disk.gate = Promise.resolve()
    document.data.pages = 2
    const second = document.write()
    await new Promise(setImmediate)
    open()
    await Promise.all([first, second])
    expect((await readDocument(disk, '/disk/note.json', format)).data.pages).toBe(2)
  })
})
