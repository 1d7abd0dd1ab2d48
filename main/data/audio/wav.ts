import { aLawSample, muLawSample } from './mu-law.ts'

/** A recording, its channels averaged into one. */
export interface Recording {
  /** Samples a second. */
  readonly rate: number
  /** From -1 to 1 (beyond, where a file of floats says so). */
  readonly samples: Float32Array
}

/** A recording that cannot be read; the message says why, without the file's name. */
export class UnreadableRecording extends Error {
  override readonly name = 'UnreadableRecording'
}

interface Format {
  readonly code: number
  readonly channels: number
  readonly rate: number
  readonly bits: number
}

const [pcm, float, aLaw, muLaw, extensible] = [1, 3, 6, 7, 0xfffe]

/**
 * Reads a WAV file: PCM of 8, 16, 24 or 32 bits, floats of 32 or 64 bits, A-law and mu-law, any number of channels and any
 * rate. A last block that was cut short is read as far as it goes.
 *
 * @throws UnreadableRecording
 * @see Multimedia Programming Interface and Data Specifications 1.0 (IBM, Microsoft, 1991); WAVEFORMATEXTENSIBLE
 */
export function readWav(bytes: Uint8Array): Recording {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12 || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE')
    throw new UnreadableRecording('it is no WAV file')
  let format: Format | undefined
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true)
    const start = at + 8
    if (tag(view, at) === 'fmt ') format = readFormat(view, start, size)
    if (tag(view, at) === 'data') {
      if (format === undefined) throw new UnreadableRecording('its sound comes before its format')
      return recordingFrom(view, start, Math.min(size, bytes.length - start), format)
    }
    at = start + size + (size % 2)
  }
  throw new UnreadableRecording('it holds no sound, or is cut short')
}

function readFormat(view: DataView, start: number, size: number): Format {
  if (size < 16 || start + size > view.byteLength) throw new UnreadableRecording('it is cut short')
  const code = view.getUint16(start, true)
  return {
    code: code === extensible && size >= 26 ? view.getUint16(start + 24, true) : code,
    channels: view.getUint16(start + 2, true),
    rate: view.getUint32(start + 4, true),
    bits: view.getUint16(start + 14, true),
  }
}

function recordingFrom(view: DataView, start: number, size: number, format: Format): Recording {
  const { channels, rate, bits } = format
  const read = sampleReader(view, format)
  if (channels === 0 || rate === 0) throw new UnreadableRecording('its header is damaged (no channels, or no rate)')
  const width = bits / 8
  const frames = Math.floor(size / (width * channels))
  const samples = new Float32Array(frames)
  for (let frame = 0; frame < frames; frame++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++) sum += read(start + (frame * channels + channel) * width)
    if (!Number.isFinite(sum)) throw new UnreadableRecording('it holds values that are no numbers')
    samples[frame] = sum / channels
  }
  return { rate, samples }
}

function sampleReader(view: DataView, { code, bits }: Format): (at: number) => number {
  if (code === pcm && bits === 8) return (at) => (view.getUint8(at) - 128) / 128
  if (code === pcm && bits === 16) return (at) => view.getInt16(at, true) / 2 ** 15
  if (code === pcm && bits === 24) return (at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 2 ** 23
  if (code === pcm && bits === 32) return (at) => view.getInt32(at, true) / 2 ** 31
  if (code === float && bits === 32) return (at) => view.getFloat32(at, true)
  if (code === float && bits === 64) return (at) => view.getFloat64(at, true)
  if (code === muLaw && bits === 8) return (at) => muLawSample(view.getUint8(at)) / 2 ** 15
  if (code === aLaw && bits === 8) return (at) => aLawSample(view.getUint8(at)) / 2 ** 15
  throw new UnreadableRecording(
    `it is coded in a way that is not read (format ${code}, ${bits} bits); save it as PCM of 16 bits`,
  )
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((place) => view.getUint8(at + place)))
}
