import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resize } from '../../../main/data/images/resize.ts'

interface Case {
  readonly how: string
  readonly channels: 1 | 3
  readonly width: number
  readonly height: number
  readonly pixels: readonly number[]
  readonly to: { readonly width: number; readonly height: number; readonly pixels: readonly number[] }
}
/** `madeBy` in the file says how the numbers were made. */
const { cases } = JSON.parse(readFileSync(new URL('pillow.json', import.meta.url), 'utf8')) as { cases: Case[] }

describe('bringing a picture to another size', () => {
  it.each(cases)('gives what Pillow gives, rounded once: $how', ({ pixels, to, ...raster }) => {
    const made = resize({ ...raster, pixels: Uint8Array.from(pixels) }, to.width, to.height)
    expect(made).toMatchObject({ width: to.width, height: to.height, channels: raster.channels })
    const off = to.pixels.map((pixel, at) => Math.abs(pixel - made.pixels[at]!))
    expect(made.pixels).toHaveLength(to.pixels.length)
    expect(Math.max(...off)).toBeLessThanOrEqual(0.501)
  })

  it('keeps a picture of one colour, and never leaves the range of the original', () => {
    const side = fc.integer({ min: 1, max: 12 })
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
        (w, h, tw, th, levels) => {
          const pixels = Uint8Array.from({ length: w * h }, () => levels.next().value as number)
          const made = resize({ width: w, height: h, channels: 1, pixels }, tw, th).pixels
          expect(Math.min(...made)).toBeGreaterThanOrEqual(Math.min(...pixels))
          expect(Math.max(...made)).toBeLessThanOrEqual(Math.max(...pixels))
          const plain = resize({ width: w, height: h, channels: 1, pixels: pixels.fill(77) }, tw, th).pixels
          expect(new Set(plain)).toEqual(new Set([77]))
        },
      ),
    )
  })
})
