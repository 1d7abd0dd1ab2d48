import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ProcessOutput } from '../../main/pool/process-output.ts'

describe('the last lines of a process', () => {
  it('are kept whole however the chunks fall, an unfinished one included, empty ones left out', () => {
    const output = new ProcessOutput([])
    for (const chunk of ['one\ntw', 'o\r\n\n', '  \nthr', 'ee']) output.append(chunk)
    expect(output.lines()).toEqual(['one', 'two', 'three'])
  })

  it('are at most twenty, the newest, and none longer than 400 characters', () => {
    const output = new ProcessOutput([])
    for (let line = 1; line <= 50; line++) output.append(`line ${line}\n`)
    output.append(`${'x'.repeat(5_000)}\n`)
    output.append('y'.repeat(1e6))
    expect(output.lines()).toHaveLength(20)
    expect(output.lines()[0]).toBe('line 33')
    expect(Math.max(...output.lines().map(({ length }) => length))).toBe(400)
  })

  it('of both streams are kept, and waited for until both have closed', async () => {
    const streams = [new PassThrough(), new PassThrough()] as const
    const output = new ProcessOutput(streams)
    const drained = new Promise<void>((resolve) => output.whenDrained(10_000, resolve))
    streams[0].end('from output\n')
    setTimeout(() => streams[1].end('from error\n'), 20)
    await drained
    expect([...output.lines()].sort()).toEqual(['from error', 'from output'])
  })

  it('are not waited for longer than asked', async () => {
    const open = new PassThrough()
    const output = new ProcessOutput([open, null, undefined])
    open.write('said before')
    const startedAt = performance.now()
    await new Promise<void>((resolve) => output.whenDrained(50, resolve))
    expect(performance.now() - startedAt).toBeLessThan(5_000)
    expect(output.lines()).toEqual(['said before'])
  })
})
