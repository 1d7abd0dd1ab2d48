import { decode as decodeJpeg } from 'jpeg-js'
import { PNG } from 'pngjs'
import { readPictureHeader } from './headers.ts'
import type { Raster } from './raster.ts'

/** A larger picture is refused before it is decoded: a few bytes can promise any size. */
const mostPixels = 50_000_000

/** A picture that cannot be read; the message says why, without the file's name. */
export class UnreadablePicture extends Error {
  override readonly name = 'UnreadablePicture'
}

/**
 * Decodes a PNG (every colour type and bit depth, interlaced or not) or a JPEG (baseline or progressive). 16 bits are scaled
 * to 8; what is transparent is laid on white.
 *
 * @throws UnreadablePicture
 */
export function decodePicture(bytes: Uint8Array): Raster {
  const header = readPictureHeader(bytes)
  if (header === undefined) throw new UnreadablePicture('it is neither a PNG nor a JPEG, or is cut short')
  if (header.width * header.height > mostPixels)
    throw new UnreadablePicture(
      `it says to be ${header.width} x ${header.height} pixels, more than the ${mostPixels / 1e6} million that are read`,
    )
  try {
    if (header.format === 'png') return rasterOf(PNG.sync.read(Buffer.from(bytes)), header.grey ? 1 : 3)
    const { width, height, data } = decodeJpeg(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: mostPixels / 1e6,
      maxMemoryUsageInMB: 1024,
    })
    return { width, height, channels: header.grey ? 1 : 3, pixels: header.grey ? firstOfThree(data) : data }
  } catch (cause) {
    throw new UnreadablePicture(`it is damaged or cut short (${(cause as Error).message})`, { cause })
  }
}

function firstOfThree(data: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: data.length / 3 }, (_, place) => data[3 * place]!)
}

/** The decoder gives red, green, blue and alpha of 8 bits whatever the file holds. */
function rasterOf({ width, height, data }: PNG, channels: 1 | 3): Raster {
  const pixels = new Uint8Array(width * height * channels)
  for (let place = 0; place < width * height; place++) {
    const alpha = data[4 * place + 3]!
    for (let channel = 0; channel < channels; channel++) {
      const value = data[4 * place + channel]!
      pixels[place * channels + channel] =
        alpha === 255 ? value : Math.round((value * alpha + 255 * (255 - alpha)) / 255)
    }
  }
  return { width, height, channels, pixels }
}
