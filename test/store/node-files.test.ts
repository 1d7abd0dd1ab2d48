import { chmod, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeFiles } from '../../main/store/node-files.ts'
import { createProject, openProject } from '../../main/store/project.ts'
import { writeWholeFile } from '../../main/store/write-whole-file.ts'
import { ForgetfulDisk } from './forgetful-disk.ts'
import { temporaryFolder } from './folders.ts'
import { testFormats } from './formats.ts'
import { seededRandom } from './random.ts'

const lock = { now: () => 0 }
const isRoot = process.getuid?.() === 0

describe('the real disk', () => {
  it('replaces files as a whole, and leaves nothing beside them', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'a.txt')
    for (const text of ['one', 'two']) await writeWholeFile(nodeFiles, path, [Buffer.from(text), Buffer.from('!')])
    expect((await nodeFiles.read(path)).toString()).toBe('two!')
    expect(await readdir(folder)).toEqual(['a.txt'])
  })

  it('tells what is missing, what exists, and how much space is left', async () => {
    const folder = await temporaryFolder()
    await expect(nodeFiles.read(join(folder, 'a'))).rejects.toMatchObject({ code: 'missing', path: join(folder, 'a') })
    await writeFile(join(folder, 'b'), 'x')
    await expect(nodeFiles.open(join(folder, 'b'), 'create')).rejects.toMatchObject({ code: 'exists' })
    await expect(nodeFiles.link(join(folder, 'b'), join(folder, 'b'))).rejects.toMatchObject({ code: 'exists' })
    await expect(nodeFiles.makeFolder(join(folder, 'b', 'c'))).rejects.toMatchObject({ code: 'missing' })
    expect(await nodeFiles.exists(join(folder, 'b', 'c'))).toBe(false)
    expect(await nodeFiles.freeBytes(join(folder, 'not', 'there', 'yet'))).toBeGreaterThan(0)
  })

  it.runIf(process.platform === 'linux')('says that it is full, in a sentence', async () => {
    const full = await nodeFiles.open('/dev/full', 'update')
    const outcome: unknown = await full.write(Buffer.from('x'), 0).catch((error: unknown) => error)
    await full.close()
    expect(outcome).toMatchObject({ code: 'disk-full' })
    expect(String(outcome)).toContain('/dev/full could not be written: the disk is full')
  })

  it.skipIf(isRoot || process.platform === 'win32')('says that a folder may not be written (root may)', async () => {
    const folder = await temporaryFolder()
    await (await createProject(folder, { name: 'a' }, { lock })).close()
    await chmod(folder, 0o500)
    await expect(openProject(folder, { mode: 'write', lock })).rejects.toMatchObject({ code: 'not-permitted' })
    const project = await openProject(folder, { mode: 'prefer-write', lock })
    expect(project.readOnly).toBe(true)
    await chmod(folder, 0o700)
  })
})

describe('a project on a write-protected disk', () => {
  it('is read when reading will do, with a word about it, and refused for writing', async () => {
    const disk = new ForgetfulDisk(seededRandom(1))
    const made = await createProject('/disk/p', { name: 'a' }, { lock, files: disk })
    const created = await made.createStudy('s', { id: 's', question: '?' }, testFormats)
    const { writer } = await created.openJournal(() => {})
    await writer.append([{ type: 'a', trial: 1 }], { durable: true })
    await writer.close()
    await made.close()

    disk.writeProtected = true
    await expect(openProject('/disk/p', { mode: 'write', lock, files: disk })).rejects.toMatchObject({
      code: 'read-only',
    })
    const project = await openProject('/disk/p', { mode: 'prefer-write', lock, files: disk })
    expect(project.readOnly).toBe(true)
    expect(project.notices[0]).toContain('read-only disk')
    const study = await project.openStudy('s', testFormats)
    const lines: unknown[] = []
    await study.readLines((line) => lines.push(line))
    expect(lines).toEqual([{ type: 'a', trial: 1 }])
    await expect(study.openJournal(() => {})).rejects.toMatchObject({ code: 'read-only' })
    await expect(project.createStudy('t', { id: 't', question: '?' }, testFormats)).rejects.toMatchObject({
      code: 'read-only',
    })
    await project.close()
  })
})
