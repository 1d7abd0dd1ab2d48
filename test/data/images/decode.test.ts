import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodePicture, UnreadablePicture } from '../../../main/data/images/decode.ts'

interface Case {
  readonly name: string
  readonly file: string
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly pixels: string
  readonly tolerance: number
}
/** `madeBy` in the file says where the expected pixels come from. */
const { cases } = JSON.parse(readFileSync(new URL('pictures.json', import.meta.url), 'utf8')) as { cases: Case[] }
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

describe('decoding pictures', () => {
  it.each(cases)('reads $name', ({ file, width, height, channels, pixels, tolerance }) => {
    const raster = decodePicture(bytesOf(file))
    expect({ width: raster.width, height: raster.height, channels: raster.channels }).toEqual({
      width,
      height,
      channels,
    })
    const expected = bytesOf(pixels)
    expect(raster.pixels).toHaveLength(expected.length)
    const worst = raster.pixels.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0)
    expect(worst).toBeLessThanOrEqual(tolerance)
  })

  it('refuses what is cut short, of another format, or promises to be enormous', () => {
    for (const { file, name } of cases.filter((_, i) => i % 5 === 0)) {
      const bytes = bytesOf(file)
      if (name.startsWith('PNG')) expect(() => decodePicture(bytes.subarray(0, -30))).toThrow(UnreadablePicture)
      expect(() => decodePicture(bytes.subarray(0, 12))).toThrow(UnreadablePicture)
    }
    expect(() => decodePicture(new TextEncoder().encode('GIF89a nothing of ours'))).toThrow(/neither a PNG nor a JPEG/)
    const enormous = bytesOf(cases[0]!.file)
    enormous.set([0, 1, 0, 0, 0, 1, 0, 0], 16)
    expect(() => decodePicture(enormous)).toThrow(/65536 x 65536/)
  })
})
