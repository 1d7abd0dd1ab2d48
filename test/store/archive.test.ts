import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { packProject } from '../../main/store/archive/pack.ts'
import { archiveLimits } from '../../main/store/archive/entries.ts'
import { unpackProject } from '../../main/store/archive/unpack.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const project = async (): Promise<string> => {
  const path = join(folder, 'project')
  await mkdir(join(path, 'studies', 'a'), { recursive: true })
  await writeFile(join(path, 'project.json'), '{"name":"A"}')
  await writeFile(join(path, 'studies', 'a', 'journal.jsonl'), 'line\n'.repeat(10_000))
  await writeFile(join(path, 'studies', 'a', 'empty'), '')
  await writeFile(join(path, 'lock.json'), '{}')
  return path
}

interface Crafted {
  readonly name: string
  readonly contents?: Buffer
  readonly mode?: number
  /** Said instead of the true size. */
  readonly size?: number
}

/** A zip file byte by byte, so that it can lie. */
function craft(files: readonly Crafted[]): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const { name, contents = Buffer.from('{}'), mode = 0o100644, size = contents.length } of files) {
    const packed = deflateRawSync(contents)
    const nameBytes = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(contents), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(size, 18)
    common.writeUInt16LE(nameBytes.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, nameBytes, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE((mode << 16) >>> 0, 6)
    tail.writeUInt32LE(offset, 10)
    const versionMadeBy = Buffer.from([20, 3])
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02'), versionMadeBy, common, tail, nameBytes]))
    locals.push(local)
    offset += local.length
  }
  const central = Buffer.concat(centrals)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, central, Buffer.from('PK\x05\x06'), end])
}

const crafted = async (files: readonly Crafted[]): Promise<string> => {
  const file = join(folder, 'crafted.sweetspot')
  await writeFile(file, craft([{ name: 'project.json' }, ...files]))
  return file
}

describe('a project as one file', () => {
  it('comes back byte by byte, without the lock', async () => {
    const from = await project()
    const packed = await packProject(from, join(folder, 'a.sweetspot'))
    expect(packed.files).toBe(3)
    const to = await unpackProject(packed.file, join(folder, 'copy'))
    expect(await readdir(to)).toEqual(['project.json', 'studies'])
    for (const name of ['project.json', 'studies/a/journal.jsonl', 'studies/a/empty'])
      expect(await readFile(join(to, name))).toEqual(await readFile(join(from, name)))
  })

  it('is read from other programs’ zip files too', async () => {
    const file = await crafted([{ name: 'studies/', contents: Buffer.alloc(0) }, { name: 'studies/x.json' }])
    expect(await readdir(await unpackProject(file, join(folder, 'copy')))).toEqual(['project.json', 'studies'])
  })

  it('does not pack what is no project, nor links', async () => {
    await expect(packProject(folder, join(folder, 'b.sweetspot'))).rejects.toMatchObject({ code: 'project-missing' })
    const path = await project()
    await symlink('/etc/passwd', join(path, 'studies', 'link'))
    await expect(packProject(path, join(folder, 'b.sweetspot'))).rejects.toMatchObject({ code: 'outside-project' })
    expect((await readdir(folder)).filter((name) => name.includes('b.sweetspot'))).toEqual([])
  })

  it.each([
    ['a path that leads out', { name: '../evil' }],
    ['a path that leads out in the middle', { name: 'studies/../../evil' }],
    ['an absolute path', { name: '/tmp/evil' }],
    ['a drive', { name: 'C:/evil' }],
    ['a backslash', { name: 'studies\\..\\evil' }],
    ['a device of Windows', { name: 'studies/con.json' }],
    ['a link', { name: 'link', mode: 0o120777, contents: Buffer.from('/etc/passwd') }],
    ['the same name in another case', { name: 'Project.JSON' }],
    ['a bomb', { name: 'zeros', contents: Buffer.alloc(4 << 20) }],
  ] as const)('refuses %s and writes nothing', async (_what, entry) => {
    const file = await crafted([entry])
    const error: unknown = await unpackProject(file, join(folder, 'in', 'copy')).catch((reason: unknown) => reason)
    expect(['archive-refused', 'archive-damaged']).toContain((error as { code?: string }).code)
    expect(await readdir(folder)).toEqual(['crafted.sweetspot'])
  })

  it('refuses more files or bytes than allowed, a file that is longer than it says, and one without a project', async () => {
    const into = join(folder, 'copy')
    const two = await crafted([{ name: 'a' }, { name: 'b' }])
    await expect(unpackProject(two, into, { ...archiveLimits, entries: 2 })).rejects.toThrow('more than 2')
    await expect(unpackProject(two, into, { ...archiveLimits, bytes: 3 })).rejects.toMatchObject({
      code: 'archive-refused',
    })
    const liar = await crafted([{ name: 'a', contents: Buffer.alloc(1000, 'x'), size: 10 }])
    await expect(unpackProject(liar, into)).rejects.toMatchObject({ code: 'archive-damaged' })
    await writeFile(two, craft([{ name: 'a' }]))
    await expect(unpackProject(two, into)).rejects.toThrow('no project.json')
    expect(await readdir(folder)).toEqual(['crafted.sweetspot'])
  })

  it('never unpacks into a folder that holds something', async () => {
    const file = await crafted([])
    await mkdir(join(folder, 'full'))
    await writeFile(join(folder, 'full', 'mine'), 'mine')
    await expect(unpackProject(file, join(folder, 'full'))).rejects.toMatchObject({ code: 'folder-not-empty' })
    expect(await readdir(join(folder, 'full'))).toEqual(['mine'])
  })

  it('says that a damaged file is damaged, wherever the damage is, and leaves nothing behind', async () => {
    const { file } = await packProject(await project(), join(folder, 'a.sweetspot'))
    const whole = await readFile(file)
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(whole)
        bytes[at] = (bytes[at] as number) ^ flip
        const damaged = join(folder, 'damaged.sweetspot')
        await writeFile(damaged, bytes)
        const into = join(folder, 'out')
        const result = await unpackProject(damaged, into).catch((error: unknown) => error)
        if (typeof result === 'string')
          // What was hit has no meaning, such as a date: the contents are whole.
          expect(await readFile(join(result, 'studies/a/journal.jsonl'), 'utf8')).toBe('line\n'.repeat(10_000))
        else expect((result as { code?: string }).code).toMatch(/^archive-(damaged|refused)$/)
        await rm(into, { recursive: true, force: true })
        expect((await readdir(folder)).sort()).toEqual(['a.sweetspot', 'damaged.sweetspot', 'project'])
      }),
      { numRuns: 200 },
    )
  })
})
