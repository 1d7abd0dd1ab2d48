/**
 * Lines added up, pixel by pixel, so that a line can be taken away again: a brush that moves redraws only the lines that
 * came or went, however many stand still. Counts are whole numbers in one float64 a pixel (weight x 2^29 + weight x tone),
 * so that what was added and taken away leaves exactly nothing.
 */

/** Tones that a pixel can tell apart. */
export const tones = 64
/** Parts of a pixel that a line can cover. */
const parts = 16
const shift = 2 ** 29

/** How the gap between two axes is crossed: level at both, steepest between. */
const ease = (t: number): number => t * t * (3 - 2 * t)

export interface LineRaster {
  readonly width: number
  readonly height: number
  /** Layers, each of which has a colour or a ramp of its own. */
  readonly layers: readonly Float64Array[]
  /**
   * Adds a line (`sign` 1) or takes it away (-1).
   * @param ys  pixel of each axis, from the top
   * @param tone  0 to 63
   * @param weight  from 1: how much its tone counts where lines meet; all together at most 500,000
   */
  add(ys: ArrayLike<number>, layer: number, tone: number, weight: number, sign: 1 | -1): void
  clear(): void
}

/** @param xs  pixel of each axis, ascending, within the width */
export function createLineRaster(width: number, height: number, xs: readonly number[], layers: number): LineRaster {
  const sums = Array.from({ length: layers }, () => new Float64Array(width * height))
  const columns = xs.map((x) => Math.round(Math.min(width - 1, Math.max(0, x))))
  const eases = columns.slice(1).map((end, at) => {
    const from = columns[at] as number
    return Float32Array.from({ length: end - from + 1 }, (_, step) => ease(end === from ? 0 : step / (end - from)))
  })
  const last = height - 1
  return {
    width,
    height,
    layers: sums,
    clear() {
      for (const sum of sums) sum.fill(0)
    },
    add(ys, layer, tone, weight, sign) {
      const sum = sums[layer] as Float64Array
      const whole = sign * weight * (shift + tone)
      const full = parts * whole
      for (let gap = 0; gap < eases.length; gap += 1) {
        const steps = eases[gap] as Float32Array
        const from = ys[gap] as number
        const rise = (ys[gap + 1] as number) - from
        let column = (columns[gap] as number) * height
        let y = from
        for (let step = 1; step < steps.length; step += 1) {
          const next = from + rise * (steps[step] as number)
          const top = y < next ? y : next
          const bottom = y < next ? next : y
          if (bottom - top < 1) {
            // Shared between the two pixels that the line runs between.
            const middle = (top + bottom) / 2
            const row = middle | 0
            if (row >= 0 && row < last) {
              const share = ((middle - row) * parts) | 0
              sum[column + row] = (sum[column + row] as number) + (parts - share) * whole
              sum[column + row + 1] = (sum[column + row + 1] as number) + share * whole
            } else if (row === last) sum[column + row] = (sum[column + row] as number) + full
          } else {
            const end = bottom > last ? last : bottom | 0
            for (let row = top < 0 ? 0 : top | 0; row <= end; row += 1)
              sum[column + row] = (sum[column + row] as number) + full
          }
          y = next
          column += height
        }
      }
    },
  }
}

/** Weight (16 a line that covers the pixel, times its weight) and mean tone of a pixel's sum. */
export function readSum(sum: number): { readonly weight: number; readonly tone: number } {
  const weight = Math.floor(sum / shift)
  return { weight, tone: weight === 0 ? 0 : (sum - weight * shift) / weight }
}

/** Colours by tone, three bytes each; one colour for a layer that means one thing. */
export type Palette = Uint8Array

/**
 * Writes what was added up as pixels.
 * @param pixels  RGBA by row, as an ImageData has them: width x height x 4
 * @param palettes  by layer
 * @param opacity  by weight, 0 to 255; the last one stands for all beyond
 */
export function composeRaster(
  raster: LineRaster,
  pixels: Uint32Array,
  palettes: readonly Palette[],
  opacity: Uint8Array,
): void {
  const { width, height, layers } = raster
  const most = opacity.length - 1
  const only = layers.length === 1
  const first = layers[0] as Float64Array
  for (let x = 0; x < width; x += 1) {
    const column = x * height
    for (let y = 0, to = x; y < height; y += 1, to += width) {
      if (only) {
        const sum = first[column + y] as number
        if (sum === 0) {
          pixels[to] = 0
          continue
        }
        const weight = Math.floor(sum / shift)
        const at = 3 * Math.round((sum - weight * shift) / weight)
        const palette = palettes[0] as Palette
        const alpha = opacity[weight < most ? weight : most] as number
        pixels[to] =
          ((alpha << 24) |
            ((palette[at + 2] as number) << 16) |
            ((palette[at + 1] as number) << 8) |
            (palette[at] as number)) >>>
          0
        continue
      }
      pixels[to] = mixed(layers, column + y, palettes, opacity)
    }
  }
}

function mixed(
  layers: readonly Float64Array[],
  pixel: number,
  palettes: readonly Palette[],
  opacity: Uint8Array,
): number {
  let [total, red, green, blue] = [0, 0, 0, 0]
  for (const [layer, sums] of layers.entries()) {
    const sum = sums[pixel] as number
    if (sum === 0) continue
    const weight = Math.floor(sum / shift)
    const at = 3 * Math.round((sum - weight * shift) / weight)
    const palette = palettes[layer] as Palette
    total += weight
    red += weight * (palette[at] as number)
    green += weight * (palette[at + 1] as number)
    blue += weight * (palette[at + 2] as number)
  }
  if (total === 0) return 0
  const alpha = opacity[Math.min(opacity.length - 1, total)] as number
  return ((alpha << 24) | ((blue / total) << 16) | ((green / total) << 8) | (red / total)) >>> 0
}

/** How opaque lines over one another are: each covers as much of what is left as one alone. */
export function opacityOfLines(alone: number): Uint8Array {
  return Uint8Array.from({ length: 1_024 }, (_, weight) => Math.round(255 * (1 - (1 - alone) ** (weight / parts))))
}

/** Opacity by the logarithm of how many lines run through a point; `most` and more are opaque. */
export function opacityOfDensity(most: number): Uint8Array {
  const length = Math.max(2, Math.ceil(most * parts) + 1)
  return Uint8Array.from({ length }, (_, weight) =>
    weight === 0 ? 0 : Math.round(255 * (0.1 + (0.9 * Math.log1p(weight / parts)) / Math.log1p(most))),
  )
}
