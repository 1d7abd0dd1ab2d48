/** One byte of G.711 mu-law as a value of 16 bits. @see ITU-T G.711, table 2a */
export function muLawSample(byte: number): number {
  const code = ~byte & 255
  const magnitude = ((((code & 15) << 3) + 132) << ((code >> 4) & 7)) - 132
  return code & 128 ? -magnitude : magnitude
}

/** One byte of G.711 A-law as a value of 16 bits. @see ITU-T G.711, table 1a */
export function aLawSample(byte: number): number {
  const code = byte ^ 0x55
  const segment = (code >> 4) & 7
  const step = ((code & 15) << 4) + 8
  const magnitude = segment === 0 ? step : (step + 256) << (segment - 1)
  return code & 128 ? magnitude : -magnitude
}

/** Samples from -1 to 1. */
export function decodeMuLaw(bytes: Uint8Array): Float32Array {
  return Float32Array.from(bytes, (byte) => muLawSample(byte) / 32768)
}
