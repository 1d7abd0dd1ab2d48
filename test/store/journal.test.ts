import { describe, expect, it } from 'vitest'
import { isStoreError } from '../../main/store/errors.ts'
import type { JournalFormat } from '../../main/store/journal-format.ts'
import { readJournal } from '../../main/store/journal-reader.ts'
import { createJournal, openJournal } from '../../main/store/journal.ts'
import type { OpenJournalOptions } from '../../main/store/journal.ts'
import { ForgetfulDisk } from './forgetful-disk.ts'
import { testJournal } from './formats.ts'
import type { TestLine } from './formats.ts'
import { seededRandom } from './random.ts'

const path = '/disk/trials.jsonl'

async function newJournal(): Promise<ForgetfulDisk> {
  const disk = new ForgetfulDisk(seededRandom(5))
  await disk.makeFolder('/disk')
  await createJournal(disk, path, testJournal)
  return disk
}

/** A journal of `trials` trials, each a line that is not synced and one that is. */
async function journalOf(trials: number): Promise<ForgetfulDisk> {
  const disk = await newJournal()
  const { writer } = await openJournal(disk, path, testJournal, () => {})
  for (let trial = 0; trial < trials; trial++) {
    await writer.append([{ type: 'epoch', trial }], { durable: false })
    await writer.append([{ type: 'complete', trial }], { durable: true })
  }
  await writer.close()
  return disk
}

async function reopen(disk: ForgetfulDisk, options: OpenJournalOptions = {}) {
  const lines: TestLine[] = []
  const opened = await openJournal(disk, path, testJournal, (line) => lines.push(line), options)
  return { lines, ...opened }
}

async function textOf(disk: ForgetfulDisk, file = path): Promise<string> {
  return (await disk.read(file)).toString('utf8')
}

describe('a journal', () => {
  it('is one JSON object a line, the first with the format and its version', async () => {
    const rows = (await textOf(await journalOf(1))).split('\n')
    expect(rows.map((row) => row.replace(/"crc":"[0-9a-f]{8}"/, '"crc":"..."'))).toEqual([
      '{"format":"sweetspot-journal","version":1,"sync":true,"crc":"..."}',
      '{"type":"epoch","trial":0,"crc":"..."}',
      '{"type":"complete","trial":0,"sync":true,"crc":"..."}',
      '',
    ])
  })

  it('gives back what was appended: any text, across blocks, in order', async () => {
    const disk = await newJournal()
    const { writer } = await reopen(disk)
    const long = 'x"\\\n\u2028 😀 é'.repeat(150_000)
    const texts = ['', '"}', ',"crc":"00000000"}', ',"sync":true', '\0', '{"a":[1]}', long, '\ud800', 'last']
    const lines = texts.map((text, trial) => ({ type: 'note', trial, text }))
    await Promise.all(lines.map((line) => writer.append([line], { durable: line.trial % 2 === 0 })))
    await writer.close()
    expect((await reopen(disk)).lines).toEqual(lines)
  })

  it('writes appends of one moment in one go, with one sync, and keeps their order', async () => {
    const disk = await newJournal()
    const { writer } = await reopen(disk)
    const before = disk.syncs
    const order: number[] = []
    const appends = [0, 1, 2, 3].map((trial) =>
      writer.append([{ type: 'complete', trial }], { durable: true }).then(() => order.push(trial)),
    )
    await Promise.all(appends)
    expect(disk.syncs - before).toBe(1)
    expect(order).toEqual([0, 1, 2, 3])
    await writer.close()
    expect((await reopen(disk)).lines.map((line) => line.trial)).toEqual([0, 1, 2, 3])
  })

  it('syncs for what must last, not for each epoch', async () => {
    const disk = await newJournal()
    const { writer } = await reopen(disk)
    const before = disk.syncs
    for (let trial = 0; trial < 50; trial++) await writer.append([{ type: 'epoch', trial }], { durable: false })
    expect(disk.syncs).toBe(before)
    await writer.append([{ type: 'complete', trial: 0 }], { durable: true })
    expect(disk.syncs).toBe(before + 1)
    await writer.close()
    expect(disk.syncs).toBe(before + 1)
  })

  it('takes no line whose members would be mistaken for its own', async () => {
    const { writer } = await reopen(await newJournal())
    for (const member of ['crc', 'sync'])
      await expect(
        writer.append([{ type: 'a', trial: 1, [member]: 1 } as TestLine], { durable: false }),
      ).rejects.toThrow()
    await writer.append([{ type: 'a', trial: 1 }], { durable: true })
    await writer.close()
    await expect(writer.append([], { durable: true })).rejects.toMatchObject({ code: 'journal-closed' })
  })
})

describe('a journal whose last line was cut short', () => {
  it('keeps every line before it wherever the cut is, sets the rest aside, and goes on', async () => {
    const whole = await (await journalOf(2)).read(path)
    const lineStart = whole.lastIndexOf('\n', whole.length - 2) + 1
    for (let length = lineStart + 1; length < whole.length; length++) {
      const disk = await journalOf(2)
      disk.corrupt(path, (content) => content.subarray(0, length))
      const { lines, notices, writer } = await reopen(disk)
      expect(lines).toHaveLength(3)
      expect(notices).toEqual([
        'trials.jsonl: the last line (5) was cut short, most likely by a power cut; the 3 lines before it are intact. It was set aside in trials.jsonl.aside-1.',
      ])
      expect(await disk.read(`${path}.aside-1`)).toEqual(whole.subarray(lineStart, length))
      await writer.append([{ type: 'complete', trial: 1 }], { durable: true })
      await writer.close()
      expect(await disk.read(path)).toEqual(whole)
      expect((await reopen(disk)).notices).toEqual([])
    }
  })

  it('is only reported, not mended, when it is just read', async () => {
    const disk = await journalOf(2)
    disk.corrupt(path, (content) => content.subarray(0, content.length - 3))
    const before = await disk.read(path)
    const lines: TestLine[] = []
    const { tail } = await readJournal(disk, path, testJournal, (line) => lines.push(line))
    expect(tail).toMatchObject({ kind: 'torn', line: 5 })
    expect(lines).toHaveLength(3)
    expect(await disk.read(path)).toEqual(before)
    expect(await disk.list('/disk')).toHaveLength(1)
  })

  it.each([1, 100, 100_000, 9_000_000])('or whose end is %d zero bytes keeps every line', async (zeros) => {
    const disk = await journalOf(2)
    disk.corrupt(path, (content) => Buffer.concat([content, Buffer.alloc(zeros)]))
    const { lines, notices, writer, reading } = await reopen(disk)
    expect(lines).toHaveLength(4)
    expect(reading.tail).toMatchObject({ kind: 'zeros', line: 6, bytes: zeros })
    expect(notices[0]).toContain('the 4 lines before it are intact')
    await writer.close()
    expect((await disk.read(path)).length).toBe(reading.end.length)
  })

  it('with a second aside file beside the first', async () => {
    const disk = await journalOf(1)
    for (const number of [1, 2]) {
      disk.corrupt(path, (content) => Buffer.concat([content, Buffer.from(`torn ${number}`)]))
      await (await reopen(disk)).writer.close()
      expect(await textOf(disk, `${path}.aside-${number}`)).toBe(`torn ${number}`)
    }
  })
})

describe('a journal that is damaged in the middle', () => {
  it('is refused with line and byte, left untouched, and recovered when asked', async () => {
    const disk = await journalOf(5)
    const good = await disk.read(path)
    const at = good.indexOf('"trial":1')
    disk.corrupt(path, (content) =>
      Buffer.concat([content.subarray(0, at), Buffer.from('"trial":7'), content.subarray(at + 9)]),
    )
    const bad = await disk.read(path)
    const lineStart = bad.lastIndexOf('\n', at) + 1
    const refused: unknown = await reopen(disk).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'journal-damaged', line: 4, position: lineStart })
    expect(String(refused)).toContain(`damaged in line 4 (byte ${lineStart})`)
    expect(await disk.read(path)).toEqual(bad)

    const { lines, notices, writer } = await reopen(disk, { recover: true })
    expect(lines).toHaveLength(2)
    expect(notices[0]).toContain('set aside in trials.jsonl.aside-1')
    expect(await disk.read(`${path}.aside-1`)).toEqual(bad.subarray(lineStart))
    await writer.close()
    expect((await reopen(disk)).lines).toHaveLength(2)
  })

  const damages: Record<string, (content: Buffer, line: Buffer[]) => Buffer> = {
    'a line removed': (_content, lines) => Buffer.concat(lines.filter((_, index) => index !== 3)),
    'a line doubled': (_content, lines) =>
      Buffer.concat(lines.flatMap((line, index) => (index === 3 ? [line, line] : [line]))),
    'two lines swapped': (_content, lines) =>
      Buffer.concat([...lines.slice(0, 3), lines[4]!, lines[3]!, ...lines.slice(5)]),
    'a block of zeros': (content) => Buffer.concat([content.subarray(0, 100), Buffer.alloc(64), content.subarray(164)]),
    'line endings of Windows': (content) => Buffer.from(content.toString().replaceAll('\n', '\r\n')),
    'nothing left': () => Buffer.alloc(0),
    'another text': () => Buffer.from('To whom it may concern\n'),
    'a first line cut short': (content) => content.subarray(0, 20),
  }
  it.each(Object.entries(damages))('by %s is refused, and nothing is changed', async (_name, damage) => {
    const disk = await journalOf(6)
    disk.corrupt(path, (content) => damage(content, linesOf(content)))
    const bad = await disk.read(path)
    await expect(reopen(disk)).rejects.toMatchObject({ code: 'journal-damaged' })
    expect(await disk.read(path)).toEqual(bad)
    expect(await disk.list('/disk')).toHaveLength(1)
  })

  it('never gives back a changed line, whichever byte is changed to whatever', async () => {
    const disk = await journalOf(4)
    const good = await disk.read(path)
    const expected = (await reopen(disk)).lines
    const secure = good.length - good.subarray(0, -1).toString().split('\n').slice(-3).join('\n').length - 1
    for (let at = 0; at < good.length; at++)
      for (const change of [1, 0x20, 0x80, 0xff]) {
        const bad = Buffer.from(good)
        bad[at]! ^= change
        disk.corrupt(path, () => bad)
        const lines: TestLine[] = []
        const outcome = await readJournal(disk, path, testJournal, (line) => lines.push(line)).catch(
          (error: unknown) => error,
        )
        expect(lines).toEqual(expected.slice(0, lines.length))
        const line = good.subarray(0, at).toString().split('\n').length
        if (isStoreError(outcome)) expect(outcome).toMatchObject({ code: 'journal-damaged', line })
        else expect(outcome).toMatchObject({ tail: { line } })
        // Three lines before the end there is proof enough that it had been saved.
        if (at < secure) expect(isStoreError(outcome), `byte ${at}`).toBe(true)
      }
  })
})

function linesOf(content: Buffer): Buffer[] {
  return content
    .toString('latin1')
    .split(/(?<=\n)/)
    .map((line) => Buffer.from(line, 'latin1'))
}

describe('a journal of another version', () => {
  it('that is newer is refused and not touched', async () => {
    const disk = new ForgetfulDisk(seededRandom(1))
    await disk.makeFolder('/disk')
    await createJournal(disk, path, { ...testJournal, version: 2 })
    await expect(reopen(disk)).rejects.toMatchObject({ code: 'too-new' })
  })

  it('that is older is brought up to date, and the old file kept', async () => {
    const disk = await journalOf(2)
    const old = await disk.read(path)
    const next: JournalFormat<TestLine> = {
      ...testJournal,
      version: 3,
      migrations: {
        1: (line) => ({ ...(line as TestLine), text: 'one' }),
        2: (line) => ({ ...(line as TestLine), text: `${(line as TestLine).text} two` }),
      },
    }
    const lines: TestLine[] = []
    const opened = await openJournal(disk, path, next, (line) => lines.push(line))
    expect(lines.map((line) => line.text)).toEqual(Array<string>(4).fill('one two'))
    expect(opened.notices[0]).toContain('trials.v1.jsonl')
    await opened.writer.append([{ type: 'new', trial: 5 }], { durable: true })
    await opened.writer.close()
    expect(await disk.read('/disk/trials.v1.jsonl')).toEqual(old)
    const again: TestLine[] = []
    const { reading } = await openJournal(disk, path, next, (line) => again.push(line))
    expect(reading.version).toBe(3)
    expect(again).toEqual([...lines, { type: 'new', trial: 5 }])
  })

  it('whose lines are not what the format says is refused with the line', async () => {
    const disk = await newJournal()
    const { writer } = await reopen(disk)
    await writer.append(
      [
        { type: 'a', trial: 1 },
        { type: 'b', trial: 'x' as unknown as number },
      ],
      { durable: true },
    )
    await writer.close()
    const refused: unknown = await reopen(disk).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'journal-damaged' })
    expect(String(refused)).toContain('line 3: "trial" is not a number')
  })

  it('is never made where a journal is, and missed where it is gone', async () => {
    const disk = await journalOf(1)
    await expect(createJournal(disk, path, testJournal)).rejects.toMatchObject({ code: 'exists' })
    await disk.remove(path)
    await expect(reopen(disk)).rejects.toMatchObject({ code: 'journal-missing' })
  })
})

describe('a disk that fails', () => {
  it('by being full loses nothing, and the same lines can be appended once there is space', async () => {
    for (let space = 0; space < 120; space += 7) {
      const disk = await journalOf(1)
      const { writer, lines } = await reopen(disk)
      await writer.append([{ type: 'epoch', trial: 1 }], { durable: false })
      disk.free = space
      const more = [1, 2, 3].map((trial) => ({ type: 'complete', trial }))
      const outcome: unknown = await writer.append(more, { durable: true }).catch((error: unknown) => error)
      expect(outcome).toMatchObject({ code: 'disk-full' })
      expect(String(outcome)).toContain('Free some space')
      await expect(writer.append(more, { durable: true })).rejects.toMatchObject({ code: 'disk-full' })
      disk.free = Infinity
      await writer.append(more, { durable: true })
      await writer.close()
      expect((await reopen(disk)).lines).toEqual([...lines, { type: 'epoch', trial: 1 }, ...more])
    }
  })

  it('by being full rejects what was waiting behind it too, so that no line overtakes another', async () => {
    const disk = await journalOf(0)
    const { writer } = await reopen(disk)
    disk.free = 10
    let open: () => void = () => {}
    disk.gate = new Promise((resolve) => (open = resolve))
    const first = writer.append([{ type: 'a', trial: 1 }], { durable: true })
    first.catch(() => (disk.free = Infinity))
    await new Promise(setImmediate)
    open()
    const second = writer.append([{ type: 'b', trial: 2 }], { durable: false })
    expect((await Promise.allSettled([first, second])).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await writer.append([{ type: 'c', trial: 3 }], { durable: true })
    await writer.close()
    expect((await reopen(disk)).lines).toEqual([{ type: 'c', trial: 3 }])
  })

  it('after the program was killed: what the next one has read, it keeps', async () => {
    const disk = await journalOf(1)
    const killed = await reopen(disk)
    await killed.writer.append([{ type: 'epoch', trial: 1 }], { durable: false })
    const { lines } = await reopen(disk)
    expect(lines).toHaveLength(3)
    expect((await reopen(disk.afterPowerCut('drop'))).lines).toEqual(lines)
  })

  it('by not syncing gets what had been accepted before written again', async () => {
    const disk = await journalOf(1)
    const { writer, lines } = await reopen(disk)
    await writer.append([{ type: 'epoch', trial: 1 }], { durable: false })
    disk.failingSyncs = true
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(writer.append([{ type: 'complete', trial: 1 }], { durable: true })).rejects.toMatchObject({
        code: 'disk-failure',
      })
    disk.failingSyncs = false
    await writer.append([{ type: 'complete', trial: 2 }], { durable: true })
    await writer.close()
    const again = await reopen(disk.afterPowerCut('drop'))
    expect(again.lines).toEqual([...lines, { type: 'epoch', trial: 1 }, { type: 'complete', trial: 2 }])
  })
})
