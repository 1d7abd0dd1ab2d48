import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { decodePicture } from '../../images/decode.ts'
import { readPictureHeader, type PictureHeader } from '../../images/headers.ts'
import { withChannels } from '../../images/raster.ts'
import { resize } from '../../images/resize.ts'
import type { FolderChoices } from './choices.ts'
import { medianOf, type MediaEncoder } from './encoder.ts'
import { readMedia, type MediaFile } from './list-media.ts'

const usualLargest = 64
/** Where a JPEG's frame header is, unless large profiles come before it. */
const headBytes = 1 << 16

/** Looks at every picture's first bytes, and settles on a common size and colour. */
export async function pictureEncoder(
  folder: string,
  files: readonly MediaFile[],
  choices: FolderChoices,
): Promise<MediaEncoder> {
  const headers: PictureHeader[] = []
  for (const { name } of files) {
    const header = await headerOf(join(folder, name)).catch(() => undefined)
    if (header !== undefined) headers.push(header)
  }
  const [usualWidth, usualHeight] = [medianOf(headers.map((h) => h.width)), medianOf(headers.map((h) => h.height))]
  const shrink = Math.min(1, usualLargest / Math.max(1, usualWidth, usualHeight))
  const width = choices.width ?? Math.max(1, Math.round(usualWidth * shrink))
  const height = choices.height ?? Math.max(1, Math.round(usualHeight * shrink))
  const grey = choices.colour ? choices.colour === 'grey' : headers.every((header) => header.grey)
  const channels = grey ? 1 : 3
  const sizes = new Set(headers.map((header) => `${header.width} x ${header.height}`))
  return {
    kind: 'image',
    shape: [height, width, channels],
    settings: { width, height, colour: grey ? 'grey' : 'rgb' },
    warnings: sizes.size > 1 ? [differing(sizes, width, height)] : [],
    async encode({ name }) {
      const picture = decodePicture(await readMedia(join(folder, name)))
      return resize(withChannels(picture, channels), width, height).pixels
    },
  }
}

function differing(sizes: ReadonlySet<string>, width: number, height: number) {
  const some = [...sizes].slice(0, 3).join(', ')
  return {
    code: 'different-sizes' as const,
    message: `The pictures have ${sizes.size} different sizes (${some}${sizes.size > 3 ? ', ...' : ''}); all are brought to ${width} x ${height}, whatever their proportions.`,
  }
}

async function headerOf(path: string): Promise<PictureHeader | undefined> {
  const file = await open(path)
  try {
    const head = new Uint8Array(headBytes)
    const { bytesRead } = await file.read(head, 0, headBytes, 0)
    const header = readPictureHeader(head.subarray(0, bytesRead))
    return header ?? (bytesRead === headBytes ? readPictureHeader(await readMedia(path)) : undefined)
  } finally {
    await file.close()
  }
}
