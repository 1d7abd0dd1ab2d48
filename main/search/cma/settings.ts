/** Strategy parameters of CMA-ES for d axes and a population of lambda. */
export interface CmaSettings {
  readonly lambda: number
  /** Recombination weights by rank, best first: positive ones sum to 1, the rest is negative. */
  readonly weights: Float64Array
  readonly muEff: number
  readonly cc: number
  readonly c1: number
  readonly cMu: number
  readonly cSigma: number
  readonly dSigma: number
  /** Expected length of a standard normal vector. */
  readonly chi: number
}

/**
 * Default parameters.
 *
 * @param separable only variances are adapted, at rates that are (d + 2) / 3 times higher (Ros and Hansen 2008)
 * @see Hansen, "The CMA evolution strategy: a tutorial", arXiv 1604.00772, equations 48 to 58
 */
export function cmaSettings(d: number, lambda: number, separable: boolean): CmaSettings {
  const raw = Float64Array.from({ length: lambda }, (_, i) => Math.log((lambda + 1) / 2) - Math.log(i + 1))
  const mu = Math.floor(lambda / 2)
  const sums = (from: number, to: number): readonly [number, number] => {
    let [sum, squares] = [0, 0]
    for (const weight of raw.subarray(from, to)) {
      sum += weight
      squares += weight * weight
    }
    return [sum, squares]
  }
  const [positive, positiveSquares] = sums(0, mu)
  const [negative, negativeSquares] = sums(mu, lambda)
  const muEff = positive ** 2 / positiveSquares
  const muEffMinus = negativeSquares > 0 ? negative ** 2 / negativeSquares : 0
  const faster = separable ? (d + 2) / 3 : 1
  const c1 = Math.min(0.5, (faster * 2) / ((d + 1.3) ** 2 + muEff))
  const cMu = Math.min(1 - c1, (faster * 2 * (muEff - 2 + 1 / muEff)) / ((d + 2) ** 2 + muEff))
  const scale = Math.min(1 + c1 / cMu, 1 + (2 * muEffMinus) / (muEff + 2), (1 - c1 - cMu) / (d * cMu))
  const weights = raw.map((weight) => (weight >= 0 ? weight / positive : (weight * scale) / Math.abs(negative)))
  const cSigma = (muEff + 2) / (d + muEff + 5)
  return {
    lambda,
    weights,
    muEff,
    cc: (4 + muEff / d) / (d + 4 + (2 * muEff) / d),
    c1,
    cMu,
    cSigma,
    dSigma: 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (d + 1)) - 1) + cSigma,
    chi: Math.sqrt(d) * (1 - 1 / (4 * d) + 1 / (21 * d * d)),
  }
}
