import type { DenseWeights } from './dense-chain.ts'

/** Activations f with f(f(x)) = f(x): a layer that hands its inputs on can stand behind them. */
export const repeatable: ReadonlySet<string> = new Set(['relu', 'linear'])

/**
 * A dense layer that hands its inputs on as they are, behind a layer whose activation is `repeatable`.
 * @see Chen, Goodfellow, Shlens 2016, "Net2Net", section 2.3 (Net2DeeperNet)
 */
export function identityLayer(units: number): DenseWeights {
  const kernel = new Float32Array(units * units)
  for (let unit = 0; unit < units; unit++) kernel[unit * units + unit] = 1
  return { units, inputs: units, kernel, bias: new Float32Array(units) }
}
