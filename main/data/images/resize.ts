import type { Raster } from './raster.ts'

/** For each position of the result: where its share of the original starts, and the weights from there on (sum 1). */
type Weights = readonly { readonly from: number; readonly weights: readonly number[] }[]

/**
 * A picture of another size. Along an axis that shrinks, each pixel is the mean of the area that it covers; along one that
 * grows, pixels are interpolated linearly between the centres of the original ones, the outermost carried on to the edge.
 * Proportions are not kept.
 */
export function resize(raster: Raster, width: number, height: number): Raster {
  if (raster.width === width && raster.height === height) return raster
  const { channels } = raster
  const across = weightsFor(raster.width, width)
  const down = weightsFor(raster.height, height)
  const narrow = new Float32Array(raster.height * width * channels)
  for (let y = 0; y < raster.height; y++)
    for (let x = 0; x < width; x++) {
      const { from, weights } = across[x]!
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0
        for (let i = 0; i < weights.length; i++)
          sum += weights[i]! * raster.pixels[(y * raster.width + from + i) * channels + channel]!
        narrow[(y * width + x) * channels + channel] = sum
      }
    }
  const stride = width * channels
  const pixels = new Uint8Array(height * stride)
  for (let y = 0; y < height; y++) {
    const { from, weights } = down[y]!
    for (let x = 0; x < stride; x++) {
      let sum = 0
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * narrow[(from + i) * stride + x]!
      pixels[y * stride + x] = Math.round(sum)
    }
  }
  return { width, height, channels, pixels }
}

function weightsFor(before: number, after: number): Weights {
  const scale = before / after
  return Array.from({ length: after }, (_, place) =>
    scale >= 1 ? covered(place * scale, (place + 1) * scale, before) : between((place + 0.5) * scale - 0.5, before),
  )
}

function covered(start: number, end: number, size: number): Weights[number] {
  const from = Math.floor(start)
  const to = Math.min(size, Math.ceil(end - 1e-9))
  const weights = Array.from({ length: to - from }, (_, i) => {
    const pixel = from + i
    return (Math.min(end, pixel + 1) - Math.max(start, pixel)) / (end - start)
  })
  return { from, weights }
}

function between(centre: number, size: number): Weights[number] {
  const inside = Math.min(size - 1, Math.max(0, centre))
  const from = Math.min(Math.floor(inside), Math.max(0, size - 2))
  if (size === 1) return { from: 0, weights: [1] }
  return { from, weights: [1 - (inside - from), inside - from] }
}
