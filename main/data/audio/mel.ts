export type MelScale = 'htk' | 'slaney'

/** Slaney's scale is linear below 1000 Hz and logarithmic above. @see Slaney, Auditory Toolbox 2, 1998 */
const [slaneyHertzPerMel, slaneyBreak, slaneyStep] = [200 / 3, 1000, Math.log(6.4) / 27]

/** @see O'Shaughnessy, Speech Communication, 1987, as HTK has it: 2595 log10(1 + f / 700) */
export function hertzToMel(hertz: number, scale: MelScale): number {
  if (scale === 'htk') return 2595 * Math.log10(1 + hertz / 700)
  if (hertz < slaneyBreak) return hertz / slaneyHertzPerMel
  return slaneyBreak / slaneyHertzPerMel + Math.log(hertz / slaneyBreak) / slaneyStep
}

export function melToHertz(mel: number, scale: MelScale): number {
  if (scale === 'htk') return 700 * (10 ** (mel / 2595) - 1)
  const atBreak = slaneyBreak / slaneyHertzPerMel
  return mel < atBreak ? mel * slaneyHertzPerMel : slaneyBreak * Math.exp(slaneyStep * (mel - atBreak))
}

export interface MelBands {
  readonly scale: MelScale
  readonly bands: number
  /** Lower edge of the lowest band and upper edge of the highest, in Hz. */
  readonly lowest: number
  readonly highest: number
  /** Whether each band's triangle has the area 1 (Slaney) instead of the height 1 (HTK). */
  readonly unitArea: boolean
}

/**
 * Triangular filters, spaced evenly in mel, from the power at size / 2 + 1 frequencies to bands.
 *
 * @param size of the Fourier transform
 * @returns by band, [size / 2 + 1] weights each
 */
export function melFilters(rate: number, size: number, mel: MelBands): readonly Float64Array[] {
  const [low, high] = [hertzToMel(mel.lowest, mel.scale), hertzToMel(mel.highest, mel.scale)]
  const edge = (number: number) => melToHertz(low + ((high - low) * number) / (mel.bands + 1), mel.scale)
  return Array.from({ length: mel.bands }, (_, band) => {
    const [left, centre, right] = [edge(band), edge(band + 1), edge(band + 2)]
    const height = mel.unitArea ? 2 / (right - left) : 1
    return Float64Array.from({ length: size / 2 + 1 }, (_, k) => {
      const hertz = (k * rate) / size
      return height * Math.max(0, Math.min((hertz - left) / (centre - left), (right - hertz) / (right - centre)))
    })
  })
}
