import type { MediaFile } from './list-media.ts'

/** How files of one kind become arrays of one size. */
export interface MediaEncoder {
  readonly kind: 'image' | 'spectrogram'
  readonly shape: readonly [number, number, number]
  /** For dataset.json. */
  readonly settings: Readonly<Record<string, string | number | boolean>>
  /** Sizes or rates that differ, in a sentence. */
  readonly warnings: readonly { readonly code: 'different-sizes'; readonly message: string }[]
  /** shape's product of bytes. @throws Error whose message says why the file cannot be read */
  encode(file: MediaFile): Promise<Uint8Array>
}

export const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
