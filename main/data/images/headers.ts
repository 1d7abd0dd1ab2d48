/** What a picture's first bytes say of it. */
export interface PictureHeader {
  readonly format: 'png' | 'jpeg'
  readonly width: number
  readonly height: number
  /** Whether it is stored in grey; a palette counts as colour. */
  readonly grey: boolean
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** JPEG markers that start a frame: all of C0 to CF but the tables DHT, JPG and DAC. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/**
 * Format, size and colour of a PNG or JPEG, without decoding it; undefined if the bytes are neither or end before they say.
 *
 * @see PNG (W3C, third edition) 11.2.1 IHDR; ITU-T T.81, B.2.2 frame header
 */
export function readPictureHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const header = pngSignature.every((byte, place) => bytes[place] === byte) ? pngHeader(view) : jpegHeader(view)
  return header && header.width > 0 && header.height > 0 ? header : undefined
}

function pngHeader(view: DataView): PictureHeader | undefined {
  if (view.byteLength < 29) return undefined
  const colourType = view.getUint8(25)
  return {
    format: 'png',
    width: view.getUint32(16),
    height: view.getUint32(20),
    grey: colourType === 0 || colourType === 4,
  }
}

function jpegHeader(view: DataView): PictureHeader | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined
  let at = 2
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at++
      continue
    }
    if (isFrame(marker))
      return {
        format: 'jpeg',
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        grey: view.getUint8(at + 9) === 1,
      }
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}
