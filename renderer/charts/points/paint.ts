import { rgbOf } from '../colour.ts'
import { rampColour, type ChartTheme } from '../theme.ts'
import type { LineColours } from '../parallel/draw.ts'
import type { PointsRecord, Window } from './data.ts'

export interface Area {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Opacity by pixel of one mark: a disc, or a triangle that points down and is hollow. */
export interface Stamp {
  readonly size: number
  readonly opacity: Float32Array
}

/** @param radius in pixels */
export function discStamp(radius: number): Stamp {
  const size = 2 * Math.ceil(radius) + 1
  const middle = (size - 1) / 2
  const opacity = Float32Array.from({ length: size * size }, (_, at) => {
    const distance = Math.hypot((at % size) - middle, Math.floor(at / size) - middle)
    return Math.min(1, Math.max(0, radius + 0.5 - distance))
  })
  return { size, opacity }
}

export function triangleStamp(radius: number): Stamp {
  const size = 2 * Math.ceil(radius) + 1
  const middle = (size - 1) / 2
  const opacity = Float32Array.from({ length: size * size }, (_, at) => {
    const [x, y] = [(at % size) - middle, Math.floor(at / size) - middle]
    const top = Math.abs(y + radius * 0.7) < 0.6 && Math.abs(x) <= radius
    const side = Math.abs(Math.abs(x) - (radius * 0.9 - (y + radius * 0.7) * 0.62)) < 0.75 && y >= -radius * 0.7
    return top || (side && Math.abs(x) <= radius && y <= radius) ? 1 : 0
  })
  return { size, opacity }
}

/** Everything that the picture of the points depends on. */
export interface PointsScene {
  readonly record: PointsRecord
  readonly window: Window
  readonly mask: Uint8Array
  readonly filtered: boolean
  readonly colours: LineColours
  readonly theme: ChartTheme
}

/**
 * Stamps points into pixels, grey ones under those that are selected: thousands of them in a few milliseconds, which the
 * paths of a canvas are not drawn in. Points outside the window are left out.
 *
 * @param pixels RGBA by row, width x height x 4, cleared before
 */
export function stampPoints(
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
  scene: PointsScene,
  scale = 1,
): void {
  const { record, window, mask, filtered, colours, theme } = scene
  const radius = (record.trials.length > 3_000 ? 2 : 3) * scale
  const [disc, triangle] = [discStamp(radius), triangleStamp(radius + scale)]
  const ramp = Array.from({ length: 64 }, (_, at) => rgbOf(rampColour(theme, at / 63)))
  const kinds = colours.kind === 'category' ? colours.colours.map(rgbOf) : []
  const [grey, none] = [rgbOf(theme.grey), rgbOf(theme.ink3)]
  const [x0, x1] = window.x
  const [y0, y1] = window.y
  for (const selected of filtered ? [false, true] : [true])
    for (let point = 0; point < record.trials.length; point += 1) {
      const on = !filtered || mask[record.trials[point] as number] === 1
      if (on !== selected) continue
      const x = (((record.xs[point] as number) - x0) / (x1 - x0)) * width
      const y = (1 - ((record.ys[point] as number) - y0) / (y1 - y0)) * height
      if (x < 0 || y < 0 || x > width || y > height) continue
      const tone = record.tones[point] as number
      const colour = !on
        ? grey
        : Number.isNaN(tone)
          ? none
          : colours.kind === 'category'
            ? (kinds[tone] ?? none)
            : (ramp[Math.round(Math.min(1, Math.max(0, tone)) * 63)] ?? none)
      const strength = on ? (record.trials.length > 3_000 ? 0.75 : 0.85) : 0.5
      stamp(pixels, width, height, x, y, record.pruned[point] === 1 ? triangle : disc, colour, strength)
    }
}

function stamp(
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
  x: number,
  y: number,
  { size, opacity }: Stamp,
  [red, green, blue]: readonly [number, number, number],
  strength: number,
): void {
  const left = Math.round(x - size / 2)
  const top = Math.round(y - size / 2)
  for (let row = 0; row < size; row += 1) {
    const py = top + row
    if (py < 0 || py >= height) continue
    for (let column = 0; column < size; column += 1) {
      const px = left + column
      const alpha = (opacity[row * size + column] as number) * strength
      if (alpha === 0 || px < 0 || px >= width) continue
      const at = 4 * (py * width + px)
      const below = ((pixels[at + 3] as number) / 255) * (1 - alpha)
      const total = alpha + below
      pixels[at] = (red * alpha + (pixels[at] as number) * below) / total
      pixels[at + 1] = (green * alpha + (pixels[at + 1] as number) * below) / total
      pixels[at + 2] = (blue * alpha + (pixels[at + 2] as number) * below) / total
      pixels[at + 3] = total * 255
    }
  }
}
