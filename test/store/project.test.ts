import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProject, openProject } from '../../main/store/project.ts'
import { temporaryFolder } from './folders.ts'
import { testFormats } from './formats.ts'
import type { TestLine } from './formats.ts'

const lock = { now: () => Date.UTC(2026, 10, 24) }
const question = { id: 'digits', question: 'Which rate?' }

describe('a project folder', () => {
  it('is created, holds a study with its journal, and is the same when opened again', async () => {
    const folder = join(await temporaryFolder(), 'new', 'project')
    const project = await createProject(folder, { name: 'Digits' }, { lock })
    const study = await project.createStudy('digits', question, testFormats)
    const { writer } = await study.openJournal(() => {})
    await writer.append([{ type: 'trial', trial: 0 }], { durable: false })
    await writer.append([{ type: 'complete', trial: 0, text: 'größer' }], { durable: true })
    await writer.close()
    await project.close()

    const again = await openProject(folder, { mode: 'write', lock })
    expect(again.document.data).toMatchObject({ name: 'Digits', createdAt: '2026-11-24T00:00:00.000Z' })
    expect(await again.studyIds()).toEqual(['digits'])
    const opened = await again.openStudy('digits', testFormats)
    expect(opened.document.data).toEqual(question)
    const lines: TestLine[] = []
    const journal = await opened.openJournal((line) => lines.push(line))
    expect(lines).toEqual([
      { type: 'trial', trial: 0 },
      { type: 'complete', trial: 0, text: 'größer' },
    ])
    expect(journal.notices).toEqual([])
    await journal.writer.close()
    await again.close()
    expect(await readdir(folder)).not.toContain('lock.json')
  })

  it('opens for reading while another program writes, and says who does', async () => {
    const folder = await temporaryFolder()
    const project = await createProject(folder, { name: 'Digits' }, { lock })
    await expect(openProject(folder, { mode: 'write', lock })).rejects.toMatchObject({
      code: 'project-locked',
      holder: { pid: process.pid, since: '2026-11-24T00:00:00.000Z' },
    })
    const reader = await openProject(folder, { mode: 'prefer-write', lock })
    expect(reader.readOnly).toBe(true)
    expect(reader.heldBy).toContain('this program')
    await expect(reader.createStudy('x', question, testFormats)).rejects.toMatchObject({ code: 'read-only' })
    await project.close()
  })

  it('is not made where a project or something else is already', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'thesis.tex'), 'x')
    await expect(createProject(folder, { name: 'a' }, { lock })).rejects.toMatchObject({ code: 'folder-not-empty' })
    expect(await readdir(folder)).toEqual(['thesis.tex'])
    await expect(openProject(folder, { mode: 'write', lock })).rejects.toMatchObject({ code: 'project-missing' })
  })

  it('keeps ids inside the folder', async () => {
    const folder = await temporaryFolder()
    const project = await createProject(join(folder, 'project'), { name: 'a' }, { lock })
    for (const id of ['../x', '..', '.', '', 'a/b', 'a\\b', '/etc', 'C:', 'nul', 'con.txt', 'Upper', 'dot.', 'a\0b'])
      await expect(project.createStudy(id, question, testFormats), id).rejects.toMatchObject({ code: 'unsafe-id' })
    expect(await readdir(folder)).toEqual(['project'])
    await project.close()
  })

  it('does not follow a link out of the project', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'elsewhere'))
    const project = await createProject(join(folder, 'project'), { name: 'a' }, { lock })
    await symlink(join(folder, 'elsewhere'), join(folder, 'project', 'studies', 'evil'))
    await expect(project.createStudy('evil', question, testFormats)).rejects.toMatchObject({ code: 'outside-project' })
    expect(await readdir(join(folder, 'elsewhere'))).toEqual([])
    await project.close()
  })

  it('leaves a damaged project.json exactly as it is', async () => {
    const folder = await temporaryFolder()
    await (await createProject(folder, { name: 'a' }, { lock })).close()
    const path = join(folder, 'project.json')
    for (const text of ['', '{"format":"sweetspot-project","ver', '[]', '{"format":"other","version":1}']) {
      await writeFile(path, text)
      await expect(openProject(folder, { mode: 'write', lock })).rejects.toMatchObject({
        code: 'document-damaged',
        path,
      })
      expect(await readFile(path, 'utf8')).toBe(text)
    }
    await writeFile(path, '{"format":"sweetspot-project","version":99,"name":"a"}')
    await expect(openProject(folder, { mode: 'write', lock })).rejects.toMatchObject({ code: 'too-new' })
    expect(await readdir(folder)).not.toContain('lock.json')
  })
})
