import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importRunningText } from '../../../main/data/import/import-running-text.ts'
import { loadDataset } from '../../../main/data/load.ts'
import { prepareTrainingData } from '../../../main/data/prepare.ts'
import { removeAfterEach, temporaryFile } from './temporary.ts'

const lines = Array.from({ length: 60 }, (_, line) => `Zeile ${line}: größer als 👍?`)

removeAfterEach()

async function imported(content: string | Uint8Array) {
  const file = await temporaryFile(content, 'My Novel.txt')
  const into = join(dirname(file), 'datasets')
  return importRunningText(file, { into }).catch(async (error: unknown) => {
    expect(await readdir(into)).toEqual([])
    throw error
  })
}

describe('a running text', () => {
  it('is imported as UTF-8 with line feeds, and can be trained on', async () => {
    const reference = await imported(lines.join('\r\n'))
    expect(reference.id).toBe('my-novel')
    expect(await readFile(join(reference.folder, 'input.txt'), 'utf8')).toBe(lines.join('\n'))
    const data = await loadDataset(reference.folder)
    expect(data).toMatchObject({
      title: 'My Novel',
      rows: [...lines.join('\n')].length,
      fingerprint: reference.fingerprint,
    })
    const prepared = prepareTrainingData(
      data,
      { protocol: { kind: 'holdout', validationShare: 0.2 }, by: 'time', seed: 1, sealed: 0.2, openTest: false },
      { characters: { context: 16 } },
    )
    expect(prepared.classes).toContain('👍')
  })

  it('is understood in the encodings that tables are', async () => {
    const text = lines.join('\n').replaceAll('👍', '!')
    const reference = await imported(Buffer.from(text, 'latin1'))
    expect(await readFile(join(reference.folder, 'input.txt'), 'utf8')).toBe(text)
  })

  it('that is too short, or no text, is refused, and leaves nothing behind', async () => {
    await expect(imported('To be, or not to be')).rejects.toThrow('My Novel.txt has 19 characters')
    await expect(imported(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 9, 9]))).rejects.toMatchObject({
      code: 'not-a-table',
    })
    await expect(imported('')).rejects.toMatchObject({ code: 'empty-file' })
  })
})
