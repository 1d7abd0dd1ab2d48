/** A bracket: `trials` start, and are first compared after `epochs`. */
export interface Bracket {
  readonly trials: number
  readonly epochs: number
}

/**
 * The brackets of Hyperband, the most aggressive first.
 *
 * @param most epochs of a full training, in units of the least that is worth comparing
 * @see Li et al. 2018 (JMLR 18-185), algorithm 1 and table 1
 */
export function hyperbandBrackets(most: number, reduction: number): readonly Bracket[] {
  // Without the small addend, log(243) / log(3) is 4.999...
  const top = Math.floor(Math.log(Math.max(1, most)) / Math.log(reduction) + 1e-9)
  return Array.from({ length: top + 1 }, (_, index) => {
    const s = top - index
    return { trials: Math.ceil(((top + 1) * reduction ** s) / (s + 1)), epochs: most / reduction ** s }
  })
}
