/**
 * Power spectra of real frames, by a radix-2 fast Fourier transform (Cooley and Tukey 1965, decimation in time).
 *
 * @param size a power of two, at least 2
 * @returns a function from `size` samples to |X_k|^2 for k = 0 .. size / 2; it writes into and returns the same array each time
 */
export function powerSpectrum(size: number): (frame: Float64Array) => Float64Array {
  if (size < 2 || (size & (size - 1)) !== 0)
    throw new RangeError(`A transform of ${size} points is not a power of two.`)
  const bits = Math.log2(size)
  const reversed = Uint32Array.from({ length: size }, (_, index) => reverseBits(index, bits))
  const cosines = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size))
  const sines = Float64Array.from({ length: size / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / size))
  const re = new Float64Array(size)
  const im = new Float64Array(size)
  const power = new Float64Array(size / 2 + 1)
  return (frame) => {
    for (let index = 0; index < size; index++) re[index] = frame[reversed[index]!]!
    im.fill(0)
    for (let half = 1; half < size; half *= 2) butterflies(re, im, half, cosines, sines)
    for (let k = 0; k < power.length; k++) power[k] = re[k]! ** 2 + im[k]! ** 2
    return power
  }
}

function butterflies(
  re: Float64Array,
  im: Float64Array,
  half: number,
  cosines: Float64Array,
  sines: Float64Array,
): void {
  const stride = re.length / (2 * half)
  for (let start = 0; start < re.length; start += 2 * half)
    for (let k = 0; k < half; k++) {
      const [even, odd] = [start + k, start + k + half]
      const [c, s] = [cosines[k * stride]!, sines[k * stride]!]
      const real = re[odd]! * c - im[odd]! * s
      const imaginary = re[odd]! * s + im[odd]! * c
      re[odd] = re[even]! - real
      im[odd] = im[even]! - imaginary
      re[even]! += real
      im[even]! += imaginary
    }
}

function reverseBits(value: number, bits: number): number {
  let reversed = 0
  for (let bit = 0; bit < bits; bit++) reversed |= ((value >> bit) & 1) << (bits - 1 - bit)
  return reversed
}
