import { melFilters, type MelBands } from './mel.ts'
import { powerSpectrum } from './power-spectrum.ts'

export interface LogMelOptions extends MelBands {
  /** Length of a frame, in seconds. */
  readonly frame: number
  /** From the start of a frame to that of the next, in seconds. */
  readonly hop: number
  /** How far below the loudest value of the clip levels are cut off, in dB. */
  readonly range: number
}

/** As the bundled spoken digits were made; the highest frequency has to be below half the rate. */
export const speechMel: LogMelOptions = {
  scale: 'htk',
  bands: 24,
  lowest: 60,
  highest: 3800,
  unitArea: false,
  frame: 0.025,
  hop: 0.01,
  range: 80,
}

export interface Spectrogram {
  readonly frames: number
  readonly bands: number
  /** frames * bands, low band first. */
  readonly values: Float64Array
}

/**
 * Power in mel bands, frame by frame: frames from the first sample on, the last one padded with zeros, under a periodic Hann
 * window, each padded to the next power of two for the Fourier transform.
 */
export function melPower(samples: Float32Array, rate: number, options: LogMelOptions): Spectrogram {
  const length = Math.max(2, Math.round(options.frame * rate))
  const hop = Math.max(1, Math.round(options.hop * rate))
  const size = 2 ** Math.ceil(Math.log2(length))
  const window = Float64Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length))
  const filters = filtersFor(rate, size, options)
  const transform = powerSpectrum(size)
  const frames = Math.max(1, Math.ceil((samples.length - length) / hop) + 1)
  const values = new Float64Array(frames * options.bands)
  const frame = new Float64Array(size)
  for (let number = 0; number < frames; number++) {
    for (let n = 0; n < length; n++) frame[n] = (samples[number * hop + n] ?? 0) * window[n]!
    const power = transform(frame)
    filters.forEach(({ from, weights }, band) => {
      let sum = 0
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * power[from + k]!
      values[number * options.bands + band] = sum
    })
  }
  return { frames, bands: options.bands, values }
}

/** Only the weights that are not zero. */
function filtersFor(rate: number, size: number, mel: MelBands): { from: number; weights: Float64Array }[] {
  return melFilters(rate, size, mel).map((weights) => {
    const from = Math.max(
      0,
      weights.findIndex((weight) => weight > 0),
    )
    const to = weights.findLastIndex((weight) => weight > 0) + 1
    return { from, weights: weights.slice(from, Math.max(from, to)) }
  })
}

/** Levels in dB: 10 log10(power + 1e-10) below the largest of the clip, none below -`range`. Silence is -`range` throughout. */
export function logMel(samples: Float32Array, rate: number, options: LogMelOptions): Spectrogram {
  const { frames, bands, values } = melPower(samples, rate, options)
  const levels = values.map((power) => 10 * Math.log10(power + 1e-10))
  const loudest = levels.reduce((most, level) => Math.max(most, level), -Infinity)
  const silent = loudest <= -100 + 1e-9
  return {
    frames,
    bands,
    values: levels.map((level) => (silent ? -options.range : Math.max(-options.range, level - loudest))),
  }
}

/** The same clip in so many frames, interpolated linearly in time; first and last frame stay. */
export function stretch({ frames, bands, values }: Spectrogram, wanted: number): Spectrogram {
  const stretched = new Float64Array(wanted * bands)
  for (let frame = 0; frame < wanted; frame++) {
    const position = wanted === 1 ? 0 : (frame * (frames - 1)) / (wanted - 1)
    const before = Math.min(Math.floor(position), frames - 1)
    const after = Math.min(before + 1, frames - 1)
    const share = position - before
    for (let band = 0; band < bands; band++)
      stretched[frame * bands + band] =
        values[before * bands + band]! * (1 - share) + values[after * bands + band]! * share
  }
  return { frames: wanted, bands, values: stretched }
}

/** The clip's first frames, followed by silence where it has fewer. @param silence the level of silence, in dB */
export function pad({ frames, bands, values }: Spectrogram, wanted: number, silence: number): Spectrogram {
  const padded = new Float64Array(wanted * bands).fill(silence)
  padded.set(values.subarray(0, Math.min(frames, wanted) * bands))
  return { frames: wanted, bands, values: padded }
}

/** Levels of -range .. 0 dB as bytes: 0 the quietest, 255 the clip's loudest. */
export function toBytes({ values }: Spectrogram, range: number): Uint8Array {
  return Uint8Array.from(values, (level) => Math.round(((level + range) / range) * 255))
}
