/** A decoded picture, 8 bits a value. */
export interface Raster {
  readonly width: number
  readonly height: number
  /** 1: grey; 3: red, green, blue. */
  readonly channels: 1 | 3
  /** height * width * channels, row after row. */
  readonly pixels: Uint8Array
}

/** The same picture in grey (ITU-R BT.601 luma, as JPEG itself weighs colours) or in red, green and blue. */
export function withChannels(raster: Raster, channels: 1 | 3): Raster {
  if (raster.channels === channels) return raster
  const { width, height } = raster
  const pixels = new Uint8Array(width * height * channels)
  for (let place = 0; place < width * height; place++) {
    if (channels === 3) pixels.fill(raster.pixels[place]!, 3 * place, 3 * place + 3)
    else {
      const [red, green, blue] = raster.pixels.subarray(3 * place, 3 * place + 3)
      pixels[place] = Math.round(0.299 * red! + 0.587 * green! + 0.114 * blue!)
    }
  }
  return { width, height, channels, pixels }
}
