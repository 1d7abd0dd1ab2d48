/**
 * A picture of a dataset as an image; a grey one in the theme's own ink, its brightness as opacity.
 *
 * @param shape [height, width, channels]
 * @param pixels bytes row after row, 255 the brightest, base64
 */
export function pixelImage(
  [height, width, channels]: readonly [number, number, number],
  pixels: string,
  dark: boolean,
): ImageData {
  const bytes = Uint8Array.from(atob(pixels), (character) => character.charCodeAt(0))
  const image = new ImageData(width, height)
  const grey = channels === 1
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const level = (channel: number) => bytes[pixel * channels + Math.min(channel, channels - 1)] ?? 0
    for (let channel = 0; channel < 3; channel += 1)
      image.data[pixel * 4 + channel] = grey ? (dark ? 236 : 26) : level(channel)
    image.data[pixel * 4 + 3] = grey ? level(0) : 255
  }
  return image
}
