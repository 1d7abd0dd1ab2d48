import { cp, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { studyFormats } from '../../main/app/study-document.ts'
import { readJournal } from '../../main/store/journal-reader.ts'
import { nodeFiles } from '../../main/store/node-files.ts'
import { openProject } from '../../main/store/project.ts'
import type { JournalLine } from '../../main/study/journal-line.ts'
import { temporaryFolder } from './folders.ts'

const fixture = join(import.meta.dirname, 'fixtures', 'v1')
const lock = { now: () => 0 }

describe('a project folder of format version 1', () => {
  it('is read: project, study, journal, checkpoint and network', async () => {
    const project = await openProject(fixture, { mode: 'read', lock })
    expect(project.document.data).toMatchObject({ name: 'Long study', notes: '' })
    expect(await project.studyIds()).toEqual(['long-study'])
    const study = await project.openStudy('long-study', studyFormats)
    expect(study.document.data).toMatchObject({ name: 'Digits, größer', budget: { trials: 3 }, workers: 2 })

    const lines: JournalLine[] = []
    expect(await study.readLines((line) => lines.push(line))).toEqual({ notices: [] })
    expect(lines.map(({ type }) => type).join(' ')).toBe(
      'status trial start began epoch epoch result complete trial start began epoch epoch result complete trial start began epoch checkpoint',
    )
    expect(lines[4]).toEqual({
      type: 'epoch',
      trial: 0,
      run: 'search/0',
      epoch: 1,
      value: 0.3048143234591998,
      train: { loss: 0.674961 },
      validation: { loss: 0.106768, accuracy: 0.516574, balancedAccuracy: 0.489666, f1: 0.602472, logLoss: 0.369955 },
      learningRate: 0.001,
      seconds: 0.256667,
      at: 0.03,
    })

    const { checkpoint } = await study.checkpoints.read(2, 'search/0')
    expect(checkpoint).toEqual({
      epoch: 1,
      state: { tensors: [{ name: 'dense/kernel', shape: [2, 2], values: new Float32Array([1, -0.5, 0.25, 1 / 3]) }] },
      best: {
        epoch: 1,
        value: 0.5,
        state: { tensors: [{ name: 'dense/bias', shape: [1], values: new Float32Array([NaN]) }] },
      },
      epochs: [{ epoch: 1, train: { loss: 0.5 } }],
    })
    expect(await study.models.trials()).toEqual([0])
    expect(await study.models.read(0)).toEqual({
      json: '{"class_name":"Sequential","config":{"layers":[]}}',
      preprocessing: '{"columns":[]}',
      weights: { tensors: [{ name: 'dense/kernel', shape: [3], values: new Float32Array([1, 2, 3]) }] },
    })
    await project.close()
  })

  it('is not changed by one byte through reading', async () => {
    const before = await contents(fixture)
    const project = await openProject(fixture, { mode: 'read', lock })
    await (await project.openStudy('long-study', studyFormats)).readLines(() => {})
    await project.close()
    expect(await contents(fixture)).toEqual(before)
  })

  it('goes on where it was: what is appended follows the bytes that were there', async () => {
    const folder = join(await temporaryFolder(), 'project')
    await cp(fixture, folder, { recursive: true })
    const project = await openProject(folder, { mode: 'write', lock })
    const study = await project.openStudy('long-study', studyFormats)
    const old = await readFile(study.journalPath)
    const { writer, notices } = await study.openJournal(() => {})
    expect(notices).toEqual([])
    await writer.append([{ type: 'note', text: 'later', at: 9 }], { durable: true })
    await writer.close()
    const now = await readFile(study.journalPath)
    expect(now.subarray(0, old.length)).toEqual(old)
    expect(now.subarray(old.length).toString()).toMatch(
      /^\{"type":"note","text":"later","at":9,"sync":true,"crc":"[0-9a-f]{8}"\}\n$/,
    )
    await project.close()
  })
})

describe('FORMAT.md', () => {
  it('prints a journal that opens', async () => {
    const text = await readFile(join(import.meta.dirname, '../../main/store/FORMAT.md'), 'utf8')
    const [, journal] = /```jsonl\n([^`]+)```/.exec(text)!
    const path = join(await temporaryFolder(), 'trials.jsonl')
    await writeFile(path, journal!)
    const lines: JournalLine[] = []
    const { tail } = await readJournal(nodeFiles, path, studyFormats.journal, (line) => lines.push(line))
    expect(tail).toBeUndefined()
    expect(lines.at(-1)).toMatchObject({ type: 'epoch', epoch: 1 })
  })
})

async function contents(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    found[path] = entry.isFile() ? (await readFile(path)).toString('base64') : 'folder'
  }
  return found
}
