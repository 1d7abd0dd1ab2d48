import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readWav, UnreadableRecording } from '../../../main/data/audio/wav.ts'

interface Case {
  readonly name: string
  readonly file: string
  readonly rate: number
  readonly samples: readonly number[]
}
/** `madeBy` in the file says who wrote and read them. */
const { cases } = JSON.parse(readFileSync(new URL('recordings.json', import.meta.url), 'utf8')) as { cases: Case[] }
const bytesOf = ({ file }: Case) => new Uint8Array(Buffer.from(file, 'base64'))

describe('reading WAV files', () => {
  it.each(cases)('reads $name', (given) => {
    const { rate, samples } = readWav(bytesOf(given))
    expect(rate).toBe(given.rate)
    expect(samples).toHaveLength(given.samples.length)
    samples.forEach((sample, i) => expect(sample).toBeCloseTo(given.samples[i]!, 6))
  })

  it('reads what is left of a sound that was cut short', () => {
    const whole = bytesOf(cases[0]!)
    expect(readWav(whole.subarray(0, whole.length - 10)).samples.length).toBe(readWav(whole).samples.length - 10)
  })

  it('says why a file is not read', () => {
    expect(() => readWav(new TextEncoder().encode('ID3 this is another format'))).toThrow(UnreadableRecording)
    expect(() => readWav(bytesOf(cases[0]!).subarray(0, 30))).toThrow(UnreadableRecording)
    const adpcm = bytesOf(cases[0]!)
    adpcm[20] = 2
    expect(() => readWav(adpcm)).toThrow(/format 2/)
  })
})
