import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { logMel, pad, speechMel, stretch, toBytes } from '../../audio/log-mel.ts'
import { decodeMuLaw } from '../../audio/mu-law.ts'
import { readWav, type Recording } from '../../audio/wav.ts'
import { DataError } from '../../errors.ts'
import type { FolderChoices } from './choices.ts'
import { medianOf, type MediaEncoder } from './encoder.ts'
import { readMedia, type MediaFile } from './list-media.ts'

/**
 * Reads every recording once for its rate and length, and settles on bands and frames. Rates may differ: frames are so many
 * milliseconds and bands so many Hz, up to 95 % of half the lowest rate.
 *
 * @throws DataError unsuitable-column if the rate is too low for speech
 */
export async function recordingEncoder(
  folder: string,
  files: readonly MediaFile[],
  choices: FolderChoices,
): Promise<MediaEncoder> {
  const read = recordingReader(folder, choices.rate ?? 8000)
  const [rates, seconds]: [Set<number>, number[]] = [new Set(), []]
  for (const file of files) {
    const recording = await read(file).catch(() => undefined)
    if (recording === undefined) continue
    rates.add(recording.rate)
    seconds.push(recording.samples.length / recording.rate)
  }
  const lowestRate = rates.size === 0 ? 8000 : Math.min(...rates)
  const options = { ...speechMel, bands: choices.bands ?? speechMel.bands, highest: Math.floor(0.475 * lowestRate) }
  if (options.highest < 4 * options.lowest)
    throw new DataError('no-media', `A recording has ${lowestRate} samples a second: too few for a spectrogram.`)
  const usual = Math.round((medianOf(seconds) - options.frame) / options.hop) + 1
  const frames = choices.frames ?? Math.min(128, Math.max(16, usual))
  const fit = choices.length ?? 'stretch'
  return {
    kind: 'spectrogram',
    shape: [frames, options.bands, 1],
    settings: { ...options, frames, length: fit },
    warnings: rates.size > 1 ? [differing(rates, options.highest)] : [],
    async encode(file) {
      const { samples, rate } = await read(file)
      if (samples.length === 0) throw new Error('it holds no sound')
      const clip = logMel(samples, rate, options)
      return toBytes(fit === 'stretch' ? stretch(clip, frames) : pad(clip, frames, -options.range), options.range)
    },
  }
}

function differing(rates: ReadonlySet<number>, highest: number) {
  return {
    code: 'different-sizes' as const,
    message: `The recordings have ${rates.size} different rates (${[...rates].slice(0, 4).join(', ')} samples a second); bands go up to ${highest} Hz, which all of them hold.`,
  }
}

/** Keeps the latest file of raw bytes, of which many clips are taken one after the other. */
function recordingReader(folder: string, rawRate: number): (file: MediaFile) => Promise<Recording> {
  let latest: { readonly name: string; readonly bytes: Uint8Array } | undefined
  return async ({ name, clip }) => {
    if (!/\.ulaw(\.gz)?$/i.test(name)) return readWav(await readMedia(join(folder, name)))
    if (latest?.name !== name) {
      const stored = await readMedia(join(folder, name))
      latest = { name, bytes: /\.gz$/i.test(name) ? await promisify(gunzip)(stored) : stored }
    }
    const { bytes } = latest
    if (clip && clip.offset + clip.samples > bytes.length) throw new Error('the clip ends after the file does')
    return {
      rate: rawRate,
      samples: decodeMuLaw(clip ? bytes.subarray(clip.offset, clip.offset + clip.samples) : bytes),
    }
  }
}
